import type { Label, Localised } from '../../definition/index.ts';
import type { Trace } from '../../expression/types.ts';
import { displayValue, textOf } from '../../form/index.ts';
import { describeTrace } from '../../rule/index.ts';
import type { Json, Values } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import type { LiveApp, LiveForm } from '../apps/live.ts';
import type { RunningHost } from '../compose.ts';
import { textsOf } from '../records/texts.ts';

export const both = (said: (locale: Locale) => string): Localised => ({ 'zh-CN': said('zh-CN'), en: said('en') });

export const localised = (label: Label): Localised => both((locale) => textOf(label, locale));

/** Somebody's name, by id. */
export async function nameOf(host: RunningHost, app: string, id: string | null): Promise<Localised> {
  const person = id === null ? undefined : (await host.people.of(app)).person(id);
  return localised(person?.name ?? id ?? '');
}

/** How people write values of a form, what they point to included. */
export async function writer(
  { host, sql }: { host: RunningHost; sql: Parameters<typeof textsOf>[0]['sql'] },
  app: LiveApp,
  form: LiveForm,
  values: readonly Values[],
): Promise<(field: string, value: Json, locale: Locale) => string> {
  const parts = { sql, people: host.people };
  const texts = {
    'zh-CN': (await textsOf(parts, app, form, values, 'zh-CN')).texts,
    en: (await textsOf(parts, app, form, values, 'en')).texts,
  };
  return (key, value, locale) => {
    const field = form.compiled.fields.get(key);
    if (field === undefined || value === null) return '';
    const context = { locale, timeZone: app.timeZone, currency: app.model.app.currency, texts: texts[locale] };
    if (field.type === 'table') return rowsText(value, locale);
    return displayValue(field, value, context);
  };
}

function rowsText(value: Json, locale: Locale): string {
  const count = Array.isArray(value) ? value.length : 0;
  return locale === 'en' ? `${count} ${count === 1 ? 'row' : 'rows'}` : `${count} 行`;
}

/** Why a condition held, in words of the form. */
export function traceWords(trace: Trace | null, app: LiveApp, form: LiveForm | undefined): Localised[] {
  if (trace === null) return [];
  const lines = (locale: Locale): string[] => {
    const context = { locale, timeZone: app.timeZone, currency: app.model.app.currency, texts: {} };
    const field = (fact: string) => form?.compiled.fields.get(fact);
    const found = describeTrace(trace, {
      locale,
      label: (fact) => {
        const known = field(fact);
        return known && textOf(known.label, locale);
      },
      display: (fact, value) => {
        const known = field(fact);
        return known && displayValue(known, value, context);
      },
    });
    return found.map((line) => `${line.holds ? '✓' : '✗'} ${line.text}`);
  };
  const en = lines('en');
  return lines('zh-CN').map((text, at) => ({ 'zh-CN': text, en: en[at] ?? text }));
}
