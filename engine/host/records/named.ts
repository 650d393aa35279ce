import type { Field, FormDefinition } from '../../definition/index.ts';
import { readPath, textOf } from '../../form/index.ts';
import type { Locale } from '../access/actor.ts';

/** What a field's problem says, away from its field: which field it is comes first, unless the words begin with it. */
export function namedProblem(form: FormDefinition, at: string | undefined, text: string, locale: Locale): string {
  const labels = labelsOf(form.fields as Field[], readPath(at ?? '')?.field.split('.') ?? [], locale);
  const own = labels.at(-1);
  if (own === undefined || text.startsWith(own)) return text;
  return `${labels.join(' · ')}${locale === 'zh-CN' ? '：' : ': '}${text}`;
}

function labelsOf(fields: readonly Field[], [key, ...rest]: readonly string[], locale: Locale): string[] {
  const field = fields.find((one) => one.key === key);
  if (field === undefined) return [];
  const label = textOf(field.label, locale);
  return [label, ...(field.type === 'table' ? labelsOf(field.fields as Field[], rest, locale) : [])];
}
