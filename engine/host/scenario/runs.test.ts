import { expect, it } from 'vitest';
import { type DataDefinition, loadApp } from '../../definition/index.ts';
import { readAppFolder } from '../apps/folder.ts';
import { testDatabase } from '../testing/database.ts';
import { EXPENSES } from '../testing/stage.ts';
import { prepareStage } from './run.ts';
import { playRuns } from './runs.ts';

const trip = { project: 'P1', kind: 'travel', items: [{ what: 'train', qty: 2, price: '50.10' }] };
const submit = { as: 'eve', submit: 'claim', data: trip };
const work = { key: 'work', label: 'Work', timeZone: 'Asia/Shanghai', week: { 'mon-fri': ['09:00-18:00'] } };
const agree = { as: 'mia', approve: 'manager' };

/** When something happened, at the clock of the app: Asia/Shanghai. */
async function played(data: DataDefinition, now: string): Promise<string[]> {
  const { files } = await readAppFolder(EXPENSES);
  const { app: model } = loadApp([
    ...files,
    { path: 'data/past.json', json: data },
    { path: 'calendars/work.json', json: work },
  ]);
  if (model === undefined) throw new Error('The app has errors.');
  const database = await testDatabase();
  const lines: string[] = [];
  await prepareStage(database, model, new Date(now));
  await playRuns(database, model, new Date(now), (line) => lines.push(line));
  expect(lines).toEqual([]);
  const rows = await database
    .knex('engine.event')
    .whereIn('type', ['started', 'task_completed'])
    .orderBy('at')
    .select<{ type: string; at: string }[]>('type', 'at');
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return rows.map(({ type, at }) => `${clock.format(new Date(at))} ${type}`);
}

it('people of the demo work in its hours, whenever it is started', async () => {
  const past: DataDefinition = {
    key: 'past',
    demo: true,
    calendar: 'work',
    runs: [
      { ago: 'P1D', steps: [submit, { advance: 'PT1H' }, agree] },
      { ago: 'PT2H', steps: [submit, { advance: 'PT1H' }, agree] },
    ],
  };
  // Tuesday, two in the morning: what is done in the morning has not happened yet.
  expect(await played(past, '2026-03-02T18:00:00Z')).toEqual([
    '2026-03-02 09:01 started',
    '2026-03-02 10:01 task_completed',
  ]);
  const { calendar: _, ...anyHour } = past;
  expect(await played(anyHour, '2026-03-02T18:00:00Z')).toEqual([
    '2026-03-02 02:00 started',
    '2026-03-02 03:00 task_completed',
    '2026-03-03 00:00 started',
    '2026-03-03 01:00 task_completed',
  ]);
});
