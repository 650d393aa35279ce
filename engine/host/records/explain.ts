import { displayValue, explain, type Reason, textOf } from '../../form/index.ts';
import { describeTrace } from '../../rule/index.ts';
import type { ExplainView, Json } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import { actingRoles } from '../door/facts.ts';
import { refusals } from '../door/refusal.ts';
import { textsOf } from './texts.ts';
import { type Seen, storedOf } from './view.ts';

const WORDS: Record<ExplainView['right'], Record<Locale, string>> = {
  hide: { 'zh-CN': '隐藏', en: 'hidden' },
  mask: { 'zh-CN': '脱敏显示', en: 'masked' },
  read: { 'zh-CN': '只读', en: 'read-only' },
  edit: { 'zh-CN': '可编辑', en: 'editable' },
  require: { 'zh-CN': '必填', en: 'required' },
};

/** Why a field is as it is for this person: roles, the step of the flow, and every rule with the values as they are. */
export async function explainField(seen: Seen, path: string, locale: Locale): Promise<ExplainView> {
  if (seen.work.actor.kind !== 'user') throw refusals.notAllowed();
  const roles = seen.sight.rights(storedOf(seen.held));
  const isKnown = (roles[path] ?? roles[path.split('.')[0] ?? path] ?? 'hide') !== 'hide';
  // That a field is there at all is not for everybody to know.
  if (!seen.held.form.compiled.fields.has(path) || (!isKnown && !isAdmin(seen))) throw refusals.unknown('field', path);
  return (await explainer(seen, locale))(path);
}

/** For administrators: everything that they do not see on this record, and why. */
export async function hiddenFields(seen: Seen, locale: Locale): Promise<ExplainView[]> {
  if (!isAdmin(seen)) throw refusals.notAllowed();
  const why = await explainer(seen, locale);
  return [...seen.held.form.compiled.fields.keys()].map(why).filter(({ right }) => right === 'hide');
}

function isAdmin({ work, held }: Seen): boolean {
  return actingRoles(work.actor, held.app.key).includes(held.app.model.app.admin);
}

async function explainer(seen: Seen, locale: Locale): Promise<(path: string) => ExplainView> {
  const { held, sight, work } = seen;
  const { compiled } = held.form;
  const record = storedOf(held);
  const rights = sight.rights(record);
  const { texts } = await textsOf(work.parts, held.app, held.form, [sight.visible(record)], locale);
  const context = { locale, timeZone: held.app.timeZone, currency: held.app.model.app.currency, texts };
  const input = { ...sight.input(record), mode: 'update' as const };
  const label = (fact: string): string | undefined => {
    const field = compiled.fields.get(fact);
    return field && textOf(field.label, locale);
  };
  const display = (fact: string, value: Json): string | undefined => {
    const field = compiled.fields.get(fact);
    if (field === undefined) return undefined;
    const right = rights[fact] ?? rights[fact.split('.')[0] ?? fact] ?? 'hide';
    return right === 'hide' || right === 'mask' ? '•••' : displayValue(field, value, context);
  };
  const linesOf = (reason: Reason): ExplainView['lines'] => {
    const own = { depth: 0, text: reason.message[locale] };
    if (reason.kind !== 'linkage') return [own];
    const trace = describeTrace(reason.trace, { locale, label, display });
    return [
      { ...own, holds: reason.holds },
      ...trace.map(({ depth, holds, text }) => ({ depth: depth + 1, holds, text })),
    ];
  };
  return (path) => {
    const { right, reasons } = explain(compiled, input, path);
    const lines = reasons.flatMap(linesOf);
    return { path, label: label(path) ?? path, right, now: WORDS[right][locale], lines };
  };
}
