import type { NodePortal, PortalTrack, FlowState as StateDefinition } from '../../definition/index.ts';
import { textOf } from '../../form/index.ts';
import type { HistoryEntry, Json, PortalRecord, Values } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import { matchSql } from '../door/match.ts';
import { historyOf } from './history.ts';
import { aheadOf } from './picture.ts';
import { type Course, stepsOf } from './portalSteps.ts';
import { type Passed, pageHere, passedOf, portalHere, reasonsTold } from './portalWords.ts';
import { recordView, type Seen } from './view.ts';

const TOLD = new Set(['submitted', 'state', 'cancelled']);

/** The state page: where it stands in plain words, what comes next, and what happened so far. */
export async function portalRecord(seen: Seen, locale: Locale): Promise<PortalRecord> {
  const { held } = seen;
  const states = held.form.flow?.definition.states ?? [];
  const state = states.find(({ key }) => key === held.head.state);
  const track = held.app.model.app.portal?.track;
  const [record, history, decided, parcels] = await Promise.all([
    recordView(seen, locale),
    historyOf(seen, locale),
    passedOf(seen.work, held),
    track ? parcelEvents(seen, track) : [],
  ]);
  const reasons = reasonsTold(decided, held);
  const timeline = [...passed(states, history, reasons, locale).reverse(), ...parcels].sort((a, b) =>
    a.at === b.at ? 0 : a.at < b.at ? 1 : -1,
  );
  const here = portalHere(held);
  const page = await pageHere(seen.work, held, here);
  const due = seen.held.instance?.state?.tokens.map(({ dueAt }) => dueAt).find((at) => at !== undefined);
  return {
    record,
    timeline,
    now: {
      ...wordsNow(state, here, locale),
      ...(due === undefined ? {} : { due_at: due }),
      ...(here?.reason && reasons.at(-1) !== undefined ? { reason: reasons.at(-1) } : {}),
      ...(here?.shows === undefined ? {} : { shows: here.shows }),
      ...(page === undefined ? {} : { page }),
    },
    steps: stepsOf(states, state, courseOf(seen, decided), (label) => textOf(label, locale)),
  };
}

/** Where it stands: the step's words where it has some, else the state's. */
function wordsNow(
  state: StateDefinition | undefined,
  here: NodePortal | undefined,
  locale: Locale,
): Pick<PortalRecord['now'], 'text' | 'next'> {
  const text = here?.text ?? state?.visitor ?? state?.label;
  const next = here?.next ?? state?.next;
  return {
    text: text === undefined ? '' : textOf(text, locale),
    ...(next === undefined ? {} : { next: textOf(next, locale) }),
  };
}

/** The states it has been in, oldest first, each with the reason that may be told. */
function passed(
  states: readonly StateDefinition[],
  history: readonly HistoryEntry[],
  reasons: readonly (string | undefined)[],
  locale: Locale,
): PortalRecord['timeline'] {
  let count = 0;
  return history
    .filter(({ kind }) => TOLD.has(kind))
    .map(({ at, text, kind }) => {
      const detail = kind === 'state' ? reasons[count++] : undefined;
      const entry = { at, text: plain(states, text, locale), kind: 'state' as const };
      return detail === undefined ? entry : { ...entry, detail };
    })
    .filter(({ text }, index, all) => all[index - 1]?.text !== text);
}

/** The visitor's own words for a state, where the definition has some. */
function plain(states: readonly StateDefinition[], text: string, locale: Locale): string {
  const known = states.find(({ label }) => text.includes(textOf(label, locale)));
  return known?.visitor === undefined ? text : textOf(known.visitor, locale);
}

/** What the case has been through and may still come to, by its states. */
function courseOf({ work, held }: Seen, passed: readonly Passed[]): Course {
  const { instance, form } = held;
  const flow = instance?.compiled ?? form.flow?.compiled;
  const stateOf = (key: string): string[] => {
    const node = flow?.nodes.get(key)?.node;
    return node !== undefined && 'state' in node && node.state !== undefined ? [node.state] : [];
  };
  const status = instance?.state?.status;
  const isOver = status !== 'running' && status !== 'suspended';
  return {
    stood: new Set([...(flow?.nodes.keys() ?? [])].flatMap(stateOf)),
    been: new Set(passed.flatMap(({ to }) => to ?? [])),
    ahead: new Set([...aheadOf(work, held)].flatMap(stateOf)),
    isOver,
  };
}

/** What the carrier has told, from the records that the portal's track names. */
async function parcelEvents({ work, held }: Seen, track: PortalTrack): Promise<PortalRecord['timeline']> {
  const form = held.app.form(track.form);
  if (form === undefined) return [];
  const facts: Values = { ...held.values, id: held.head.id };
  const match = Object.fromEntries(
    Object.entries(track.match).map(([key, value]) => [key, factOf(value as Json, facts)]),
  );
  const where = matchSql(form, match);
  if (where === undefined) return [];
  const rows = await work.query(`${form.storage.select()} where ${where.sql} limit 20`, where.values);
  return rows.flatMap((row) => {
    const events = form.storage.decode(row).values[track.rows];
    return (Array.isArray(events) ? (events as Values[]) : []).map((event) => ({
      at: String(event[track.at] ?? ''),
      text: String(event[track.text] ?? ''),
      kind: 'parcel' as const,
    }));
  });
}

/** "= tracking_no": matches are by one field each. */
export function factOf(value: Json, facts: Values): Json {
  if (typeof value !== 'string' || !value.startsWith('=')) return value;
  return facts[value.slice(1).trim()] ?? null;
}
