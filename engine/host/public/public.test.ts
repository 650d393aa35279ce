import { solveChallenge } from 'altcha-lib/v1';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PublicChallenge, PublicFormView } from '../../wire.ts';
import { type Ask, type TestEdge, testEdge } from '../testing/edge.ts';

const label = (zh: string, en: string) => ({ 'zh-CN': zh, en });

const survey = {
  key: 'survey',
  label: label('满意度', 'Survey'),
  fields: [
    { key: 'name', type: 'text', label: label('姓名', 'Name'), required: true },
    { key: 'score', type: 'integer', label: label('评分', 'Score'), min: 1, max: 5 },
    { key: 'twice', type: 'integer', label: label('双倍', 'Twice'), value: '= score * 2' },
    { key: 'inside', type: 'text', label: label('内部', 'Inside') },
  ],
  public: { until: '2026-03-10', most: 3, prefill: ['name'], closed: label('谢谢，已结束', 'Thank you, it is over') },
  access: [
    { role: 'public', create: true, rights: { name: 'edit', score: 'edit' } },
    { role: 'admin', rights: { '*': 'edit' } },
  ],
};
const secret = {
  key: 'secret',
  label: label('内部表单', 'Inside'),
  fields: [{ key: 'name', type: 'text', label: label('姓名', 'Name') }],
  access: [
    { role: 'public', create: true, rights: { '*': 'edit' } },
    { role: 'admin', rights: { '*': 'edit' } },
  ],
};
const app = {
  key: 'ask',
  label: label('问卷', 'Ask'),
  version: '1.0.0',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  roles: [{ key: 'admin', label: label('管理员', 'Administrator') }],
  admin: 'admin',
};
const people = { key: 'people', users: [{ login: 'ada', name: 'Ada', roles: ['admin'] }] };

let the: TestEdge;

beforeAll(async () => {
  the = await testEdge([
    { path: 'app.json', json: app },
    { path: 'forms/survey.json', json: survey },
    { path: 'forms/secret.json', json: secret },
    { path: 'data/people.json', json: people },
  ]);
});

async function solved(form = 'survey'): Promise<string> {
  const asked = await the.nobody('GET', `/api/public/ask/${form}/challenge`);
  const challenge = asked.json<PublicChallenge>();
  const { promise } = solveChallenge(challenge.challenge, challenge.salt, challenge.algorithm, challenge.maxnumber);
  const solution = await promise;
  return Buffer.from(JSON.stringify({ ...challenge, number: solution?.number })).toString('base64');
}

async function visitor(): Promise<Ask> {
  const answer = await the.nobody('POST', '/api/public/ask/survey/token', { solution: await solved() });
  const { token } = answer.json<{ token: string }>();
  return (method, url, payload, headers = {}) =>
    the.nobody(method, url, payload, { authorization: `Visitor ${token}`, ...headers });
}

const submit = (ask: Ask, data: object, form = 'survey', command: string = crypto.randomUUID()) =>
  ask('POST', `/api/apps/ask/forms/${form}/records`, { command, data });

describe('a public form', () => {
  it('is seen by anybody with the link, without the fields that are nobody’s business', async () => {
    const view = (await the.nobody('GET', '/api/public/ask/survey')).json<PublicFormView>();
    expect(view.form.definition.fields.map(({ key }) => key)).toEqual(['name', 'score']);
    expect(view.closed).toBeUndefined();
    expect((await the.nobody('GET', '/api/public/ask/secret')).statusCode).toBe(404);
  });

  it('is handed in once for each solved challenge; the same command again has the same answer', async () => {
    const ask = await visitor();
    const command = crypto.randomUUID();
    const first = await submit(ask, { name: 'Li', score: 5, inside: 'x' }, 'survey', command);
    expect(first.statusCode).toBe(201);
    const again = await submit(ask, { name: 'Li', score: 5 }, 'survey', command);
    expect(again.json()).toMatchObject({ id: first.json<{ id: string }>().id });
    expect((await submit(ask, { name: 'Wu' })).json()).toMatchObject({ error: { code: 'already_submitted' } });
    const [row] = await the.database.knex('ask.survey').select('name', 'twice', 'inside');
    expect(row).toEqual({ name: 'Li', twice: '10', inside: null });
  });

  it('says where a value is wrong, and takes it once it is put right', async () => {
    const ask = await visitor();
    const wrong = await submit(ask, { score: 9 });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.json<{ error: { problems: { path: string }[] } }>().error.problems.map(({ path }) => path)).toEqual([
      'name',
      'score',
    ]);
    expect((await submit(ask, { name: 'Wu', score: 4 })).statusCode).toBe(201);
  });

  it('security: its link opens no other form, no record, no list, no portal and no draft of others', async () => {
    const ask = await visitor();
    expect((await submit(ask, { name: 'x' }, 'secret')).statusCode).toBe(403);
    for (const url of ['/api/apps/ask/forms/survey/records', '/api/apps/ask/forms/survey/records.csv']) {
      expect((await ask('GET', url)).statusCode, url).toBe(403);
    }
    const { id } = await the.database.knex('ask.survey').first<{ id: string }>('id');
    expect((await ask('GET', `/api/apps/ask/forms/survey/records/${id}`)).statusCode).toBeGreaterThanOrEqual(403);
    expect((await ask('GET', '/api/portal/ask/records')).statusCode).toBe(403);
  });

  it('security: a challenge that is made up, for another form, used or too old opens nothing', async () => {
    const redeem = (solution: string) => the.nobody('POST', '/api/public/ask/survey/token', { solution });
    const good = await solved();
    expect((await redeem(good)).statusCode).toBe(200);
    expect((await redeem(good)).json()).toMatchObject({ error: { code: 'challenge_unsolved' } });
    expect((await redeem('bm90IGpzb24=')).statusCode).toBe(403);
    const old = await solved();
    the.clock.moveTo(new Date(the.clock.now().getTime() + 21 * 60_000));
    expect((await redeem(old)).statusCode).toBe(403);
  });

  it('closes when as many as it takes are in, even where two come at once, and after its last day', async () => {
    const two = await Promise.all([visitor(), visitor()]);
    const answers = await Promise.all(two.map((ask) => submit(ask, { name: 'last' })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
    const view = (await the.nobody('GET', '/api/public/ask/survey')).json<PublicFormView>();
    expect(view.closed).toBe('most');
    the.clock.moveTo(new Date('2026-03-10T15:59:00Z'));
    const late = await visitor();
    the.clock.moveTo(new Date('2026-03-10T16:00:01Z'));
    const refused = await submit(late, { name: 'late' });
    expect(refused.json()).toMatchObject({ error: { code: 'form_closed', message: 'Thank you, it is over' } });
    expect((await the.nobody('GET', '/api/public/ask/survey/challenge')).statusCode).toBe(409);
  });
});
