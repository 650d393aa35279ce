import type { Field, FormDefinition, Label, Localised, Right, Rights } from '../../../engine/definition/index.ts';

export const order = ['hide', 'mask', 'read', 'edit', 'require'] as const satisfies readonly Right[];

/** A line of the matrix: everything else, a section with what stands in it, a field, or a column of a table. */
export interface MatrixRow {
  kind: 'rest' | 'section' | 'field' | 'column';
  /** "*", "reason", "lines.qty"; of a section a name of its own. */
  path: string;
  label: Label;
  depth: number;
  /** What a section holds: it is filled as one. */
  paths?: readonly string[];
}

const fieldRows = (field: Field, depth: number): MatrixRow[] => [
  { kind: 'field', path: field.key, label: field.label, depth },
  ...(field.type === 'table'
    ? field.fields.map(
        (column): MatrixRow => ({
          kind: 'column',
          path: `${field.key}.${column.key}`,
          label: column.label,
          depth: depth + 1,
        }),
      )
    : []),
];

interface Section {
  label: Label | undefined;
  fields: string[];
}

/** The sections of a layout, those in tabs and steps too, as a draft may have them. */
function sectionsOf(parts: unknown): Section[] {
  if (!Array.isArray(parts)) return [];
  return parts.flatMap((part: unknown): Section[] => {
    if (typeof part !== 'object' || part === null) return [];
    const { section, fields, tabs, steps, parts: inner } = part as Record<string, unknown>;
    if (Array.isArray(fields)) {
      return [{ label: section as Label | undefined, fields: fields.filter((one) => typeof one === 'string') }];
    }
    return [...sectionsOf(tabs), ...sectionsOf(steps), ...sectionsOf(inner)];
  });
}

const rest: Localised = { 'zh-CN': '其余全部字段', en: 'Everything else' };
const unplaced: Localised = { 'zh-CN': '不在布局中的字段', en: 'Fields without a place' };

/** Fields as people see them on the form: by section, in its order; then those that stand in none. */
export function rowsOf(form: FormDefinition): MatrixRow[] {
  const byKey = new Map(form.fields.map((field) => [field.key, field]));
  const placed = new Set<string>();
  const sections = sectionsOf(form.layout).map(({ label, fields }) => ({
    label,
    fields: fields.flatMap((key) => {
      const field = placed.has(key) ? undefined : byKey.get(key);
      placed.add(key);
      return field ? [field] : [];
    }),
  }));
  const left = form.fields.filter(({ key }) => !placed.has(key));
  const all = [...sections, { label: sections.length > 0 ? unplaced : undefined, fields: left }];
  const rows = all.flatMap(({ label, fields }, index): MatrixRow[] => {
    if (fields.length === 0) return [];
    const inner = fields.flatMap((field) => fieldRows(field, label === undefined ? 0 : 1));
    if (label === undefined) return inner;
    const paths = fields.map(({ key }) => key);
    return [{ kind: 'section', path: `§${index}`, label, depth: 0, paths }, ...inner];
  });
  return [{ kind: 'rest', path: '*', label: rest, depth: 0 }, ...rows];
}

/** What one column holds after a gesture. */
export interface RightsChange {
  column: number;
  rights: Rights;
}

/** What a list of rights comes to for a path: said of itself, of its table, of everything; what nobody names is hidden. */
export function effective(rights: Rights | undefined, path: string): Right | undefined {
  if (rights === undefined) return undefined;
  const names = path.includes('.') ? [path, path.split('.')[0] ?? path, '*'] : [path, '*'];
  const name = names.find((one) => Object.hasOwn(rights, one));
  return name === undefined ? undefined : rights[name];
}

/** One right more, fewer or other. Undefined takes it away: then its table or "everything else" decides. */
export function withRight(rights: Rights | undefined, path: string, right: Right | undefined): Rights {
  if (right !== undefined) return { ...rights, [path]: right };
  return Object.fromEntries(Object.entries(rights ?? {}).filter(([name]) => name !== path));
}

export function withRights(rights: Rights | undefined, paths: readonly string[], right: Right | undefined): Rights {
  return paths.reduce<Rights>((next, path) => withRight(next, path, right), rights ?? {});
}

/** The next of the five, from what holds now. */
export function nextRight(now: Right | undefined): Right {
  const at = now === undefined ? -1 : order.indexOf(now);
  return order[(at + 1) % order.length] ?? 'hide';
}

/** What all of them have in common. */
export function common(rights: Rights | undefined, paths: readonly string[]): Right | 'mixed' | undefined {
  const found = new Set(paths.map((path) => effective(rights, path)));
  if (found.size !== 1) return 'mixed';
  return [...found][0];
}
