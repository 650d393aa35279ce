import type { ScenarioDefinition } from '../../definition/index.ts';
import type { Json, Values } from '../../wire.ts';
import { holdsAll, sameJson } from './answers.ts';
import type { Story } from './story.ts';

export type Expectation = NonNullable<ScenarioDefinition['expect']>[number];

export interface Mismatch {
  what: string;
  expected: Json;
  actual: Json;
}

type Check = (story: Story, expected: Expectation) => Promise<Mismatch[]>;

/** One for each thing that can be expected; an expectation may name several. */
const checks: Record<'state' | 'data' | 'task' | 'message' | 'call' | 'form', Check> = {
  state: async (story, { record, state }) => {
    const actual = (await valuesOf(story, record)).state ?? null;
    return actual === state ? [] : [{ what: 'state', expected: state ?? null, actual }];
  },

  data: async (story, { record, data }) => {
    const values = await valuesOf(story, record);
    return Object.entries((data ?? {}) as Values).flatMap(([key, expected]) => {
      const actual = values[key] ?? null;
      return sameJson(actual, expected) ? [] : [{ what: key, expected, actual }];
    });
  },

  task: async (story, { record, task }) => {
    if (task === undefined) return [];
    const on = story.record(record);
    const staff = await story.host.people.of(story.app);
    const rows = await story.host.database.knex('engine.task').where({ record: on?.id ?? null, status: 'open' });
    const open = rows.filter(({ kind }) => (kind === 'copy') === (task.copy ?? false));
    const assignee = task.assignee === undefined ? undefined : staff.person(task.assignee);
    const found = open.filter(
      (row) =>
        row.node === task.node &&
        (task.overdue === undefined || row.overdue === task.overdue) &&
        (task.assignee === undefined ||
          (assignee ? row.assignee === assignee.id : row.assignee === null && row.role === task.assignee)),
    );
    const isRight = task.times === undefined ? found.length > 0 : found.length === task.times;
    if (isRight) return [];
    const actual = open.map(
      (row) => `${row.node}: ${staff.person(row.assignee ?? '')?.login ?? row.role}${row.overdue ? ' (overdue)' : ''}`,
    );
    return [{ what: 'task', expected: { ...task }, actual }];
  },

  message: async (story, { message, times }) => {
    const rows = await story.host.database.knex('engine.message').where({ app: story.app, key: message });
    // One message to one person is one, by however many channels it goes.
    const sent = new Set(rows.map((row) => [row.to_user ?? row.address, row.record, row.task, row.created_at].join()));
    return counted(`message ${message}`, sent.size, times);
  },

  call: (story, { call, with: wanted, times }) => {
    const found = story.calls.filter(
      ({ connector, operation, data }) =>
        `${connector}.${operation}` === call && holdsAll(data, (wanted ?? {}) as Values),
    );
    return Promise.resolve(counted(`call ${call}`, found.length, times));
  },

  form: async (story, { form, where, times }) => {
    const storage = story.host.apps.current(story.app)?.form(form ?? '')?.storage;
    if (storage === undefined) return [{ what: 'form', expected: form ?? null, actual: null }];
    const { rows } = await story.host.database.knex.raw<{ rows: Record<string, unknown>[] }>(
      storage.select().replaceAll('?', '\\?'),
    );
    const found = rows
      .map((row) => storage.decode(row))
      .filter(({ head, values }) => holdsAll({ ...values, state: head.state }, (where ?? {}) as Values));
    return counted(`records of ${form}`, found.length, times);
  },
};

export async function check(story: Story, expected: Expectation): Promise<Mismatch[]> {
  const asked = Object.entries(checks).filter(([kind]) => kind in expected);
  return (await Promise.all(asked.map(([, run]) => run(story, expected)))).flat();
}

async function valuesOf(story: Story, record: string | undefined): Promise<Values> {
  const on = story.record(record);
  return on ? story.values(on) : {};
}

function counted(what: string, actual: number, times: number | undefined): Mismatch[] {
  const isRight = times === undefined ? actual > 0 : actual === times;
  return isRight ? [] : [{ what, expected: times ?? 'at least 1', actual }];
}
