import type { Field, FormDefinition, Label } from '../../definition/index.ts';
import { flatOptions } from '../../form/fields/choices.ts';
import { columnsOf, quoted, tableName } from './names.ts';
import { literal, NO, readBoolean, readDateSql, readDatetimeSql, readNumberSql, readTimeSql, YES } from './reading.ts';

/** What somebody may miss after a change of type; `where` is a predicate over the column, true for each record of which this is so. */
export interface Loss {
  kind: 'time_of_day' | 'more_choices' | 'formatting' | 'end_of_range' | 'link';
  where(column: string): string;
}

/** From one column to another: an expression over `$1`, which never raises, whatever the value. */
export interface Way {
  sql: string;
  loses?: Loss;
}

/** What a change of type is made from. */
export interface Change {
  app: string;
  timeZone: string;
  /** As it was last published; undefined where no version is known to have had it. */
  was: Field | undefined;
  field: Field;
  forms: ReadonlyMap<string, FormDefinition>;
}

const LINE = '、';
const isText = ({ type }: Field): boolean => type === 'text' || type === 'longtext';
const isChoice = (field: Field | undefined): boolean => field?.type === 'select' || field?.type === 'radio';

/** Texts are Chinese where a label is in both languages, as everywhere that nobody's language is known. */
export function said(label: Label): string {
  return typeof label === 'string' ? label : label['zh-CN'];
}

type Finder = (change: Change) => Way | undefined;

const plain = (sql: string, loses?: Loss): Way => ({ sql, ...(loses && { loses }) });
const zone = ({ timeZone }: Change): string => literal(timeZone);

/** By the types of the two columns. */
export const WAYS: Readonly<Record<string, Finder>> = {
  'date → timestamp with time zone': (change) => plain(`(($1)::timestamp at time zone ${zone(change)})`),
  'timestamp with time zone → date': (change) =>
    plain(`(($1) at time zone ${zone(change)})::date`, {
      kind: 'time_of_day',
      where: (column) => `(${column} at time zone ${zone(change)})::time <> '00:00'`,
    }),
  'timestamp with time zone → text': (change) =>
    plain(`to_char(($1) at time zone ${zone(change)}, 'YYYY-MM-DD HH24:MI:SS')`),
  'time without time zone → text': () => plain(`regexp_replace(($1)::text, '^(\\d\\d:\\d\\d):00$', '\\1')`),
  'date → daterange': () => plain(`case when $1 is not null then daterange($1, $1, '[]') end`),
  'daterange → date': () =>
    plain('coalesce(lower($1), upper($1) - 1)', {
      kind: 'end_of_range',
      where: (column) => `upper(${column}) - 1 <> lower(${column})`,
    }),
  'timestamp with time zone → tstzrange': () => plain(`case when $1 is not null then tstzrange($1, $1, '[]') end`),
  'text → text[]': intoList,
  'text[] → text': outOfList,
  'text → boolean': ({ was }) => plain(readBoolean(was)),
  'boolean → text': ({ field }) => (isChoice(field) ? chosenBy(field) : undefined),
  'text → bigint': () =>
    plain(
      `(select n::bigint from (${readNumberSql('$1')}) r (n) where n = trunc(n) and abs(n) <= ${Number.MAX_SAFE_INTEGER})`,
    ),
  'text → numeric': () => plain(`(${readNumberSql('$1')})`),
  'text → date': () => plain(`(${readDateSql('$1')})`),
  'text → timestamp with time zone': (change) => plain(`(${readDatetimeSql('$1', zone(change))})`),
  'text → time without time zone': () => plain(readTimeSql('$1')),
  'jsonb → text': ({ was }) => outOfDocument(was),
  'text → jsonb': ({ field }) => (field.type === 'richtext' ? plain(paragraphs) : undefined),
  'uuid → text': (change) => (isText(change.field) ? named(change) : undefined),
  'text → uuid': found,
};

/** The same column, but other words in it: options by their labels, where they become or were free text. */
export function sameColumn(change: Change): Way | undefined {
  const { was, field } = change;
  if (was === undefined || was.type === field.type) return undefined;
  if (isText(field) && isChoice(was)) return worded(was, 'labels');
  if (isText(was) && isChoice(field)) return worded(field, 'keys');
  if (isText(field) && was.type === 'department')
    return plain(`coalesce((select ${spoken('d.label')} from engine.department d where d.key = $1), $1)`);
  return undefined;
}

/** A case over the options; undefined where they are records of a form or there are none. */
function worded(of: Field, into: 'labels' | 'keys'): Way | undefined {
  const sql = wordedSql(of, into, '$1');
  return sql === '$1' ? undefined : plain(sql);
}

function wordedSql(of: Field, into: 'labels' | 'keys', value: string): string {
  const options = (flatOptions(of) ?? []).filter(({ key, label }) => label !== undefined && said(label) !== key);
  if (options.length === 0) return value;
  if (into === 'labels') {
    const cases = options.map(({ key, label }) => `when ${literal(key)} then ${literal(said(label ?? key))}`);
    return `case ${value} ${cases.join(' ')} else ${value} end`;
  }
  const keys = new Set(options.map(({ key }) => key));
  const cases = options.flatMap(({ key, label = key }) => {
    const names = typeof label === 'string' ? [label] : [label['zh-CN'], label.en];
    return [...new Set(names)]
      .filter((name) => !keys.has(name))
      .map((name) => `when ${literal(name)} then ${literal(key)}`);
  });
  return cases.length === 0 ? value : `case btrim(${value}) ${cases.join(' ')} else ${value} end`;
}

function intoList({ was, field }: Change): Way | undefined {
  if (field.type !== 'multiselect' && field.type !== 'tree') return undefined;
  if (was === undefined || !isText(was)) return plain(`case when $1 <> '' then array[$1] end`);
  const item = wordedSql(field, 'keys', 'x.item');
  return plain(
    `(select array_agg(${item} order by x.n) from regexp_split_to_table($1, '\\s*[,，;；、|\\n]\\s*')
      with ordinality x (item, n) where x.item <> '')`,
  );
}

function outOfList({ was, field }: Change): Way | undefined {
  const several: Loss = { kind: 'more_choices', where: (column) => `cardinality(${column}) > 1` };
  if (isChoice(field)) return was?.type === 'cascade' ? plain('$1[array_upper($1, 1)]') : plain('$1[1]', several);
  if (!isText(field)) return undefined;
  const item = was === undefined ? 'x.item' : wordedSql(was, 'labels', 'x.item');
  const between = was?.type === 'cascade' ? ' / ' : LINE;
  return plain(
    `(select string_agg(${item}, ${literal(between)} order by x.n) from unnest($1) with ordinality x (item, n))`,
  );
}

/** Which option says yes and which says no: by its words; of two, the first says yes where words tell nothing. */
function chosenBy(field: Field): Way | undefined {
  const options = flatOptions(field) ?? [];
  const says = (words: readonly string[]) =>
    options.find(({ key, label = key }) =>
      [key, ...(typeof label === 'string' ? [label] : Object.values(label))].some((word) =>
        words.includes(word.trim().toLowerCase()),
      ),
    );
  let [yes, no] = [says(YES), says(NO)];
  if (!yes && !no && options.length === 2) [yes, no] = options;
  if (!yes || !no) return undefined;
  return plain(`case when $1 then ${literal(yes.key)} when not $1 then ${literal(no.key)} end`);
}

function outOfDocument(was: Field | undefined): Way | undefined {
  if (was?.type === 'richtext') {
    return plain(`$1->>'text'`, {
      kind: 'formatting',
      where: (column) =>
        `(jsonb_path_exists(${column}, '$.content[*] ? (@.type != "paragraph")') or jsonb_path_exists(${column}, '$.**.marks'))`,
    });
  }
  if (was?.type !== 'address') return undefined;
  return plain(
    `nullif(concat_ws(' ', nullif(concat($1->>'province', nullif($1->>'city', $1->>'province'), $1->>'district'), ''), $1->>'street'), '')`,
  );
}

/** A line of text is a paragraph. */
const paragraphs = `case when btrim($1) <> '' then jsonb_build_object('text', $1, 'content',
  (select jsonb_agg(case when l.line = '' then '{"type": "paragraph"}'::jsonb else jsonb_build_object('type', 'paragraph',
    'content', jsonb_build_array(jsonb_build_object('type', 'text', 'text', l.line))) end order by l.n)
   from regexp_split_to_table($1, '\\n') with ordinality l (line, n))) end`;

/** A text in two languages, or in one, as it is kept in jsonb. */
const spoken = (column: string): string =>
  `case jsonb_typeof(${column}) when 'string' then ${column} #>> '{}' else coalesce(${column}->>'zh-CN', ${column}->>'en') end`;

/** A person by name, a record by its title; an id that names nobody any more stays to be read. */
function named({ app, was, forms }: Change): Way | undefined {
  const link: Loss = { kind: 'link', where: (column) => `${column} is not null` };
  if (was?.type === 'user') {
    return plain(`coalesce((select ${spoken('u.name')} from engine.app_user u where u.id = $1), ($1)::text)`, link);
  }
  const title = was?.type === 'reference' ? titleOf(forms.get(was.form)) : undefined;
  if (was?.type !== 'reference' || title === undefined) return undefined;
  return plain(
    `coalesce((select r.${quoted(title)} from ${tableName(app, was.form)} r where r.id = $1), ($1)::text)`,
    link,
  );
}

/** The way back: whoever or whatever alone is called so. */
function found({ app, field, forms }: Change): Way | undefined {
  const only = (from: string, where: string): Way =>
    plain(`(select case when count(*) = 1 then (array_agg(r.id))[1] end from ${from} r where ${where})`);
  if (field.type === 'user') return only('engine.app_user', `r.login = btrim($1) or ${spoken('r.name')} = btrim($1)`);
  if (field.type !== 'reference') return undefined;
  const form = forms.get(field.form);
  const title = titleOf(form);
  const own = form?.fields.find(({ key }) => key === title);
  // Without an index each record would be looked for in all of them, while people wait.
  if (title === undefined || !(own?.unique || own?.index || own?.type === 'serial')) return undefined;
  return only(tableName(app, field.form), `r.${quoted(title)} = btrim($1)`);
}

/** The field that a record is called by, where it is text. */
function titleOf(form: FormDefinition | undefined): string | undefined {
  const column = columnsOf(form?.fields ?? []).find(({ key }) => key === form?.title);
  return column?.sqlType === 'text' ? column.key : undefined;
}
