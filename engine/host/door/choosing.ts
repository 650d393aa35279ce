import type { Localised } from '../../definition/index.ts';
import {
  type ChoiceSlot,
  type CompiledFlow,
  choiceOf,
  choiceSlots,
  type OpenOperation,
  openToChoice,
  outlook,
} from '../../flow/index.ts';
import { textOf } from '../../form/index.ts';
import type { Held } from './held.ts';
import type { Staff } from './people.ts';
import { Refusal, refusals } from './refusal.ts';
import { flowInputs } from './transition.ts';
import type { Work } from './work.ts';

export type Chosen = Record<string, string[]>;

/** People that are to be chosen as things stand, and among whom. */
export interface AskedChoice extends ChoiceSlot {
  open: readonly string[];
  /** Whom they chose before, as far as they may still be chosen. */
  before: readonly string[];
}

/** From where the flow goes on: its start, or the step at which whoever began submits again. */
interface From {
  node: string;
  outcome?: string;
}

const startOf = ({ start }: CompiledFlow): From => ({ node: start.key });

const compiledOf = (held: Held): CompiledFlow | undefined => held.instance?.compiled ?? held.form.flow?.compiled;

/** Every choice of the flow, whatever way it takes. */
export async function allChoices(work: Work, held: Held): Promise<AskedChoice[]> {
  const compiled = compiledOf(held);
  const slots = compiled && work.actor.kind === 'user' ? choiceSlots(compiled) : [];
  if (compiled === undefined || slots.length === 0) return [];
  const staff = await work.parts.people.of(held.app.key);
  const directory = staff.directory(new Map(), new Map());
  return slots.flatMap((slot) => {
    const own = compiled.nodes.get(slot.node);
    const found = own && choiceOf(own);
    if (own === undefined || found === undefined) return [];
    const everybody = openToChoice(found.source, directory) ?? staff.everybody().map(({ id }) => id);
    const open = everybody.filter((id) => staff.person(id) !== undefined && !isLeftOut(held, work, own.node, id));
    const before = (held.instance?.state?.chosen?.[slot.node] ?? []).filter((id) => open.includes(id));
    return [{ ...slot, open, before }];
  });
}

/** Those on the way that the flow is expected to take, by what the record holds. */
export async function choicesOf(work: Work, held: Held, from?: From): Promise<AskedChoice[]> {
  const compiled = compiledOf(held);
  const all = await allChoices(work, held);
  if (compiled === undefined || all.length === 0) return [];
  const staff = await work.parts.people.of(held.app.key);
  const inputs = flowInputs(work, held, work.actor, staff.directory(new Map(), new Map()));
  const { node, outcome } = from ?? startOf(compiled);
  const expected = outlook(compiled, node, inputs, outcome);
  return all.filter((slot) => {
    const own = compiled.nodes.get(slot.node);
    if (own === undefined || !expected.has(slot.node)) return false;
    // Somebody else is asked first: the choice would not count.
    const sources = own.node.type === 'cc' ? own.copy : own.assignees;
    const first = sources.find(({ when }) => when === undefined || when.test(inputs.facts, inputs.env));
    return first === choiceOf(own) || own.node.type === 'cc';
  });
}

/** Whoever begins chooses nobody who may not do it: not themselves, where the node leaves them out. */
function isLeftOut(held: Held, work: Work, node: object, id: string): boolean {
  const initiator = held.instance?.state?.initiator.id ?? (work.actor.kind === 'user' ? work.actor.id : undefined);
  if (id !== initiator) return false;
  const { initiator: own, separateFrom } = node as { initiator?: string; separateFrom?: string[] };
  return own === 'exclude' || separateFrom?.includes('initiator') === true;
}

/** What was chosen, as ids, once it is all in order. */
export async function chosenFor(
  work: Work,
  held: Held,
  given: Chosen | undefined,
  from?: From,
): Promise<Chosen | undefined> {
  const names = Object.keys(given ?? {});
  if (work.actor.kind !== 'user') {
    if (names.length > 0) throw refusals.notAllowed('chosen');
    return undefined;
  }
  const asked = await choicesOf(work, held, from);
  const staff = await work.parts.people.of(held.app.key);
  const chosen: Chosen = {};
  for (const slot of asked) {
    const people = given?.[slot.node];
    const ids = people === undefined ? slot.before : idsOf(staff, slot, people);
    refuseCount(slot, ids.length);
    if (people !== undefined) chosen[slot.node] = [...ids];
  }
  // What was chosen for a way that is not taken is of no use, and no fault either.
  return Object.keys(chosen).length > 0 ? chosen : undefined;
}

function idsOf(staff: Staff, slot: AskedChoice, people: readonly string[]): string[] {
  const ids = people.map((one) => {
    const person = staff.person(one);
    if (person === undefined) throw unknownPerson(slot);
    if (!slot.open.includes(person.id)) throw notOpen(slot, person.name);
    return person.id;
  });
  return [...new Set(ids)];
}

function refuseCount(slot: AskedChoice, count: number): void {
  const { min, max } = slot;
  if (count < min) throw tooFew(slot, min);
  if (max !== undefined && count > max) throw tooMany(slot, max);
}

/** The step from which the flow goes on where whoever began submits again with this; undefined where nobody chooses. */
export function chooseFrom(work: Work, held: Held, one: OpenOperation): From | undefined {
  const { instance } = held;
  const { actor } = work;
  if (instance?.state == null || one.node === undefined || actor.kind !== 'user') return undefined;
  if (instance.state.initiator.id !== actor.id) return undefined;
  const node = instance.compiled.nodes.get(one.node)?.node;
  if (one.kind === 'signal' && one.submit && node?.type === 'wait') {
    const outcome = node.for.find(({ signal }) => signal === one.operation)?.outcome;
    return { node: node.key, ...(outcome === undefined ? {} : { outcome }) };
  }
  const isTheirs = node && 'assignees' in node && node.assignees.some(({ initiator }) => initiator);
  if (one.kind !== 'task' || !isTheirs || one.outcome === undefined) return undefined;
  return one.outcome === 'rejected' ? undefined : { node: node.key, outcome: one.outcome };
}

function refused(slot: AskedChoice, code: string, message: Localised, cure: Localised): Refusal {
  const path = `chosen.${slot.node}`;
  return new Refusal(code, message, { status: 422, at: path, cure, problems: [{ code, path, message }] });
}

const names = (slot: AskedChoice) => ({ zh: textOf(slot.label, 'zh-CN'), en: textOf(slot.label, 'en') });

const FROM_LIST: Localised = { 'zh-CN': '请从列表中选择。', en: 'Choose from the list.' };

function unknownPerson(slot: AskedChoice): Refusal {
  const { zh, en } = names(slot);
  const message = {
    'zh-CN': `“${zh}”所选的人已停用或不在此应用中。`,
    en: `${en}: somebody who was chosen has no account here any longer.`,
  };
  return refused(slot, 'choice_unknown_person', message, FROM_LIST);
}

function notOpen(slot: AskedChoice, person: Parameters<typeof textOf>[0]): Refusal {
  const { zh, en } = names(slot);
  const message = {
    'zh-CN': `“${zh}”不能选择${textOf(person, 'zh-CN')}。`,
    en: `${en}: ${textOf(person, 'en')} cannot be chosen.`,
  };
  return refused(slot, 'choice_not_open', message, FROM_LIST);
}

function tooFew(slot: AskedChoice, min: number): Refusal {
  const { zh, en } = names(slot);
  const message = {
    'zh-CN': `请为“${zh}”选择至少 ${min} 人。`,
    en: `${en}: choose at least ${min === 1 ? 'one person' : `${min} people`}.`,
  };
  const cure = { 'zh-CN': '选择处理人后再提交。', en: 'Choose who does it, then submit again.' };
  return refused(slot, 'choice_too_few', message, cure);
}

function tooMany(slot: AskedChoice, max: number): Refusal {
  const { zh, en } = names(slot);
  const message = {
    'zh-CN': `“${zh}”最多选择 ${max} 人。`,
    en: `${en}: choose at most ${max === 1 ? 'one person' : `${max} people`}.`,
  };
  const cure = { 'zh-CN': '去掉多余的人。', en: 'Take somebody off the list.' };
  return refused(slot, 'choice_too_many', message, cure);
}
