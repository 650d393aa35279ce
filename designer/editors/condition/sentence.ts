import type { Condition, ConditionLeaf, ConditionScalar, Json, Localised } from '../../../engine/expression/index.ts';
import { displayValue } from '../../../engine/form/index.ts';
import type { Locale } from '../../../runtime/i18n/index.ts';
import type { Fact, FactSet } from '../../facts/index.ts';
import { durationWords } from '../duration.ts';
import { joins, no, notFilled, operatorWords, periods, yes } from './words.ts';

/** "= settings.limit" as people call it, where the formula is nothing but one name. */
function formulaText(text: string, facts: FactSet, locale: Locale): string {
  const inner = text.slice(1).trim();
  const fact = facts.byPath.get(inner);
  return fact ? fact.fullLabel[locale] : inner;
}

function scalarText(value: ConditionScalar, fact: Fact | undefined, facts: FactSet, locale: Locale): string {
  if (typeof value === 'string' && value.startsWith('=')) return formulaText(value, facts, locale);
  if (typeof value === 'boolean') return (value ? yes : no)[locale];
  const option = fact?.options?.find((one) => one.value === value);
  if (option) return option.label[locale];
  if (fact?.field && fact.field.type !== 'table') {
    const { timeZone, currency } = facts.draft.context;
    const shown = safeDisplay(() => displayValue(fact.field as never, value as Json, { locale, timeZone, currency }));
    if (shown) return shown;
  }
  return String(value);
}

/** A value of a draft may be of no type that the field knows how to show. */
function safeDisplay(show: () => string): string | undefined {
  try {
    return show();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

export function valueText(leaf: ConditionLeaf, facts: FactSet, locale: Locale): string {
  const fact = facts.byPath.get(leaf.fact);
  const { value, operator } = leaf;
  if (value === undefined) return '';
  if (operator === 'inPeriod' && typeof value === 'string') {
    return periods[value]?.[locale] ?? durationWords(value, locale) ?? value;
  }
  const said = (Array.isArray(value) ? value : [value]).map((each) => scalarText(each, fact, facts, locale));
  if (operator === 'between') return said.join(joins.and[locale]);
  return said.join(locale === 'en' ? ', ' : '、');
}

function leafText(leaf: ConditionLeaf, facts: FactSet, locale: Locale): string {
  const fact = facts.byPath.get(leaf.fact);
  const name = fact?.fullLabel[locale] ?? leaf.fact;
  const type = fact?.type ?? { kind: 'any' };
  if (leaf.operator === 'filled') {
    return `${name} ${(leaf.value === false ? notFilled : operatorWords('filled', type))[locale]}`;
  }
  return `${name} ${operatorWords(leaf.operator, type)[locale]} ${valueText(leaf, facts, locale)}`.trim();
}

function text(condition: Condition, facts: FactSet, locale: Locale, isInner: boolean): string {
  if ('not' in condition) {
    const inner = text(condition.not, facts, locale, false);
    return `${joins.not[locale]}${locale === 'en' ? ' (' : '（'}${inner}${locale === 'en' ? ')' : '）'}`;
  }
  if (!('all' in condition) && !('any' in condition)) return leafText(condition, facts, locale);
  const [children, word] = 'all' in condition ? [condition.all, joins.all[locale]] : [condition.any, joins.any[locale]];
  const said = children.map((child) => text(child, facts, locale, children.length > 1)).join(` ${word} `);
  if (!isInner || children.length < 2) return said;
  return locale === 'en' ? `(${said})` : `（${said}）`;
}

/** A condition as one sentence: "原因 属于 质量、破损 且 金额 大于 5000". */
export function sentence(condition: Condition | undefined, facts: FactSet, locale: Locale): string {
  return condition === undefined ? joins.always[locale] : text(condition, facts, locale, false);
}

export const sentences = (condition: Condition | undefined, facts: FactSet): Localised => ({
  'zh-CN': sentence(condition, facts, 'zh-CN'),
  en: sentence(condition, facts, 'en'),
});
