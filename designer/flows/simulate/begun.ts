import type { Field } from '../../../engine/definition/index.ts';
import type { Json, Values } from '../../../engine/wire.ts';

/** A copied record holds more than this person's form has. */
export function fitting(fields: readonly Field[], values: Values): Values {
  const kept = fields.flatMap((field): [string, Json][] => {
    const value = values[field.key];
    if (value === undefined) return [];
    if (field.type !== 'table' || !Array.isArray(value)) return [[field.key, value]];
    const rows = value.map((row) =>
      isRow(row) ? { ...(row.id === undefined ? {} : { id: row.id }), ...fitting(field.fields, row) } : row,
    );
    return [[field.key, rows]];
  });
  return Object.fromEntries(kept);
}
const isRow = (row: Json): row is Values => row !== null && typeof row === 'object' && !Array.isArray(row);

/** Which empty form is drawn: of a form, and perhaps of a record to copy. */
export interface Blank {
  form: string;
  initial: Values | undefined;
}

/** What was typed into an empty form stays, whoever fills it in; a record to copy takes its place. */
export class Begun {
  #typed: (Blank & { values: Values }) | undefined;

  keep(blank: Blank, values: Values): void {
    this.#typed = { ...blank, values };
  }

  /** What was proved is filled in already, as on the portal. */
  with({ form, initial }: Blank, proof: Readonly<Record<string, string>> = {}): Values {
    const typed = this.#typed;
    const values = typed?.form === form && typed.initial === initial ? typed.values : (initial ?? {});
    return { ...values, ...Object.fromEntries(Object.entries(proof).filter(([, value]) => value !== '')) };
  }
}
