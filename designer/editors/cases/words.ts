import type { FormDefinition } from '../../../engine/definition/index.ts';
import { type CaseResult, displayValue, type Json } from '../../../engine/form/index.ts';
import type { Locale } from '../../../runtime/i18n/index.ts';
import type { Draft } from '../../facts/index.ts';
import { fieldAt } from '../linkage/targets.ts';
import { rightWords } from '../rights/words.ts';

type Failure = CaseResult['failures'][number];

function shown(value: Json, path: string, form: FormDefinition, draft: Draft, locale: Locale): string {
  if (value === null) return locale === 'en' ? 'nothing' : '空';
  if (typeof value === 'string' && Object.hasOwn(rightWords, value)) {
    return rightWords[value as keyof typeof rightWords][locale];
  }
  const field = fieldAt(form, path);
  const { timeZone, currency } = draft.context;
  if (field && field.type !== 'table' && !Array.isArray(value)) {
    return displayValue(field, value, { locale, timeZone, currency }) || String(value);
  }
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    return value.length === 0 ? (locale === 'en' ? 'none' : '无') : value.join(', ');
  }
  return JSON.stringify(value);
}

/** What was expected and what came, in a sentence's parts. */
export function failureParts(
  failure: Failure,
  form: FormDefinition,
  draft: Draft,
  locale: Locale,
  nameOf: (path: string) => string,
): { name: string; expected: string; actual: string } {
  return {
    name: nameOf(failure.path),
    expected: shown(failure.expected, failure.path, form, draft, locale),
    actual: shown(failure.actual, failure.path, form, draft, locale),
  };
}
