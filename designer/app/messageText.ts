import type { FormDefinition, Label } from '../../engine/definition/index.ts';

export interface Piece {
  text: string;
  /** What stands between the braces. */
  place?: string;
}

/** "{no} approved" → a place and a text. */
export function pieces(text: string): Piece[] {
  return text
    .split(/(\{[^{}]+\})/u)
    .filter((part) => part !== '')
    .map((part) => (/^\{[^{}]+\}$/u.test(part) ? { text: part, place: part.slice(1, -1) } : { text: part }));
}

type Language = 'zh-CN' | 'en';
const inLanguage = (label: Label, language: Language): string => (typeof label === 'string' ? label : label[language]);

const KNOWN: Record<string, Record<Language, string>> = {
  due: { 'zh-CN': '1月6日 18:00', en: '6 Jan, 18:00' },
  node: { 'zh-CN': '审批', en: 'Review' },
  reason: { 'zh-CN': '资料不全', en: 'Something is missing' },
  link: { 'zh-CN': '（链接）', en: '(link)' },
  state: { 'zh-CN': '处理中', en: 'In progress' },
};
const BY_TYPE: Record<string, Record<Language, string>> = {
  money: { 'zh-CN': '¥1,280.00', en: '¥1,280.00' },
  date: { 'zh-CN': '2026年1月6日', en: '6 Jan 2026' },
  datetime: { 'zh-CN': '2026年1月6日 18:00', en: '6 Jan 2026, 18:00' },
  integer: { 'zh-CN': '3', en: '3' },
  phone: { 'zh-CN': '138****8000', en: '138****8000' },
};

/** What may stand in this place: a field's sample, or its name where there is none. */
export function sampleFor(place: string, form: FormDefinition | undefined, language: Language): string {
  const [first = '', ...rest] = place.split('.');
  const known = KNOWN[place];
  if (known !== undefined) return known[language];
  const field = form?.fields.find(({ key }) => key === first);
  if (field === undefined) return `{${place}}`;
  const sample = rest.length === 0 ? BY_TYPE[field.type]?.[language] : undefined;
  return sample ?? [inLanguage(field.label, language), ...rest].join(' ');
}
