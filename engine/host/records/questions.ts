import { fillFrom, type Requirements, requirements } from '../../form/index.ts';
import type { AnswersView, Json, LookupView, Values } from '../../wire.ts';
import type { Actor, Locale } from '../access/actor.ts';
import type { LiveApp } from '../apps/live.ts';
import { answer } from '../door/answers.ts';
import { type Held, newHeld } from '../door/held.ts';
import { evaluationInput } from '../door/judge.ts';
import { mayHere } from '../door/may.ts';
import type { DoorParts } from '../door/parts.ts';
import { Refusal, refusals } from '../door/refusal.ts';
import { Work } from '../door/work.ts';
import { see } from './view.ts';

interface Asked {
  app: string;
  form: string;
  values: Values;
  record?: string | undefined;
  actor: Actor;
}

/** A linked query while somebody types. What it brings is told only as far as this person may see it in their own record. */
export async function lookupView(parts: DoorParts, asked: Asked, lookup: string, locale: Locale): Promise<LookupView> {
  const { work, held } = await beginning(parts, asked);
  return oneLookup(work, held, asked, lookup, locale);
}

/** The same for a version that nobody works with yet. */
export async function lookupTrial(
  parts: DoorParts,
  app: LiveApp,
  asked: Asked,
  lookup: string,
  locale: Locale,
): Promise<LookupView> {
  const form = app.form(asked.form);
  if (form === undefined) throw refusals.unknown('form', asked.form);
  const work = new Work(parts, asked.actor);
  return oneLookup(work, newHeld(work, app, form, parts.newId()), asked, lookup, locale);
}

async function oneLookup(work: Work, held: Held, asked: Asked, lookup: string, locale: Locale): Promise<LookupView> {
  const definition = held.form.form.lookups?.find(({ key }) => key === lookup);
  if (definition === undefined) throw refusals.unknown('lookup', lookup);
  const needed = ask(work, held, asked.values);
  const question = needed.lookups.find(({ key }) => key === lookup);
  if (question === undefined) return { found: false, fill: {}, rows: {} };
  await answer(work, held, { lookups: [question], rollups: [], exists: [], isComplete: false }, held.answers);
  return tell(work, held, lookup, question.id, asked, locale);
}

/** What a form that is being filled in still has to know from outside, by the ids that the browser works out too. */
export async function answersView(parts: DoorParts, asked: Asked, locale: Locale): Promise<AnswersView> {
  const { work, held } = await beginning(parts, asked);
  const view: AnswersView = { lookups: {}, rollups: {} };
  for (let round = 0; round < 6; round++) {
    const needed = ask(work, held, asked.values);
    if (needed.lookups.length + needed.rollups.length === 0) break;
    // Somebody who only looks locks nothing: the door counts again when it is submitted.
    const rollups = needed.rollups.map((rollup) => ({ ...rollup, exclusive: false }));
    await answer(work, held, { lookups: needed.lookups, rollups, exists: [], isComplete: false }, held.answers);
    for (const { id, key } of needed.lookups) view.lookups[id] = tell(work, held, key, id, asked, locale);
    for (const { id } of rollups) view.rollups[id] = (held.answers.rollups[id] ?? null) as Json;
  }
  return view;
}

async function beginning(
  parts: DoorParts,
  { app: key, form: formKey, record, actor }: Asked,
): Promise<{ work: Work; held: Held }> {
  if (record !== undefined) return see(parts, key, formKey, record, actor);
  const app = parts.shelf.current(key);
  const form = app?.form(formKey);
  if (app === undefined) throw refusals.unknown('app', key);
  if (form === undefined) throw refusals.unknown('form', formKey);
  const work = new Work(parts, actor);
  return { work, held: newHeld(work, app, form, parts.newId()) };
}

function ask(work: Work, held: Held, values: Values): Requirements {
  const mode = held.original === undefined ? ('create' as const) : ('update' as const);
  const { lookups, rollups } = held.answers;
  const input = evaluationInput(work, held, { mode, data: values, mayAll: true }, work.actor);
  return requirements(held.form.compiled, { ...input, lookups, rollups });
}

function tell(work: Work, held: Held, lookup: string, id: string, asked: Asked, locale: Locale): LookupView {
  const found = held.answers.lookups[id];
  const message = held.form.form.lookups?.find(({ key }) => key === lookup)?.message;
  const missing: LookupView = {
    found: false,
    fill: {},
    rows: {},
    ...(message === undefined ? {} : { message: typeof message === 'string' ? message : message[locale] }),
  };
  if (!found?.found || !('source' in found)) return missing;
  const env = { now: work.now, timeZone: held.app.timeZone };
  const { fill, rows } = fillFrom(held.form.compiled, lookup, found.source, env);
  if (!isTheirs(work, held, { ...asked.values, ...fill })) return missing;
  return { found: true, fill, rows };
}

/** A visitor learns of what they have proved, and of nothing else. */
function isTheirs(work: Work, held: Held, values: Values): boolean {
  if (work.actor.kind !== 'visitor' || held.original !== undefined) return true;
  try {
    mayHere(work, { ...held, values }, 'create');
    return true;
  } catch (cause) {
    if (cause instanceof Refusal) return false;
    throw cause;
  }
}
