import type { Knex } from 'knex';
import type { Change } from '../../definition/changes/index.ts';
import type { AppModel, Field, FormDefinition, Label, Localised } from '../../definition/index.ts';
import { fieldType } from '../../form/index.ts';
import { sqlOn } from '../apps/existing.ts';
import { columnsOf, quoted, subTables, tableName } from '../apps/names.ts';
import type { ChangeType, Step } from '../apps/plan.ts';
import type { Loss } from '../apps/ways.ts';

interface Place {
  form: FormDefinition;
  /** Of a sub-table. */
  table?: string;
  field: Field;
}

/** Different values that are looked at; columns of more are columns of free text, and a part tells enough. */
const MOST_VALUES = 5_000;

/** What a change of type takes from records, counted before: values that become empty, parts that go, values that do not fit. */
export async function losses(knex: Knex, before: AppModel, after: AppModel, steps: readonly Step[]): Promise<Change[]> {
  const changes = new Map(
    steps.flatMap((step) => (step.kind === 'change_type' ? [[nameOf(step), step] as const] : [])),
  );
  const found: Change[] = [];
  for (const { place, was } of retyped(before, after)) {
    const { form, table, field } = place;
    const step = changes.get(nameOf({ form: form.key, column: field.key, ...(table !== undefined && { table }) }));
    found.push(...(step ? await ofConversion(knex, place, step) : []));
    const unfit = await unfitting(knex, after.app, place, was, step);
    if (unfit > 0) found.push(told(place, 'values_unfit', UNFIT, unfit));
  }
  return found;
}

function nameOf({ form, table, column }: { form: string; table?: string; column: string }): string {
  return [form, table, column].filter((part) => part !== undefined).join('.');
}

/** Fields that are there on both sides with different types. */
function* retyped(before: AppModel, after: AppModel): Generator<{ place: Place; was: Field }> {
  for (const form of after.forms.values()) {
    const old = before.forms.get(form.key);
    if (old === undefined) continue;
    for (const [was, field] of pairs(old.fields, form.fields)) yield { place: { form, field }, was };
    for (const table of subTables(form)) {
      const oldTable = subTables(old).find(({ key }) => key === table.key);
      for (const [was, field] of pairs(oldTable?.fields ?? [], table.fields))
        yield { place: { form, table: table.key, field }, was };
    }
  }
}

function pairs(before: readonly Field[], after: readonly Field[]): [was: Field, is: Field][] {
  return after.flatMap((field): [Field, Field][] => {
    const was = before.find(({ key }) => key === field.key);
    return was && was.type !== field.type && columnsOf([was, field]).length === 2 ? [[was, field]] : [];
  });
}

async function ofConversion(knex: Knex, place: Place, step: ChangeType): Promise<Change[]> {
  if (step.mustBeEmpty) return [];
  const column = quoted(step.column);
  const converted = step.sql.replaceAll('$1', () => `(${column})`);
  const { rows } = await sqlOn(knex).query<{ emptied: string; lessened: string }>(
    `select count(*) filter (where ${filled(step, column)} and (${converted}) is null) as emptied,
       count(*) filter (where ${step.loses ? `${step.loses.where(column)} and (${converted}) is not null` : 'false'}) as lessened
     from ${tableName(step.app, step.form, step.table)}`,
  );
  const [emptied, lessened] = [Number(rows[0]?.emptied ?? 0), Number(rows[0]?.lessened ?? 0)];
  return [
    ...(emptied > 0 ? [told(place, 'values_emptied', EMPTIED, emptied)] : []),
    ...(step.loses && lessened > 0
      ? [told(place, `values_lose_${step.loses.kind}`, LOSES[step.loses.kind], lessened)]
      : []),
  ];
}

/** Empty texts and lists hold nothing that could get lost. */
function filled({ from }: ChangeType, column: string): string {
  if (from === 'text') return `btrim(${column}) <> ''`;
  return from === 'text[]' ? `cardinality(${column}) > 0` : `${column} is not null`;
}

/** Values that stay, and that nobody could enter any more: judged by the field itself. */
async function unfitting(
  knex: Knex,
  app: AppModel['app'],
  { form, table, field }: Place,
  was: Field,
  step: ChangeType | undefined,
): Promise<number> {
  const type = fieldType(field);
  if (type.pointsTo?.(field) !== undefined || step?.mustBeEmpty || fieldType(was).column(was) === null) return 0;
  const column = quoted(field.key);
  const value = step === undefined ? column : `(${step.sql.replaceAll('$1', () => `(${column})`)})`;
  const { rows } = await sqlOn(knex).query<{ value: unknown; count: string }>(
    `select value, count(*) as count from (select ${value} as value from ${tableName(app.key, form.key, table)}) x
     where value is not null group by value limit ${MOST_VALUES}`,
  );
  let count = 0;
  for (const row of rows) {
    const held = type.decode(row.value, field);
    if (type.validate(held, field, { timeZone: app.timeZone })) count += Number(row.count);
  }
  return count;
}

type Words = Readonly<Record<keyof Localised, string>>;

const EMPTIED: Words = {
  'zh-CN': '“{of}”有 {n} 条记录的“{field}”无法转换，将变为空。',
  en: 'Records of “{of}” whose “{field}” cannot be converted and becomes empty: {n}.',
};
const UNFIT: Words = {
  'zh-CN': '“{of}”有 {n} 条记录的“{field}”不符合新的类型；原值保留，下次修改时需要更正。',
  en: 'Records of “{of}” whose “{field}” does not fit the new type: {n}. They keep it until they are next changed.',
};
const LOSES: Readonly<Record<Loss['kind'], Words>> = {
  time_of_day: {
    'zh-CN': '“{of}”有 {n} 条记录的“{field}”将失去时间部分，只保留日期。',
    en: 'Records of “{of}” whose “{field}” loses its time of day and keeps the date: {n}.',
  },
  more_choices: {
    'zh-CN': '“{of}”有 {n} 条记录的“{field}”选了多项，只保留第一项。',
    en: 'Records of “{of}” with several choices in “{field}”, of which the first is kept: {n}.',
  },
  formatting: {
    'zh-CN': '“{of}”有 {n} 条记录的“{field}”将失去格式，只保留文字。',
    en: 'Records of “{of}” whose “{field}” loses its formatting and keeps its words: {n}.',
  },
  end_of_range: {
    'zh-CN': '“{of}”有 {n} 条记录的“{field}”只保留开始日期。',
    en: 'Records of “{of}” whose “{field}” keeps only its first day: {n}.',
  },
  link: {
    'zh-CN': '“{of}”有 {n} 条记录的“{field}”变为当时的名称，不再跟随所关联的记录。',
    en: 'Records of “{of}” whose “{field}” becomes the name as it is now and follows what it pointed to no longer: {n}.',
  },
};

function told({ form, table, field }: Place, code: string, words: Words, n: number): Change {
  const own = form.fields.findIndex(({ key }) => key === (table ?? field.key));
  const said = (label: Label, locale: keyof Localised): string => (typeof label === 'string' ? label : label[locale]);
  const filledIn = (locale: keyof Localised): string =>
    words[locale].replace(/\{(of|field|n)\}/g, (_, word: string) =>
      word === 'n' ? String(n) : said(word === 'of' ? form.label : field.label, locale),
    );
  const path = `forms/${form.key}.json#/fields/${own}`;
  return { code, path, severity: 'careful', text: { 'zh-CN': filledIn('zh-CN'), en: filledIn('en') } };
}
