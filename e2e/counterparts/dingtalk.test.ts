import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DingtalkCounterpart, robotSign, start } from './dingtalk.ts';

const SECRET = 'SECtest0123456789';

describe('DingTalk', () => {
  let dingtalk: DingtalkCounterpart;
  let time = 1_700_000_000_000;
  beforeAll(async () => {
    const now = () => new Date(time);
    dingtalk = await start({ accessToken: 'T', signSecret: SECRET, appKey: 'K', appSecret: 'S', now });
  });
  beforeEach(() => {
    dingtalk.reset();
    time = 1_700_000_000_000;
  });
  afterAll(() => dingtalk.stop());

  const send = async (change: { timestamp?: string; sign?: string; token?: string; body?: unknown } = {}) => {
    const timestamp = change.timestamp ?? String(time);
    const query = new URLSearchParams({
      access_token: change.token ?? 'T',
      timestamp,
      sign: change.sign ?? robotSign(timestamp, SECRET),
    });
    const body = JSON.stringify(
      change.body ?? { msgtype: 'markdown', markdown: { title: '待质检', text: 'RT1 待质检' } },
    );
    const answer = await fetch(`${dingtalk.url}/robot/send?${query}`, { method: 'POST', body });
    return (await answer.json()) as { errcode: number };
  };

  it('signs as the known vector says', () => {
    expect(robotSign('1700000000000', SECRET)).toBe('yBKp5IlG6qCzcQWmgyRK/ziJBdVNJmHfFE2ST/CzT/g=');
  });

  it('shows a signed message', async () => {
    expect(await send()).toMatchObject({ errcode: 0 });
    expect(dingtalk.messages).toMatchObject([{ type: 'markdown', title: '待质检', text: 'RT1 待质检' }]);
  });

  it('refuses a bad sign, an old timestamp, an unknown token and an empty message', async () => {
    expect(await send({ sign: 'nonsense' })).toMatchObject({ errcode: 310000 });
    expect(await send({ timestamp: String(time - 3_700_000) })).toMatchObject({ errcode: 310000 });
    expect(await send({ token: 'other' })).toMatchObject({ errcode: 300005 });
    expect(await send({ body: { msgtype: 'text', text: {} } })).toMatchObject({ errcode: 40035 });
    expect(dingtalk.messages).toEqual([]);
  });

  it('takes twenty messages in any minute', async () => {
    for (let sent = 0; sent < 20; sent += 1) expect(await send()).toMatchObject({ errcode: 0 });
    expect(await send()).toMatchObject({ errcode: 130101 });
    time += 60_000;
    expect(await send()).toMatchObject({ errcode: 0 });
  });

  describe('to-dos', () => {
    const token = async () => {
      const body = JSON.stringify({ appKey: 'K', appSecret: 'S' });
      const answer = await fetch(`${dingtalk.url}/v1.0/oauth2/accessToken`, { method: 'POST', body });
      return ((await answer.json()) as { accessToken: string }).accessToken;
    };
    const create = (accessToken: string, sourceId = 'task-1') =>
      fetch(`${dingtalk.url}/v1.0/todo/users/union-1/tasks`, {
        method: 'POST',
        headers: { 'x-acs-dingtalk-access-token': accessToken },
        body: JSON.stringify({
          subject: '质检 RT1',
          sourceId,
          executorIds: ['union-1'],
          detailUrl: { pcUrl: 'http://x/tasks/1' },
        }),
      });

    it('creates one to-do for a source id, however often it is asked', async () => {
      const accessToken = await token();
      const [one, other] = [await (await create(accessToken)).json(), await (await create(accessToken)).json()];
      expect(one).toEqual(other);
      expect(dingtalk.todos).toMatchObject([{ subject: '质检 RT1', url: 'http://x/tasks/1', done: false }]);
    });

    it('marks a to-do as done', async () => {
      const accessToken = await token();
      const { id } = (await (await create(accessToken)).json()) as { id: string };
      await fetch(`${dingtalk.url}/v1.0/todo/users/union-1/tasks/${id}`, {
        method: 'PUT',
        headers: { 'x-acs-dingtalk-access-token': accessToken },
        body: '{"done":true}',
      });
      expect(dingtalk.todos).toMatchObject([{ done: true }]);
    });

    it('refuses a token that it never gave or that has expired', async () => {
      expect((await create('made up')).status).toBe(400);
      const accessToken = await token();
      dingtalk.expireTokens();
      expect(await (await create(accessToken)).json()).toMatchObject({ code: 'InvalidAuthentication' });
    });
  });
});
