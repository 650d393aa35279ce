import type { Field } from '../../definition/index.ts';
import type { Json } from '../../expression/types.ts';
import { type FieldContext, fieldType } from '../../form/index.ts';
import { choiceOf } from './choices.ts';

/**
 * What a cell says as the field keeps it: a choice by its label, a list with separators, a structured value as JSON.
 * Undefined where there is no such choice; whether the value is a good one is for the form to judge.
 */
export function valueOfText(field: Field, text: string, context: FieldContext): Json | undefined {
  const choice = choiceOf(field, text);
  if (typeof choice !== 'string' || choice === '' || !/^[[{]/.test(choice)) return choice === '' ? null : choice;
  const type = fieldType(field);
  if (type.factType(field, context).kind === 'text' && type.normalise(choice, field, context) !== undefined)
    return choice;
  return structured(field, choice, context) ?? choice;
}

function structured(field: Field, text: string, context: FieldContext): Json | undefined {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
  return fieldType(field).normalise(given, field, context);
}

/** What the field would keep of a cell, made canonical; undefined where it is no value of this type. */
export function keptOfText(field: Field, text: string, context: FieldContext): Json | undefined {
  const value = valueOfText(field, text, context);
  if (value === undefined || value === null) return value === null ? fieldType(field).emptyValue : undefined;
  return fieldType(field).normalise(value, field, context);
}
