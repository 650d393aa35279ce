import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { type CallResult, type ConnectorCall } from '../connectors/index.ts';
import { StoryConnectors } from '../scenario/answers.ts';
import { testDatabase } from '../testing/database.ts';
import { EXPENSES, type Stage, stage } from '../testing/stage.ts';

/** The expenses app, its project looked up outside: an order system that is down for a while. */
class Projects extends StoryConnectors {
  isDown = true;

  override call(call: ConnectorCall): Promise<CallResult> {
    if (call.operation !== 'project') return super.call(call);
    if (this.isDown)
      return Promise.resolve({ kind: 'retry', code: 'unavailable', detail: '', attempts: 8, backoffMs: 1_000 });
    return Promise.resolve({ kind: 'done', outcome: 'done', answer: { budget: '500.00' } });
  }
}

let the: Stage;
const outside = new Projects();

beforeAll(async () => {
  the = await stage(await testDatabase(), EXPENSES, outside, undefined, (files) =>
    files.map((file) => {
      if (!('text' in file)) return file;
      if (file.path === 'forms/claim.json')
        return {
          ...file,
          text: file.text.replace(
            '{ "form": "project" }, "match": { "code"',
            '{ "connector": "bank", "operation": "project" }, "match": { "code"',
          ),
        };
      if (file.path === 'connectors/bank.json')
        return {
          ...file,
          text: file.text.replace(
            '"operations": {',
            '"operations": { "project": { "method": "GET", "path": "/projects/{code}", "input": { "code": "text" } },',
          ),
        };
      return file;
    }),
  );
});

const data = () => ({
  project: 'X1',
  kind: 'travel',
  items: [{ id: randomUUID(), what: 'ticket', qty: 1, price: '10.00' }],
});
const claims = () => the.host.database.knex('expenses.claim').count<{ count: string }[]>();

async function kept(): Promise<{ id: string; until: string }> {
  const eve = await the.actor('eve');
  const id = randomUUID();
  await the.host.drafts.save(the.app, 'claim', { id, data: data() }, eve, 'en');
  const answer = await the.host.drafts.submit(the.app, 'claim', id, randomUUID(), eve);
  if (answer.status !== 'checking') throw new Error('It was submitted unchecked.');
  return { id, until: answer.until };
}

it('is kept while an outside system does not answer, and submitted by itself when it does', async () => {
  outside.isDown = true;
  const before = await claims();
  const { id, until } = await kept();
  expect(new Date(until).getTime() - the.clock.now().getTime()).toBe(30 * 60_000);
  expect(await claims()).toEqual(before);
  the.clock.moveTo(new Date(the.clock.now().getTime() + 60_000));
  await the.host.settle();
  expect(await claims()).toEqual(before);
  outside.isDown = false;
  the.clock.moveTo(new Date(the.clock.now().getTime() + 60_000));
  await the.host.settle();
  const draft = await the.host.drafts.get(the.app, 'claim', id, await the.actor('eve'), 'en');
  expect(draft.submit).toMatchObject({ status: 'done', record: expect.any(String) });
  expect(Number((await claims())[0]?.count)).toBe(Number(before[0]?.count) + 1);
});

it('is given up after half an hour, says so, and nothing was submitted unchecked', async () => {
  outside.isDown = true;
  const before = await claims();
  const { id } = await kept();
  for (let minute = 0; minute <= 31; minute++) {
    the.clock.moveTo(new Date(the.clock.now().getTime() + 60_000));
    await the.host.settle();
  }
  const draft = await the.host.drafts.get(the.app, 'claim', id, await the.actor('eve'), 'en');
  expect(draft.submit).toMatchObject({ status: 'failed', error: { code: 'outside_unavailable' } });
  expect(await claims()).toEqual(before);
});

it('of somebody else is not there', async () => {
  const { id } = await kept();
  await expect(the.host.drafts.get(the.app, 'claim', id, await the.actor('emil'), 'en')).rejects.toMatchObject({
    code: 'unknown_draft',
  });
});
