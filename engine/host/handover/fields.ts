import type { Field, Label } from '../../definition/index.ts';
import { textOf, widestRights } from '../../form/index.ts';
import type { HandOverField, HandOverFieldMove, Json, Values } from '../../wire.ts';
import type { Locale, UserActor } from '../access/actor.ts';
import type { LiveApp, LiveForm } from '../apps/live.ts';
import { quoted, tableName } from '../apps/names.ts';
import { actingRoles } from '../door/facts.ts';
import type { DoorParts } from '../door/parts.ts';

/** A field of people of a form, or a column of one of its tables. */
interface Place {
  app: LiveApp;
  form: LiveForm;
  table?: string;
  key: string;
  path: string;
  label: Label;
  /** The role that whoever stands there has to hold. */
  role?: string;
}

type Parts = Pick<DoorParts, 'sql' | 'shelf' | 'people'>;

/** One record in which somebody stands in a field. */
export interface FieldPiece {
  app: string;
  form: string;
  field: string;
  record: string;
}

/** Work under way, and records of forms without a flow: what is over keeps who did it. */
const OPEN = `(r.instance is null or exists (select 1 from engine.instance i
  where i.id = r.instance and i.status in ('running', 'suspended')))`;

export function placesIn({ shelf }: Pick<DoorParts, 'shelf'>, apps: readonly string[]): Place[] {
  return apps.flatMap((key) => {
    const app = shelf.current(key);
    if (app === undefined) return [];
    return [...app.model.forms.keys()].flatMap((name) => {
      const form = app.form(name);
      return form === undefined ? [] : form.form.fields.flatMap((field) => placesOf(app, form, field));
    });
  });
}

function placesOf(app: LiveApp, form: LiveForm, field: Field): Place[] {
  if (field.type === 'user') return [placeOf(app, form, field)];
  if (field.type !== 'table') return [];
  return field.fields.flatMap((column) =>
    column.type === 'user' ? [placeOf(app, form, column, { table: field.key, label: field.label })] : [],
  );
}

function placeOf(
  app: LiveApp,
  form: LiveForm,
  { key, label, role }: { key: string; label: Label; role?: string },
  table?: { table: string; label: Label },
): Place {
  const asks = role === undefined ? {} : { role };
  if (table === undefined) return { app, form, key, path: key, label, ...asks };
  const both = (locale: Locale): string => `${textOf(table.label, locale)} · ${textOf(label, locale)}`;
  const named = { 'zh-CN': both('zh-CN'), en: both('en') };
  return { app, form, table: table.table, key, path: `${table.table}.${key}`, label: named, ...asks };
}

/** The records in which somebody ($1) stands there. */
function fromOf({ app, form, table, key }: Place): string {
  const records = tableName(app.key, form.key);
  if (table === undefined) return `from ${records} r where r.${quoted(key)} = $1`;
  const rows = tableName(app.key, form.key, table);
  return `from ${records} r where exists (select 1 from ${rows} s where s.parent = r.id and s.${quoted(key)} = $1)`;
}

/** Each place in which somebody stands, with how many records; the asker's rights and the receivers' roles beside it. */
export async function fieldsOf(
  parts: Parts,
  person: string,
  apps: readonly string[],
  { user, moves, locale }: { user: UserActor; moves: readonly HandOverFieldMove[]; locale: Locale },
): Promise<HandOverField[]> {
  const found = await Promise.all(
    placesIn(parts, apps).map(async (place): Promise<HandOverField[]> => {
      const [row] = await parts.sql.query<{ records: string; open: string }>(
        `select count(*) as records, count(*) filter (where ${OPEN}) as open ${fromOf(place)}`,
        [person],
      );
      const records = Number(row?.records ?? 0);
      if (records === 0) return [];
      const { app, form, path, label } = place;
      const move = moves.find((one) => isFor(place, one));
      return [
        {
          app: app.key,
          appLabel: app.model.app.label,
          form: form.key,
          formLabel: form.form.label,
          field: path,
          fieldLabel: label,
          records,
          open: Number(row?.open ?? 0),
          ...(mayChange(place, user) ? {} : { locked: true as const }),
          lacking: await lackingOf(parts, place, move?.to ?? [], locale),
        },
      ];
    }),
  );
  return found.flat();
}

const isFor = ({ app, form, path }: Place, move: HandOverFieldMove): boolean =>
  app.key === move.app && form.key === move.form && path === move.field;

/** Whatever the row: what an administrator may not change by hand is not changed by a hand-over either. */
function mayChange({ app, form, table, path }: Place, user: UserActor): boolean {
  const rights = widestRights(form.compiled, actingRoles(user, app.key));
  const isOpen = (one: string): boolean => ['edit', 'require'].includes(rights[one] ?? 'hide');
  return isOpen(path) && (table === undefined || isOpen(table));
}

async function lackingOf(
  { people }: Parts,
  { app, role }: Place,
  to: readonly string[],
  locale: Locale,
): Promise<HandOverField['lacking']> {
  if (role === undefined) return [];
  const staff = await people.of(app.key);
  const label = app.model.app.roles.find(({ key }) => key === role)?.label ?? role;
  return to.flatMap((id) => {
    const person = staff.person(id);
    if (person === undefined || person.roles.includes(role)) return [];
    return [{ person: { id, login: person.login, name: textOf(person.name, locale) }, role: label }];
  });
}

/** The records that a move is about, the oldest first. */
export async function recordsOf(
  parts: Parts,
  person: string,
  apps: readonly string[],
  move: HandOverFieldMove,
): Promise<FieldPiece[]> {
  const place = placesIn(parts, apps).find((one) => isFor(one, move));
  if (place === undefined) return [];
  const rows = await parts.sql.query<{ id: string }>(
    `select r.id ${fromOf(place)} ${move.all ? '' : `and ${OPEN}`} order by r.created_at, r.id`,
    [person],
  );
  return rows.map(({ id }) => ({ app: move.app, form: move.form, field: move.field, record: id }));
}

/** What is to be written so that somebody else stands there; undefined: they stand there no more. */
export async function valuesWith(
  { sql, shelf }: Pick<DoorParts, 'sql' | 'shelf'>,
  { app, form, field, record }: FieldPiece,
  from: string,
  to: string,
): Promise<{ data: Values; revision?: number } | undefined> {
  const live = shelf.current(app)?.form(form);
  if (live === undefined) return undefined;
  const [row] = await sql.query(`${live.storage.select()} where r.id = $1`, [record]);
  if (row === undefined) return undefined;
  const { head, values } = live.storage.decode(row);
  const [key = '', column] = field.split('.');
  if (column === undefined) return values[key] === from ? { data: { [key]: to } } : undefined;
  const rows = (values[key] ?? []) as Record<string, Json>[];
  if (!rows.some((one) => one[column] === from)) return undefined;
  const data = { [key]: rows.map((one) => (one[column] === from ? { ...one, [column]: to } : one)) };
  // A row that somebody adds meanwhile is not lost: then the record refuses.
  return { data, revision: head.revision };
}

/** What a place is called. */
export function fieldLabelOf(
  shelf: DoorParts['shelf'],
  { app, form, field }: { app: string; form: string; field: string },
): Label | undefined {
  return placesIn({ shelf }, [app]).find((one) => one.form.key === form && one.path === field)?.label;
}
