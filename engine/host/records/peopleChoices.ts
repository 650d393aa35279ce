import { textOf } from '../../form/index.ts';
import type { ChoiceView, OptionView, Values } from '../../wire.ts';
import type { Actor, Locale } from '../access/actor.ts';
import { type AskedChoice, allChoices, choicesOf } from '../door/choosing.ts';
import { type Held, newHeld } from '../door/held.ts';
import { mayEver } from '../door/may.ts';
import type { DoorParts } from '../door/parts.ts';
import type { Staff } from '../door/people.ts';
import { refusals } from '../door/refusal.ts';
import { Work } from '../door/work.ts';
import { see } from './view.ts';

/** More than this is looked for by name. */
const MOST = 50;

/** Of a form that is being filled in for a new record. */
interface Asked {
  app: string;
  form: string;
  values: Values;
}

/** Whom whoever submits this has to choose, on the way that the flow would take by what is filled in so far. */
export async function choicesView(parts: DoorParts, asked: Asked, actor: Actor, locale: Locale): Promise<ChoiceView[]> {
  const { work, held } = opened(parts, asked, actor);
  const staff = await parts.people.of(asked.app);
  return (await choicesOf(work, held)).map((one) => choiceView(one, held, staff, locale));
}

export function choiceView(
  { node, label, min, max, before }: AskedChoice,
  held: Held,
  staff: Staff,
  locale: Locale,
): ChoiceView {
  return {
    node,
    label,
    min,
    ...(max === undefined ? {} : { max }),
    among: `/api/apps/${held.app.key}/forms/${held.form.key}/choices/${node}`,
    ...(held.instance ? { record: held.head.id } : {}),
    chosen: before.map((id) => optionOf(staff, id, locale)),
  };
}

/** Among whom may be chosen, by name; `record`: one whose flow has begun, submitted again by whoever began it. */
export async function choosable(
  parts: DoorParts,
  { node, search, record, ...asked }: Omit<Asked, 'values'> & { node: string; search: string; record?: string },
  actor: Actor,
  locale: Locale,
): Promise<OptionView[]> {
  const { work, held } =
    record === undefined
      ? opened(parts, { ...asked, values: {} }, actor)
      : await see(parts, asked.app, asked.form, record, actor);
  const slot = (await allChoices(work, held)).find((one) => one.node === node);
  if (slot === undefined) throw refusals.notAllowed(node);
  const staff = await parts.people.of(asked.app);
  const wanted = search.trim().toLowerCase();
  return slot.open
    .map((id) => ({ ...optionOf(staff, id, locale), login: staff.person(id)?.login ?? '' }))
    .filter(({ label, login }) => `${label} ${login}`.toLowerCase().includes(wanted))
    .slice(0, MOST)
    .map(({ value, label }) => ({ value, label }));
}

function optionOf(staff: Staff, id: string, locale: Locale): OptionView {
  const person = staff.person(id);
  return { value: id, label: person ? textOf(person.name, locale) : id };
}

/** As it would be if it were submitted now. Nothing is kept. */
function opened(parts: DoorParts, { app: key, form: name, values }: Asked, actor: Actor): { work: Work; held: Held } {
  const app = parts.shelf.current(key);
  if (app === undefined) throw refusals.unknown('app', key);
  const form = app.form(name);
  if (form === undefined) throw refusals.unknown('form', name);
  const work = new Work(parts, actor);
  const held = newHeld(work, app, form, parts.newId());
  held.values = values;
  if (actor.kind !== 'user' || !mayEver(actor, held, 'create')) throw refusals.notAllowed();
  return { work, held };
}
