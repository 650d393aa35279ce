import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import type { AppFile } from '../../definition/index.ts';
import { testDatabase } from '../testing/database.ts';
import { EXPENSES, type Stage, stage } from '../testing/stage.ts';
import { withWish } from '../testing/wish.ts';

const BUTTONS = {
  approve: { 'zh-CN': '准假', en: 'Grant' },
  reject: { 'zh-CN': '不准', en: 'Turn down' },
  return: { 'zh-CN': '打回', en: 'Send back' },
};

/** The managers' step says other words on its buttons, and returns may come straight back to it. */
function withButtons(files: AppFile[]): AppFile[] {
  return withWish(files).map((file) => {
    if (file.path !== 'flows/wish_flow.json') return file;
    const json = JSON.parse(JSON.stringify('text' in file ? JSON.parse(file.text) : file.json));
    const nodes = json.nodes.map((node: { key: string }) =>
      node.key === 'grant'
        ? { ...node, buttons: BUTTONS, allow: ['approve', 'reject', 'return'], afterReturn: 'choose' }
        : node,
    );
    return { path: file.path, json: { ...json, nodes } };
  });
}

let the: Stage;
beforeAll(async () => {
  the = await stage(await testDatabase(), EXPENSES, undefined, undefined, withButtons);
});

it('says on the buttons of a step, and in the history, what the step calls its decisions', async () => {
  const ask = { type: 'create' as const, command: randomUUID(), app: the.app, form: 'wish', data: { sum: 500 } };
  const chosen = { grant: ['mia'], second: ['emil'] };
  const { record } = await the.host.door.execute({ ...ask, chosen }, await the.actor('eve'));
  const open = async (): Promise<string> =>
    (await the.host.database.knex('engine.task').where({ record, status: 'open' }).first('id')).id;
  const act = async (login: string, operation: string) => {
    const command = { type: 'task' as const, command: randomUUID(), app: the.app, task: await open(), operation };
    return the.host.door.execute(command, await the.actor(login));
  };
  await act('emil', 'approve');
  const mia = await the.actor('mia');
  const labels = async (locale: 'zh-CN' | 'en') =>
    (await the.host.tasks.get(await open(), mia, locale)).record.operations
      .filter(({ kind }) => kind === 'decision' || kind === 'return')
      .map(({ label }) => (typeof label === 'string' ? label : label[locale]));
  expect(await labels('zh-CN')).toEqual(['准假', '不准', '打回', '打回，办完直接回到本环节']);
  expect(await labels('en')).toEqual(['Grant', 'Turn down', 'Send back', 'Send back, and come straight back here']);
  await act('mia', 'approve');
  const history = await the.host.records.history(the.app, 'wish', record, mia, 'zh-CN');
  expect(JSON.stringify(history)).toContain('准假');
});
