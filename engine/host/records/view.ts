import { canonical } from '../../definition/index.ts';
import {
  type CheckResult,
  displayValue,
  evaluate,
  narrowByNode,
  type Right,
  type Rights,
  textOf,
  visibleValues,
} from '../../form/index.ts';
import { describeTrace, type WhyLine } from '../../rule/index.ts';
import type { CheckView, Json, RecordView, Values } from '../../wire.ts';
import type { Actor, Locale } from '../access/actor.ts';
import { actingRoles } from '../door/facts.ts';
import { type Held, hold } from '../door/held.ts';
import type { DoorParts } from '../door/parts.ts';
import { refusals } from '../door/refusal.ts';
import { Work } from '../door/work.ts';
import { formView } from './appView.ts';
import { formerFields } from './former.ts';
import { operationsOf } from './operations.ts';
import { Sight } from './sight.ts';
import { people, textsOf } from './texts.ts';

/** A record looked at: nothing is locked and nothing written. */
export interface Seen {
  work: Work;
  held: Held;
  sight: Sight;
}

/** The record, if this person may know of it. `asTask`: who has a task of it may, or who has or had one. */
export async function see(
  parts: DoorParts,
  appKey: string,
  formKey: string,
  id: string,
  actor: Actor,
  asTask: boolean | 'also had a task' = false,
): Promise<Seen> {
  const app = parts.shelf.current(appKey);
  if (app === undefined) throw refusals.unknown('app', appKey);
  const form = app.form(formKey);
  if (form === undefined) throw refusals.unknown('form', formKey);
  const work = new Work(parts, actor);
  const held = await hold(work, app, form, id, 'look');
  if (held === undefined) throw refusals.notFound();
  const sight = new Sight(parts, held.app, held.form, actor);
  const isSeen = Object.values(sight.rights(storedOf(held))).some((right) => right !== 'hide');
  const isOpen = isSeen || asTask === true || actor.kind === 'engine';
  if (!isOpen && !(asTask !== false && (await hadTask(work, id)))) throw refusals.notFound();
  return { work, held, sight };
}

/** Whoever has or had a task of the record may look at it beside the task. */
async function hadTask({ actor, parts }: Work, record: string): Promise<boolean> {
  if (actor.kind !== 'user') return false;
  const text = 'select 1 from engine.task where record = $1 and $2 in (assignee, by) limit 1';
  return (await parts.sql.query(text, [record, actor.id])).length > 0;
}

export function storedOf(held: Held): { head: Held['head']; values: Values } {
  return { head: held.head, values: held.values };
}

/** The record's page: what this person sees of it and may do; on a task's page as its node says. */
export async function recordView(
  { work, held, sight }: Seen,
  locale: Locale,
  task?: { id: string; rights: Rights | undefined; isOpen: boolean },
): Promise<RecordView> {
  const record = storedOf(held);
  const byRole = sight.rights(record);
  const rights = task?.rights && task.isOpen ? narrowByNode(held.form.compiled, byRole, task.rights) : byRole;
  const data = visibleValues(held.form.compiled, held.values, rights);
  const { texts, files } = await textsOf(work.parts, held.app, held.form, [data], locale);
  const { id, revision, version, state, nodes, created_at, created_by, updated_at } = held.head;
  if (created_by) await people(work.parts, held.app, new Set([created_by]), locale, texts);
  const { title } = held.form.form;
  return {
    id,
    form: held.form.key,
    revision,
    version,
    title: title === undefined ? '' : String(data[title] ?? ''),
    created_at,
    updated_at,
    data,
    texts,
    files,
    rights: shown(rights),
    operations: await operationsOf(work, held, sight, task?.isOpen ? task.id : undefined),
    ...(state === null ? {} : { state }),
    ...(nodes === null ? {} : { nodes }),
    ...(await olderParts(work, held, sight, locale)),
    ...(created_by ? { created_by: await personOf(work, held, created_by, locale) } : {}),
    ...(isSuspended({ work, held }) ? { suspended: true as const } : {}),
    ...(work.actor.kind === 'user' ? { checks: checksOf(held, sight, rights, texts, locale) } : {}),
  };
}

const isSuspended = ({ work, held }: Pick<Seen, 'work' | 'held'>): boolean =>
  work.actor.kind === 'user' && held.instance?.state?.status === 'suspended';

/** A record of an older version opens as it was. */
async function olderParts(
  { parts, actor }: Work,
  held: Held,
  sight: Sight,
  locale: Locale,
): Promise<Pick<RecordView, 'formView' | 'former'>> {
  const current = parts.shelf.current(held.app.key);
  if (current !== undefined && current.number !== held.app.number) {
    const same = canonical(current.model.forms.get(held.form.key)) === canonical(held.form.form);
    const [own] = same ? [] : formView(held.app, held.form.key, actingRoles(actor, held.app.key));
    return own ? { formView: own } : {};
  }
  if (held.head.version === held.app.number || sight.entries.length === 0) return {};
  const former = await formerFields(parts, held, actor, locale);
  return former.length > 0 ? { former } : {};
}

function shown(rights: Record<string, Right>): Record<string, Right> {
  return Object.fromEntries(Object.entries(rights).filter(([, right]) => right !== 'hide'));
}

async function personOf(
  work: Work,
  held: Held,
  id: string,
  locale: Locale,
): Promise<{ id: string; login: string; name: string }> {
  const person = (await work.parts.people.of(held.app.key)).person(id);
  return { id, login: person?.login ?? '', name: person ? textOf(person.name, locale) : '' };
}

/** The criteria that reviewers see, with why they hold or not: of fields that they may read. */
function checksOf(
  held: Held,
  sight: Sight,
  rights: Record<string, Right>,
  texts: Record<string, string>,
  locale: Locale,
): CheckView[] {
  const { compiled } = held.form;
  if (!(held.form.form.checks ?? []).some((check) => check.show === 'reviewer')) return [];
  const { checks } = evaluate(compiled, { ...sight.input(storedOf(held)), baseRights: 'all' });
  const context = { locale, timeZone: held.app.timeZone, currency: held.app.model.app.currency, texts };
  const label = (fact: string): string | undefined => {
    const field = compiled.fields.get(fact);
    return field && textOf(field.label, locale);
  };
  const display = (fact: string, value: Json): string | undefined => {
    const field = compiled.fields.get(fact);
    if (field === undefined) return undefined;
    const right = rights[fact] ?? 'hide';
    return right === 'hide' || right === 'mask' ? '•••' : displayValue(field, value, context);
  };
  return checks
    .filter(({ reviewer }) => reviewer)
    .map((check) => checkView(check, describeTrace(check.trace, { locale, label, display })));
}

function checkView(check: CheckResult, lines: readonly WhyLine[]): CheckView {
  const { key, label, holds, refuses } = check;
  return { key, label, holds, refuses, why: lines.map((line) => `${line.holds ? '✓' : '✗'} ${line.text}`) };
}
