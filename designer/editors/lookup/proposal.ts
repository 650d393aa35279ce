import type { Field, FormDefinition, Label, Lookup, LookupRows } from '../../../engine/definition/index.ts';

/** What a new linked query most likely means: the two forms call the same things by the same names. */

const namesOf = (label: Label): string[] =>
  typeof label === 'string' ? [label] : [label['zh-CN'], label.en].filter((name) => name !== '');

function isSame(own: Field, other: Field): boolean {
  if (own.type !== other.type) return false;
  const names = new Set(namesOf(other.label));
  return own.key === other.key || namesOf(own.label).some((name) => names.has(name));
}

/** Own field → the source's field of the same name and type; what is computed here is not filled. */
function pairs(own: readonly Field[], others: readonly Field[]): [Field, Field][] {
  return own
    .filter(({ type, value }) => type !== 'table' && value === undefined)
    .flatMap((field): [Field, Field][] => {
      const other = others.find((one) => isSame(field, one));
      return other === undefined ? [] : [[field, other]];
    });
}

const assigned = (found: readonly [Field, Field][]): Record<string, string> =>
  Object.fromEntries(found.map(([own, other]) => [own.key, `= ${other.key}`]));

function rowsOf(form: FormDefinition, source: FormDefinition): Record<string, LookupRows> {
  const tables = form.fields.flatMap((own): [string, LookupRows][] => {
    const other = source.fields.find((one) => isSame(own, one));
    if (own.type !== 'table' || other?.type !== 'table') return [];
    const found = pairs(own.fields as Field[], other.fields as Field[]);
    return found.length === 0 ? [] : [[own.key, { from: other.key, fill: assigned(found) }]];
  });
  return Object.fromEntries(tables);
}

/** Started by what the source calls its records by, unless somebody has said by what; all else that both have is filled. */
export function proposed(lookup: Lookup, form: FormDefinition, source: FormDefinition): Partial<Lookup> {
  const found = pairs(form.fields, source.fields);
  const naming =
    found.find(([, other]) => other.key === source.title) ?? found.find(([, other]) => other.unique === true);
  const on = lookup.on.length > 0 ? lookup.on : naming === undefined ? [] : [naming[0].key];
  const isOn = ([own]: [Field, Field]): boolean => on.includes(own.key);
  const match = Object.fromEntries(found.filter(isOn).map(([own, other]) => [other.key, `= ${own.key}`]));
  const fill = assigned(found.filter((pair) => !isOn(pair)));
  const rows = rowsOf(form, source);
  return {
    on,
    match,
    ...(Object.keys(fill).length > 0 ? { fill } : {}),
    ...(Object.keys(rows).length > 0 ? { rows } : {}),
  };
}

/** One more field that starts the query is matched where the source has it, and no longer filled. */
export function startedBy(lookup: Lookup, key: string, form: FormDefinition, source: FormDefinition | undefined) {
  const on = [...lookup.on, key];
  const found = source === undefined ? undefined : pairs(form.fields, source.fields).find(([own]) => own.key === key);
  if (found === undefined) return { on };
  const { [key]: _filled, ...fill } = lookup.fill ?? {};
  return {
    on,
    match: { ...lookup.match, [found[1].key]: `= ${key}` },
    fill: Object.keys(fill).length > 0 ? fill : undefined,
  };
}
