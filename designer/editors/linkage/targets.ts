import type { Field, FormDefinition, Label } from '../../../engine/definition/index.ts';
import type { PickItem } from '../controls/pick.ts';

/** Keys of what a layout is made of, which rules can hide as one. */
function partsOf(parts: unknown, say: (label: Label | undefined) => string): PickItem[] {
  if (!Array.isArray(parts)) return [];
  return parts.flatMap((part: unknown): PickItem[] => {
    if (typeof part !== 'object' || part === null) return [];
    const { key, section, label, text, tabs, steps, parts: inner, fields } = part as Record<string, unknown>;
    const name = (section ?? label ?? text) as Label | undefined;
    const own = typeof key === 'string' ? [{ value: key, label: say(name) || key, hint: key }] : [];
    return [...own, ...[tabs, steps, inner, fields].flatMap((list) => partsOf(list, say))];
  });
}

export interface TargetGroups {
  field: string;
  part: string;
}

/** Fields, columns under their table. */
export function fieldItems(form: FormDefinition, say: (label: Label | undefined) => string): PickItem[] {
  return form.fields.flatMap((field): PickItem[] => [
    { value: field.key, label: say(field.label), hint: field.key },
    ...(field.type === 'table'
      ? field.fields.map(({ key, label }) => ({
          value: `${field.key}.${key}`,
          label: `${say(field.label)} › ${say(label)}`,
          depth: 1,
        }))
      : []),
  ]);
}

/** What a rule can have an effect on: fields, columns of tables, and parts of the layout. */
export function targetsOf(
  form: FormDefinition,
  say: (label: Label | undefined) => string,
  groups: TargetGroups,
): PickItem[] {
  const fields = fieldItems(form, say).map((one) => ({ ...one, group: groups.field }));
  return [...fields, ...partsOf(form.layout, say).map((one) => ({ ...one, group: groups.part }))];
}

export function fieldAt(form: FormDefinition, path: string): Field | undefined {
  const [head, column] = path.split('.');
  const field = form.fields.find(({ key }) => key === head);
  if (column === undefined) return field;
  return field?.type === 'table' ? field.fields.find(({ key }) => key === column) : undefined;
}

/** The table whose columns are all that a rule speaks of: in its rows, the row's columns are facts too. */
export function tableOfTargets(form: FormDefinition, targets: readonly string[]): string | undefined {
  const tables = new Set(targets.map((path) => (path.includes('.') ? path.split('.')[0] : '')));
  const [table] = tables;
  if (tables.size !== 1 || table === undefined || table === '') return undefined;
  return form.fields.some(({ key, type }) => key === table && type === 'table') ? table : undefined;
}
