import type { Field } from '../../definition/index.ts';
import type { Condition } from '../../expression/index.ts';
import { flatOptions, textOf } from '../../form/index.ts';
import type { OptionView, Values } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import { quoted } from '../apps/names.ts';
import type { DoorParts } from '../door/parts.ts';
import { refusals } from '../door/refusal.ts';
import type { OptionsAsk } from './ports.ts';
import { Sight } from './sight.ts';

const MOST = 50;
/** A tree is no tree without its branches, so it comes whole. */
const MOST_IN_TREE = 5000;

/** What can be chosen in a field: options of a form, records, people. Only where the field may be seen at all. */
export async function choicesOf(
  parts: DoorParts,
  sight: Sight,
  path: string,
  { search, facts }: OptionsAsk,
  locale: Locale,
): Promise<OptionView[]> {
  const field = sight.form.compiled.fields.get(path);
  if (field === undefined || (sight.widest[path] ?? 'hide') === 'hide') throw refusals.unknown('field', path);
  if (field.type === 'user') return persons(parts, sight, field.role, search, locale);
  if (field.type === 'department') return departments(parts, search, locale);
  if (field.type === 'role') return roles(sight, field.roles, search, locale);
  const source = sourceOf(field);
  if (source) return records(parts, sight, source, { search, facts });
  return (flatOptions(field) ?? []).map(({ key, label, tone }) => ({
    value: key,
    label: textOf(label, locale),
    ...(tone ? { tone } : {}),
  }));
}

interface Source {
  form: string;
  value: string;
  label: string | undefined;
  parent?: string;
  where: Condition | undefined;
}

function sourceOf(field: Field): Source | undefined {
  if (field.type === 'reference')
    return { form: field.form, value: 'id', label: undefined, where: field.where as Condition | undefined };
  if (!('options' in field) || Array.isArray(field.options)) return undefined;
  const { form, value, label, where } = field.options;
  const parent = 'parent' in field.options ? { parent: field.options.parent } : {};
  return { form, value, label, ...parent, where: where as Condition | undefined };
}

async function persons(
  parts: DoorParts,
  sight: Sight,
  role: string | undefined,
  search: string | undefined,
  locale: Locale,
): Promise<OptionView[]> {
  const staff = await parts.people.of(sight.app.key);
  const wanted = search?.trim().toLowerCase() ?? '';
  return staff
    .everybody()
    .filter((person) => role === undefined || person.roles.includes(role))
    .map(({ id, name, login }) => ({ value: id, label: textOf(name, locale), login }))
    .filter(({ label, login }) => label.toLowerCase().includes(wanted) || login.includes(wanted))
    .slice(0, MOST)
    .map(({ value, label }) => ({ value, label }));
}

async function departments(parts: DoorParts, search: string | undefined, locale: Locale): Promise<OptionView[]> {
  const like = `%${(search ?? '').trim().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const rows = await parts.sql.query<{ key: string; label: string | { 'zh-CN': string; en: string } }>(
    `select key, label from engine.department where key ilike $1 or label::text ilike $1 order by key limit ${MOST}`,
    [like],
  );
  return rows.map(({ key, label }) => ({ value: key, label: textOf(label, locale) }));
}

function roles(
  sight: Sight,
  among: readonly string[] | undefined,
  search: string | undefined,
  locale: Locale,
): OptionView[] {
  const wanted = search?.trim().toLowerCase() ?? '';
  return sight.app.model.app.roles
    .filter(({ key }) => among === undefined || among.includes(key))
    .map(({ key, label }) => ({ value: key, label: textOf(label, locale) }))
    .filter(({ value, label }) => label.toLowerCase().includes(wanted) || value.includes(wanted))
    .slice(0, MOST);
}

async function records(
  parts: DoorParts,
  sight: Sight,
  { form: key, value, label, parent, where }: Source,
  { search, facts }: { search: string | undefined; facts: Values | undefined },
): Promise<OptionView[]> {
  const form = sight.app.form(key);
  if (form === undefined) return [];
  const over = new Sight(parts, sight.app, form, sight.actor);
  const shown = label ?? form.form.title ?? 'id';
  const values: unknown[] = [];
  // A choice is part of the form that offers it: its rows need not be opened to whoever fills it in, unless they are references.
  const open = [value === 'id' && over.entries.length > 0 ? over.rows(values) : 'true'];
  const around = facts && { record: facts.record ?? {}, row: facts.row ?? {} };
  if (where && (around || !mentionsRecord(where))) open.push(over.condition(where, values, around) ?? 'false');
  if (search?.trim() && parent === undefined) {
    const place = `$${values.push(`%${search.trim().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`)}`;
    open.push(`(r.${quoted(shown)}::text ilike ${place} or r.${quoted(value)}::text ilike ${place})`);
  }
  const above = parent === undefined ? '' : `, nullif(r.${quoted(parent)}::text, '') as parent`;
  const rows = await parts.sql.query<{ value: string; label: string | null; parent?: string | null }>(
    `select r.${quoted(value)}::text as value, r.${quoted(shown)}::text as label${above} from ${form.storage.shape.name} r
     where ${open.join(' and ')} order by 2 limit ${parent === undefined ? MOST : MOST_IN_TREE}`,
    values,
  );
  return rows.map((row) => ({ ...row, label: row.label ?? row.value }));
}

/** Whoever does not say what the record holds is offered all: what was chosen is judged at submit. */
function mentionsRecord(condition: Condition): boolean {
  return JSON.stringify(condition).includes('"=');
}
