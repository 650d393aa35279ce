import type { Field, ScenarioDefinition } from '../../definition/index.ts';
import type { Json, Values } from '../../wire.ts';
import type { Expectation } from '../scenario/expect.ts';
import { openTasks, recordsOf } from './picture.ts';
import type { Session } from './session.ts';

/** Values that are other ones each time it is played, or that nobody would think of checking. */
const FLEETING = new Set(['file', 'image', 'signature', 'user', 'reference', 'serial', 'table', 'department', 'role']);

/** What came of the story, as a scenario expects it at its end: states, values that came about, desks, messages, calls. */
export async function expectationsOf(session: Session): Promise<Expectation[]> {
  const { place, connectors } = session;
  const found: Expectation[] = [];
  const names = new Map<string, string | undefined>();
  for (const { name, record } of recordsOf(place)) {
    names.set(record.id, name);
    const on = name === undefined ? {} : { record: name };
    const { state, ...values } = await place.story.values(record);
    if (state !== null) found.push({ ...on, state });
    const data = cameAbout(place.app.model.forms.get(record.form)?.fields ?? [], values, typedIn(session, name));
    if (Object.keys(data).length > 0) found.push({ ...on, data });
  }
  found.push(...(await desks(session, names)));
  found.push(...(await messages(session)));
  const calls = count(connectors.log.filter(({ isQuestion }) => !isQuestion).map(({ call }) => call));
  for (const [call, times] of calls) found.push({ call, times });
  return found;
}

/** All that people have typed into this record themselves. */
function typedIn(session: Session, name: string | undefined): Values {
  const typed: Values = {};
  for (const step of session.script.steps) {
    const isHere = step.submit === undefined ? step.record === name : step.name === name;
    if (isHere) Object.assign(typed, step.data);
  }
  return typed;
}

function cameAbout(fields: readonly Field[], values: Values, typed: Values): Values {
  const kept = fields.flatMap((field): [string, Json][] => {
    const value = values[field.key];
    const isTold = value === undefined || value === null || value === '' || field.key in typed;
    if (isTold || FLEETING.has(field.type) || typeof value === 'object') return [];
    return [[field.key, value]];
  });
  return Object.fromEntries(kept);
}

async function desks(session: Session, names: ReadonlyMap<string, string | undefined>): Promise<Expectation[]> {
  const rows = (await openTasks(session.place)).map(({ record, node, assignee, role, overdue }) => ({
    record: names.get(record),
    task: { node, ...deskOf(assignee, role), ...(overdue ? { overdue: true } : {}) },
  }));
  const counted = count(rows.map((row) => JSON.stringify(row)));
  return [...counted].map(([text, times]) => {
    const { record, task } = JSON.parse(text) as (typeof rows)[number];
    return { ...(record === undefined ? {} : { record }), task: { ...task, times } };
  });
}

function deskOf(assignee: string | undefined, role: string | undefined): { assignee?: string } {
  const desk = assignee ?? role;
  return desk === undefined ? {} : { assignee: desk };
}

/** One message to one person is one, by however many channels it goes, as the expectation counts them. */
async function messages({ place, parts }: Session): Promise<Expectation[]> {
  const defined = place.app.model.messages;
  const rows = await place.host.database.knex('engine.message').where({ app: parts.app }).orderBy(['created_at', 'id']);
  const sent = new Set(
    rows
      .filter(({ key }) => defined.has(key))
      .map((row) => [row.key, row.to_user ?? row.address, row.record, row.task, row.created_at].join()),
  );
  const keys = count([...sent].map((one) => one.slice(0, one.indexOf(','))));
  return [...keys].map(([message, times]) => ({ message, times }));
}

function count(list: readonly string[]): Map<string, number> {
  const counted = new Map<string, number>();
  for (const one of list) counted.set(one, (counted.get(one) ?? 0) + 1);
  return counted;
}

/** The story as a file of the app. */
export async function scenarioOf(
  session: Session,
  { key, label }: Pick<ScenarioDefinition, 'key' | 'label'>,
): Promise<ScenarioDefinition> {
  const { clock, ...rest } = session.script;
  const expect = await expectationsOf(session);
  const { steps, ...head } = rest;
  return { key, label, clock, ...head, steps, ...(expect.length > 0 ? { expect } : {}) };
}
