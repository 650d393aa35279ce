import { context } from '../fixture.test-data.ts';
import type { DisplayContext, Field, Json, Limits } from '../types.ts';
import { fieldType } from './registry.ts';

/** A field type tried from outside: what is entered, what is said of it, how it is shown. Only tests read it. */

export const zh: DisplayContext = { locale: 'zh-CN', timeZone: 'Asia/Shanghai', currency: 'CNY', forms: context.forms };
export const en: DisplayContext = { ...zh, locale: 'en' };

export function trial(field: Field) {
  const type = fieldType(field);
  const judge = (value: Json, limits: Partial<Limits> = {}) =>
    type.validate(value, field, { timeZone: 'Asia/Shanghai', ...limits })?.code;
  return {
    type,
    read: (input: unknown) => type.normalise(input, field, context),
    judge,
    /** Entered, then judged: a fault's code, or the value. */
    enter(input: unknown, limits: Partial<Limits> = {}): Json {
      const value = type.normalise(input, field, context);
      if (value === undefined) return type.mismatch;
      return (value === null ? undefined : judge(value, limits)) ?? value;
    },
    settle: (value: Json) => type.settle(value, field, context),
    show: (value: Json, ctx: DisplayContext = zh) => type.display(value, field, ctx),
    mask: (value: Json) => type.mask(value, field),
    stored: (value: Json) => type.encode(value, field),
    loaded: (value: unknown) => type.decode(value, field),
    column: () => type.column(field)?.sqlType ?? null,
    schema: () => type.jsonSchema(field, context),
    fact: () => type.factType(field, context),
  };
}
