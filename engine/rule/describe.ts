import type { Json, Operator, Trace } from '../expression/index.ts';
import type { TableWhy } from './types.ts';

export interface DescribeContext {
  locale: 'zh-CN' | 'en';
  /** How people call a fact: "order_no" → "Order no."; the fact's name where it is undefined. */
  label(fact: string): string | undefined;
  /** How people write its value; undefined = as it is. */
  display?(fact: string, value: Json): string | undefined;
}

/** One part of a condition: how deep it stands, whether it holds, and its sentence. */
export interface WhyLine {
  depth: number;
  holds: boolean;
  text: string;
}

type Words = Record<'zh-CN' | 'en', string>;

/** {a} is the fact's value, {v} what it is compared with. */
const SENTENCES: Readonly<Record<Operator, Words>> = {
  equal: { 'zh-CN': '{a} = {v}', en: '{a} = {v}' },
  notEqual: { 'zh-CN': '{a} ≠ {v}', en: '{a} ≠ {v}' },
  greaterThan: { 'zh-CN': '{a} > {v}', en: '{a} > {v}' },
  greaterThanInclusive: { 'zh-CN': '{a} ≥ {v}', en: '{a} ≥ {v}' },
  lessThan: { 'zh-CN': '{a} < {v}', en: '{a} < {v}' },
  lessThanInclusive: { 'zh-CN': '{a} ≤ {v}', en: '{a} ≤ {v}' },
  between: { 'zh-CN': '{a}，在 {v} 之间', en: '{a}, between {v}' },
  in: { 'zh-CN': '{a}，属于 {v}', en: '{a}, one of {v}' },
  notIn: { 'zh-CN': '{a}，不属于 {v}', en: '{a}, none of {v}' },
  contains: { 'zh-CN': '{a}，包含 {v}', en: '{a}, contains {v}' },
  notContains: { 'zh-CN': '{a}，不包含 {v}', en: '{a}, does not contain {v}' },
  containsAny: { 'zh-CN': '{a}，包含 {v} 之一', en: '{a}, contains any of {v}' },
  startsWith: { 'zh-CN': '{a}，以 {v} 开头', en: '{a}, begins with {v}' },
  endsWith: { 'zh-CN': '{a}，以 {v} 结尾', en: '{a}, ends with {v}' },
  matches: { 'zh-CN': '{a}，符合 {v}', en: '{a}, matches {v}' },
  filled: { 'zh-CN': '{a}，已填', en: '{a}, filled in' },
  inPeriod: { 'zh-CN': '{a}，在{v}内', en: '{a}, in {v}' },
  before: { 'zh-CN': '{a}，早于 {v}', en: '{a}, before {v}' },
  after: { 'zh-CN': '{a}，晚于 {v}', en: '{a}, after {v}' },
};

const UNFILLED: Words = { 'zh-CN': '{a}，未填', en: '{a}, left empty' };

const PERIODS: Readonly<Record<string, Words>> = {
  today: { 'zh-CN': '今天', en: 'today' },
  yesterday: { 'zh-CN': '昨天', en: 'yesterday' },
  thisWeek: { 'zh-CN': '本周', en: 'this week' },
  lastWeek: { 'zh-CN': '上周', en: 'last week' },
  thisMonth: { 'zh-CN': '本月', en: 'this month' },
  lastMonth: { 'zh-CN': '上月', en: 'last month' },
  thisYear: { 'zh-CN': '今年', en: 'this year' },
  last7Days: { 'zh-CN': '最近 7 天', en: 'the last 7 days' },
  last30Days: { 'zh-CN': '最近 30 天', en: 'the last 30 days' },
  last90Days: { 'zh-CN': '最近 90 天', en: 'the last 90 days' },
};

const GROUPS: Readonly<Record<'all' | 'any' | 'not', Words>> = {
  all: { 'zh-CN': '以下全部成立', en: 'All of these hold' },
  any: { 'zh-CN': '以下至少一项成立', en: 'At least one of these holds' },
  not: { 'zh-CN': '以下不成立', en: 'This does not hold' },
};

type Leaf = Extract<Trace, { kind: 'leaf' }>;

function valueText(fact: string, value: Json, ctx: DescribeContext): string {
  if (value === null) return ctx.locale === 'zh-CN' ? '（空）' : '(empty)';
  if (Array.isArray(value))
    return value.map((item) => valueText(fact, item, ctx)).join(ctx.locale === 'zh-CN' ? '、' : ', ');
  const shown = ctx.display?.(fact, value);
  if (shown !== undefined) return shown;
  if (typeof value === 'boolean') {
    const words: Words = value ? { 'zh-CN': '是', en: 'yes' } : { 'zh-CN': '否', en: 'no' };
    return words[ctx.locale];
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function operandText(leaf: Leaf, ctx: DescribeContext): string {
  const { value } = leaf;
  if (leaf.operator === 'inPeriod' && typeof value === 'string') {
    const named = Object.hasOwn(PERIODS, value) ? PERIODS[value] : undefined;
    return named?.[ctx.locale] ?? value;
  }
  if (leaf.operator === 'between' && Array.isArray(value)) {
    const ends = value.map((item) => valueText(leaf.fact, item, ctx));
    return ends.join(ctx.locale === 'zh-CN' ? ' 与 ' : ' and ');
  }
  return valueText(leaf.fact, value, ctx);
}

function leafText(leaf: Leaf, ctx: DescribeContext): string {
  const words = leaf.operator === 'filled' && leaf.value === false ? UNFILLED : SENTENCES[leaf.operator];
  const label = ctx.label(leaf.fact) ?? leaf.fact;
  const actual = valueText(leaf.fact, leaf.actual, ctx);
  // The value is put in by a function: a text of somebody's with $& in it must not be read as a pattern.
  const sentence = words[ctx.locale].replace('{a}', () => actual).replace('{v}', () => operandText(leaf, ctx));
  return `${label}${ctx.locale === 'zh-CN' ? '：' : ': '}${sentence}`;
}

/** One readable line for each part of the condition; an outermost "all" of it goes without saying. */
export function describeTrace(trace: Trace, ctx: DescribeContext, depth = 0): WhyLine[] {
  if (trace.kind === 'leaf') return [{ depth, holds: trace.result, text: leafText(trace, ctx) }];
  const silent = trace.kind !== 'not' && (trace.of.length === 1 || (depth === 0 && trace.kind === 'all'));
  const head = silent ? [] : [{ depth, holds: trace.result, text: GROUPS[trace.kind][ctx.locale] }];
  return [...head, ...trace.of.flatMap((part) => describeTrace(part, ctx, depth + head.length))];
}

const FAULTS: Readonly<Record<NonNullable<TableWhy['fault']>, Words>> = {
  none: { 'zh-CN': '没有一行适用', en: 'No row applies' },
  not_unique: { 'zh-CN': '适用的行不止一行', en: 'More than one row applies' },
  disagree: { 'zh-CN': '适用的几行结果不同', en: 'The rows that apply disagree' },
};

/** A formula that is just a name is called as people call that fact. */
function inputText(formula: string, ctx: DescribeContext): string {
  const name = formula.replace(/^=/, '').trim();
  return ctx.label(name) ?? name;
}

/** What went into a decision table, and which row decided. `table` is the table's label. */
export function describeTable(why: TableWhy, ctx: DescribeContext & { table: string }): WhyLine[] {
  const zh = ctx.locale === 'zh-CN';
  const colon = zh ? '：' : ': ';
  const inputs = why.inputs.map(({ formula, actual }) => ({
    depth: 1,
    holds: true,
    text: `${inputText(formula, ctx)}${colon}${valueText(formula.replace(/^=/, '').trim(), actual, ctx)}`,
  }));
  const rows = why.matched.map(({ row }) => (zh ? `第 ${row + 1} 行` : `row ${row + 1}`)).join(zh ? '、' : ', ');
  const verdict = why.fault ? FAULTS[why.fault][ctx.locale] : rows;
  return [{ depth: 0, holds: why.fault === undefined, text: `${ctx.table}${colon}${verdict}` }, ...inputs];
}
