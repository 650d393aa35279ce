import { computed, onBeforeUnmount, ref } from 'vue';
import type { ChoiceView, OptionView, Values, WireProblem } from '../../../engine/wire.ts';
import { api } from '../../api/client.ts';
import { t } from '../../i18n/index.ts';

/** Ids by node, as the server takes them. */
export type Chosen = Record<string, string[]>;

/** What was typed has settled: asking at each keystroke would tell nobody more. */
const SETTLED_MS = 400;
const PREFIX = 'chosen.';

/** Whether so many are as many as may be. */
export function problemOf({ min, max }: ChoiceView, count: number): string | undefined {
  if (count < min) return t('choices.tooFew', { n: min }, min);
  return max !== undefined && count > max ? t('choices.tooMany', { n: max }, max) : undefined;
}

/** Where it was submitted before, whom they chose then. */
export const chosenBefore = (choices: readonly ChoiceView[] = []): Chosen =>
  Object.fromEntries(choices.map(({ node, chosen }) => [node, chosen.map(({ value }) => value)]));

/** People whom whoever submits chooses, for the steps that the flow comes to by what is filled in so far. */
export function useChoices(base: () => string, values: () => Values | undefined) {
  const slots = ref<ChoiceView[]>([]);
  const chosen = ref<Chosen>({});
  const problems = ref<Record<string, string>>({});
  /** Names of people that a draft brought along. */
  const known = ref<Record<string, OptionView[]>>({});
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function load(): Promise<void> {
    const filled = values();
    if (filled === undefined) return;
    const asked = base();
    const found = await api.post<ChoiceView[]>(`${asked}/choices`, { values: filled }).catch(() => undefined);
    if (found === undefined || asked !== base()) return;
    slots.value = found.map((slot) => ({ ...slot, chosen: known.value[slot.node] ?? slot.chosen }));
  }
  function changed(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void load(), SETTLED_MS);
  }
  function resume(from: Record<string, OptionView[]> | undefined): void {
    known.value = from ?? {};
    const ids = Object.entries(known.value).map(([node, people]) => [node, people.map(({ value }) => value)]);
    chosen.value = Object.fromEntries(ids) as Chosen;
    problems.value = {};
  }
  function choose(node: string, people: string[]): void {
    chosen.value = { ...chosen.value, [node]: people };
    const { [node]: _said, ...others } = problems.value;
    problems.value = others;
  }
  /** Says what is missing; whether all is as it should be. */
  function validate(): boolean {
    const found = slots.value.flatMap((slot) => {
      const problem = problemOf(slot, chosen.value[slot.node]?.length ?? 0);
      return problem === undefined ? [] : [[slot.node, problem] as const];
    });
    problems.value = Object.fromEntries(found);
    return found.length === 0;
  }
  /** What the server says of them; a step that it asks for is shown from then on. */
  function refuse(told: readonly WireProblem[]): void {
    const own = told.filter(({ path }) => path.startsWith(PREFIX));
    if (own.length === 0) return;
    problems.value = Object.fromEntries(own.map(({ path, message }) => [path.slice(PREFIX.length), message]));
    void load();
  }
  onBeforeUnmount(() => clearTimeout(timer));
  /** Only of the steps that are asked for: what was chosen for another way is not sent. */
  const sent = computed<Chosen>(() => {
    const nodes = new Set(slots.value.map(({ node }) => node));
    return Object.fromEntries(Object.entries(chosen.value).filter(([node]) => nodes.has(node)));
  });
  return { slots, chosen, sent, problems, load, changed, resume, choose, validate, refuse };
}
