import type { Label, Localised } from '../../../engine/definition/index.ts';
import type {
  SimulationEntry,
  SimulationLine,
  SimulationRecord,
  SimulationView,
} from '../../../engine/wire/simulation.ts';

/** What was told before and is not any more, and what is told now instead. */
export interface Change {
  before: Localised[];
  after: Localised[];
}

/** Something at the end of the story that is another one now. */
export interface Pair {
  /** Form of the record. */
  form: string;
  title: string;
  /** None: its state. */
  label?: Label;
  before: Localised;
  after: Localised;
}

export interface Differences {
  /** By position of the step. */
  steps: ReadonlyMap<number, Change>;
  ends: readonly Pair[];
  desks: Change;
}

export const NONE: Differences = { steps: new Map(), ends: [], desks: { before: [], after: [] } };

const NOTHING: Localised = { 'zh-CN': '', en: '' };
/** Ids are other ones each time. */
const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

type Views = Pick<SimulationView, 'entries' | 'records' | 'tasks' | 'people'>;

/** The same story told twice: step by step, and where it ends. */
export function differencesOf(before: Views, after: Views): Differences {
  const steps = new Map<number, Change>();
  const positions = new Set([...before.entries, ...after.entries].map(({ step }) => step));
  for (const step of positions) {
    const change = changeOf(linesAt(before.entries, step), linesAt(after.entries, step));
    if (change.before.length + change.after.length > 0) steps.set(step, change);
  }
  return { steps, ends: endsOf(before.records, after.records), desks: changeOf(desksOf(before), desksOf(after)) };
}

export const isSame = ({ steps, ends, desks }: Differences): boolean =>
  steps.size === 0 && ends.length === 0 && desks.before.length + desks.after.length === 0;

function linesAt(entries: readonly SimulationEntry[], step: number): Localised[] {
  return entries.filter((entry) => entry.step === step).flatMap(({ lines }) => lines.flatMap(saidOf));
}

/** What somebody reads of it, in both languages. */
function saidOf(line: SimulationLine): Localised[] {
  if (line.kind === 'event') {
    const changes = (line.changes ?? []).map(({ label, before, after }) =>
      each((locale) => `${wordOf(label)[locale]}: ${before[locale] || '–'} → ${after[locale] || '–'}`),
    );
    return [each((locale) => [line.by?.[locale], line.text[locale]].filter(Boolean).join(': ')), ...changes];
  }
  if (line.kind === 'message') return [each((locale) => `✉ ${line.to[locale]}: ${line.title || line.text}`)];
  if (line.kind === 'call') return [each(() => `${line.call} ${JSON.stringify(line.data)}`)];
  if (line.kind === 'rule') return [wordOf(line.label)];
  return [each(() => `⏱ ${line.node ?? ''} ${line.at}`)];
}

function desksOf({ tasks, people }: Views): Localised[] {
  const name = (login: string): Localised => wordOf(people.find((one) => one.login === login)?.name ?? login);
  return tasks.map(({ label, assignee, role, roleLabel }) => {
    const whose = assignee === undefined ? wordOf(roleLabel ?? role ?? '') : name(assignee);
    return each((locale) => `${wordOf(label)[locale]} – ${whose[locale]}`);
  });
}

function endsOf(before: readonly SimulationRecord[], after: readonly SimulationRecord[]): Pair[] {
  return pairsOfRecords(before, after).flatMap(([old, now]) => {
    const { form = '', title = '' } = now ?? old ?? {};
    const state = pair(form, title, undefined, wordOf(old?.stateLabel ?? ''), wordOf(now?.stateLabel ?? ''));
    const keys = [...new Set([...(old?.values ?? []), ...(now?.values ?? [])].map(({ key }) => key))];
    const values = keys.map((key) => {
      const [was, is] = [old, now].map((record) => record?.values.find((value) => value.key === key));
      return pair(form, title, is?.label ?? was?.label ?? key, was?.text ?? NOTHING, is?.text ?? NOTHING);
    });
    return [state, ...values].filter(({ before: was, after: is }) => bare(was) !== bare(is));
  });
}

/** The same record by its name; the newest one has none. */
function pairsOfRecords(
  before: readonly SimulationRecord[],
  after: readonly SimulationRecord[],
): [SimulationRecord | undefined, SimulationRecord | undefined][] {
  const keyOf = ({ form, name }: SimulationRecord) => `${form} ${name ?? ''}`;
  const keys = [...new Set([...before, ...after].map(keyOf))];
  return keys.map((key) => [before.find((one) => keyOf(one) === key), after.find((one) => keyOf(one) === key)]);
}

function pair(form: string, title: string, label: Label | undefined, before: Localised, after: Localised): Pair {
  return { form, title, ...(label === undefined ? {} : { label }), before, after };
}

function changeOf(before: readonly Localised[], after: readonly Localised[]): Change {
  return { before: without(before, after), after: without(after, before) };
}

/** As often as it stands there, and no more often. */
function without(lines: readonly Localised[], others: readonly Localised[]): Localised[] {
  const left = others.map(bare);
  return lines.filter((line) => {
    const at = left.indexOf(bare(line));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const bare = (line: Localised): string => line.en.replaceAll(ID, '…');
const each = (said: (locale: 'zh-CN' | 'en') => string): Localised => ({ 'zh-CN': said('zh-CN'), en: said('en') });
const wordOf = (label: Label): Localised => (typeof label === 'string' ? { 'zh-CN': label, en: label } : label);
