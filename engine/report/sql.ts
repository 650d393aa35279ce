/** Text with positional `?`, as knex.raw takes it. Made only by `sql` and `identifier`: what people type is bound, never written. */
export interface Fragment {
  sql: string;
  bindings: unknown[];
}

type Bound = string | number | boolean | null | readonly string[];

const isFragment = (value: Fragment | Bound): value is Fragment =>
  typeof value === 'object' && value !== null && 'sql' in value;

/** Fragments are put in, everything else is bound. */
export function sql(texts: TemplateStringsArray, ...values: (Fragment | Bound)[]): Fragment {
  let text = '';
  const bindings: unknown[] = [];
  texts.forEach((part, i) => {
    text += part;
    if (i >= values.length) return;
    const value = values[i] ?? null;
    text += isFragment(value) ? value.sql : '?';
    bindings.push(...(isFragment(value) ? value.bindings : [value]));
  });
  return { sql: text, bindings };
}

/** Names of schemas, tables and columns, in quotes: they come from definitions, where they are checked. */
export function identifier(...path: string[]): Fragment {
  // knex reads a question mark as a place for a value wherever it stands.
  const quoted = path.map((name) => `"${name.replaceAll('"', '""').replaceAll('?', '\\?')}"`);
  return { sql: quoted.join('.'), bindings: [] };
}

export function joined(parts: readonly Fragment[], separator: string): Fragment {
  return { sql: parts.map((part) => part.sql).join(separator), bindings: parts.flatMap((part) => part.bindings) };
}

export const TRUE: Fragment = { sql: 'true', bindings: [] };
export const FALSE: Fragment = { sql: 'false', bindings: [] };

export function every(parts: readonly Fragment[]): Fragment {
  if (parts.length === 0) return TRUE;
  return joined(
    parts.map((part) => sql`(${part})`),
    ' and ',
  );
}

export function some(parts: readonly Fragment[]): Fragment {
  if (parts.length === 0) return FALSE;
  return joined(
    parts.map((part) => sql`(${part})`),
    ' or ',
  );
}
