import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { start, type WecomCounterpart } from './wecom.ts';

describe('WeCom', () => {
  let wecom: WecomCounterpart;
  let time = 0;
  beforeAll(async () => {
    const now = () => new Date(time);
    wecom = await start({
      robotKey: 'R',
      corpId: 'C',
      corpSecret: 'S',
      agentId: 7,
      users: ['inspector_1', 'keeper_1'],
      now,
    });
  });
  beforeEach(() => wecom.reset());
  afterAll(() => wecom.stop());

  const post = async (path: string, body: unknown) => {
    const answer = await fetch(`${wecom.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    return (await answer.json()) as { errcode: number; invaliduser?: string };
  };
  const robot = (content: string, key = 'R') =>
    post(`/cgi-bin/webhook/send?key=${key}`, { msgtype: 'text', text: { content } });
  const token = async (secret = 'S') => {
    const answer = await fetch(`${wecom.url}/cgi-bin/gettoken?corpid=C&corpsecret=${secret}`);
    return (await answer.json()) as { errcode: number; access_token: string; expires_in: number };
  };
  const card = (accessToken: string, touser: string) =>
    post(`/cgi-bin/message/send?access_token=${accessToken}`, {
      touser,
      agentid: 7,
      msgtype: 'textcard',
      textcard: { title: '待质检', description: 'RT1', url: 'http://x/tasks/1' },
    });

  it('shows a robot message up to 2048 bytes and refuses a longer one', async () => {
    expect(await robot('质'.repeat(682))).toMatchObject({ errcode: 0 });
    expect(await robot('质'.repeat(683))).toMatchObject({ errcode: 40058 });
    expect(await robot('x', 'other')).toMatchObject({ errcode: 93000 });
    expect(wecom.messages).toHaveLength(1);
  });

  it('takes twenty robot messages in any minute', async () => {
    for (let sent = 0; sent < 20; sent += 1) await robot('x');
    expect(await robot('x')).toMatchObject({ errcode: 45009 });
    time += 60_000;
    expect(await robot('x')).toMatchObject({ errcode: 0 });
  });

  it('sends a card to those it knows and names the others', async () => {
    const { access_token } = await token();
    expect(await card(access_token, 'inspector_1|nobody')).toMatchObject({ errcode: 0, invaliduser: 'nobody' });
    expect(wecom.messages).toMatchObject([{ to: 'inspector_1', title: '待质检', url: 'http://x/tasks/1' }]);
    expect(await card(access_token, 'nobody')).toMatchObject({ errcode: 81013 });
  });

  it('refuses an expired token with 40014 and a wrong secret with 40001', async () => {
    const { access_token, expires_in } = await token();
    expect(expires_in).toBe(7200);
    wecom.expireTokens();
    expect(await card(access_token, 'keeper_1')).toMatchObject({ errcode: 40014 });
    expect(await token('wrong')).toMatchObject({ errcode: 40001 });
  });
});
