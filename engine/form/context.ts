import type { AppModel } from '../definition/model.ts';
import { readDate } from './fields/calendar.ts';
import { readDecimal } from './fields/decimals.ts';
import type { FormContext, Json, Values } from './types.ts';

type SettingKind = NonNullable<FormContext['settings']>[number]['type'];

/** A decimal is sent as text: "5000" is a number, "0571" and a telephone number are not. */
function kindOf(value: Json | undefined): SettingKind {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value !== 'string') return 'text';
  if (readDate(value) === value) return 'date';
  const amount = /^-?(0|[1-9]\d{0,8})(\.\d{1,6})?$/.test(value) && readDecimal(value) !== undefined;
  return amount ? 'number' : 'text';
}

/** The settings as a browser has them, values without their types: the types are read off the values. */
export function settingsFrom(values: Readonly<Values>): NonNullable<FormContext['settings']> {
  return Object.entries(values).map(([key, value]) => ({ key, type: kindOf(value), value }));
}

const known = new WeakMap<AppModel, FormContext>();

/** The same object for the same app, so that compiled forms are found again. */
export function formContext(app: AppModel): FormContext {
  let context = known.get(app);
  if (!context) {
    const { timeZone, currency, roles, settings = [], portal } = app.app;
    context = {
      timeZone,
      currency,
      forms: app.forms,
      settings,
      roles,
      connectors: app.connectors,
      ...(portal ? { proof: portal.proof.fields } : {}),
    };
    known.set(app, context);
  }
  return context;
}
