import type { ChoiceView, OperationView, OptionView, RecordView, Values } from '../../wire.ts';
import type { Actor, Locale } from '../access/index.ts';
import type { Place } from './picture.ts';

/** Through whose eyes, and where the panel asks for more. */
export interface Eyes {
  actor: Actor;
  /** …/as/:who */
  at: string;
  locale: Locale;
}

type Staff = Awaited<ReturnType<Place['host']['people']['of']>>;

/**
 * Whom whoever hands this in has to choose. Steps name people by login. The first who may be chosen are proposed, as many
 * as are needed, so that whoever does not care goes on at once.
 */
export async function choicesFor(place: Place, form: string, values: Values, eyes: Eyes): Promise<ChoiceView[]> {
  const { host, app } = place;
  const asked = await host.records.choices(app.key, form, values, eyes.actor, eyes.locale);
  const slots = asked.map(async (slot) => {
    if (slot.chosen.length >= slot.min) return slot;
    const order = { app: app.key, form, node: slot.node, search: '' };
    const people = await host.records.choosable(order, eyes.actor, eyes.locale);
    return { ...slot, chosen: people.slice(0, slot.min) };
  });
  const staff = await host.people.of(app.key);
  return (await Promise.all(slots)).map((slot) => ours(slot, form, staff, eyes));
}

/** Among whom, by login. */
export async function choosableFor(
  { host, app }: Place,
  order: { form: string; node: string; search: string; record?: string },
  { actor, locale }: Eyes,
): Promise<OptionView[]> {
  const found = await host.records.choosable({ app: app.key, ...order }, actor, locale);
  const staff = await host.people.of(app.key);
  return found.map((person) => byLogin(staff, person));
}

/** A record whose buttons ask for people of the story, not for those of the live app. */
export async function withOurChoices({ host, app }: Place, record: RecordView, eyes: Eyes): Promise<RecordView> {
  if (!record.operations.some(({ choices }) => choices !== undefined)) return record;
  const staff = await host.people.of(app.key);
  const operations = record.operations.map((one): OperationView => {
    const { choices, ...rest } = one;
    return choices ? { ...rest, choices: choices.map((slot) => ours(slot, record.form, staff, eyes)) } : one;
  });
  return { ...record, operations };
}

function ours(slot: ChoiceView, form: string, staff: Staff, { at }: Eyes): ChoiceView {
  const chosen = slot.chosen.map((person) => byLogin(staff, person));
  return { ...slot, chosen, among: `${at}/forms/${form}/choices/${slot.node}` };
}

function byLogin(staff: Staff, { value, label }: OptionView): OptionView {
  return { value: staff.person(value)?.login ?? value, label };
}
