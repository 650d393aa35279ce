import type { Field, RollupField, TableField } from '../../definition/types.generated.ts';
import type { FactType } from '../../expression/types.ts';
import { isFormula } from '../fields/bounds.ts';
import { fieldType } from '../fields/registry.ts';
import { readMeasure } from '../fields/rollup/index.ts';
import { fieldScope, recordScope, rowScope, tableOf } from '../scope.ts';
import type { FormContext, FormDefinition, FormFault, Values } from '../types.ts';
import { bindCondition, bindValue, compileWhen, factsAt, readsOf, type Site } from './bind.ts';
import { type BoundValueMap, bindData } from './data.ts';
import type { Place, Read, Rollup, RowState, State, Table } from './model.ts';

/** Where the expressions of a form stand: the record, and the rows of each table. */
export interface Sites {
  record: Site;
  rows: Map<string, Site>;
}

export function sitesOf(form: FormDefinition, context: FormContext): Sites {
  const tables = new Map<string, Set<string>>();
  const fields = new Set<string>();
  for (const field of form.fields) {
    if (field.type === 'table') tables.set(field.key, new Set(field.fields.map(({ key }) => key)));
    else fields.add(field.key);
  }
  const record: Site = { scope: recordScope(form, context), columns: new Set(), tables, fields };
  const rows = new Map<string, Site>();
  for (const [table, columns] of tables) {
    const scope = rowScope(form, table, context);
    rows.set(table, { scope, table, columns: new Set([...columns, 'id']), tables, fields });
  }
  return { record, rows };
}

/** What a formula has to give for a field: any number for numeric fields, which round it themselves. */
function wanted(field: Field, context: FormContext): FactType {
  return anyNumber(fieldType(field).factType(field, context));
}

const anyNumber = (type: FactType): FactType => (type.kind === 'integer' ? { kind: 'number' } : type);

interface Compiling {
  form: FormDefinition;
  context: FormContext;
  faults: FormFault[];
}

/** 'where' speaks of the other form's records; `record` and `row` are the ones at hand. */
export function bindWhere(
  where: object | undefined,
  target: { form: string; rows?: string | undefined },
  site: Site,
  compiling: Compiling,
  pointer: string,
): { reads: readonly Read[]; facts: (state: State, row: RowState | undefined) => Values } {
  const none = { reads: [], facts: () => ({}) };
  if (!where) return none;
  const form = compiling.context.forms.get(target.form);
  if (!form) return factsOfOurs(mentionedIn(where), site);
  const around = site.scope;
  const theirs = target.rows && tableOf(form, target.rows) ? rowScope(form, target.rows, compiling.context) : undefined;
  const scope = {
    ...around,
    ...(theirs ?? { ...fieldScope(form, compiling.context) }),
    record: { kind: 'context', fields: recordFieldsOf(site) },
    row: { kind: 'context', fields: around },
  } as const;
  const compiled = compileWhen(where, scope, compiling.faults, pointer);
  if (!compiled) return none;
  return factsOfOurs(
    compiled.depends.filter((name) => OURS.test(name)),
    site,
  );
}

const OURS = /^(record|row|settings|user|proof)\./;

/** A browser has the one form that is filled in, not those it points to: what is asked of ours can be read off all the same. */
function mentionedIn(where: object): string[] {
  const names = JSON.stringify(where).match(
    /(?<![\p{L}\p{N}_.])(record|row|settings|user|proof)\.[\p{L}_][\p{L}\p{N}_]*/gu,
  );
  return [...new Set(names ?? [])].sort();
}

function factsOfOurs(
  mine: readonly string[],
  site: Site,
): { reads: readonly Read[]; facts: (state: State, row: RowState | undefined) => Values } {
  const facts = factsAt(mine, { ...site, table: site.table ?? '' });
  const reads = readsOf(
    mine.map((name) => (site.table ? name : name.replace(/^record\./, ''))),
    site,
  );
  return { reads, facts: (state, row) => narrowed(facts(state, row ?? nowhere), mine) };
}

const nowhere: RowState = {
  id: '',
  index: 0,
  values: {},
  kept: true,
  rules: new Map(),
  rights: new Map(),
  options: new Map(),
  problems: new Map(),
};

const recordFieldsOf = (site: Site): Record<string, FactType> => site.scope;

/** `record.order_no` alone, not the whole record: the answer then holds for as long as that stays. */
function narrowed(facts: Readonly<Values>, names: readonly string[]): Values {
  const result: Values = {};
  for (const name of names) {
    const [root = '', key] = name.split('.');
    const whole = facts[root];
    if (key === undefined || whole === null || typeof whole !== 'object' || Array.isArray(whole)) {
      result[root] = whole ?? null;
      continue;
    }
    const part = result[root];
    const target = part !== null && typeof part === 'object' && !Array.isArray(part) ? part : {};
    target[key] = Object.hasOwn(whole, key) ? (whole[key] ?? null) : null;
    result[root] = target;
  }
  return result;
}

function bindRollup(field: RollupField, site: Site, compiling: Compiling, pointer: string): Rollup {
  const match: BoundValueMap = bindData(field.match, site, compiling.faults, `${pointer}/match`);
  const where = bindWhere(field.where, field.of, site, compiling, `${pointer}/where`);
  return { field, measure: readMeasure(field.measure), match, whereReads: where.reads, whereFacts: where.facts };
}

/** What a choice or a reference is narrowed by. */
function whereOf(field: Field): { where: object; form: string; at: string } | undefined {
  if (field.type === 'reference') return field.where && { where: field.where, form: field.form, at: 'where' };
  if (!('options' in field) || Array.isArray(field.options) || !field.options.where) return undefined;
  return { where: field.options.where, form: field.options.form, at: 'options/where' };
}

function bindPlace(field: Field, table: string | undefined, site: Site, compiling: Compiling, pointer: string): Place {
  const { faults, context } = compiling;
  const type = fieldType(field);
  const bound = (name: 'min' | 'max') => {
    const written: unknown = name in field ? (field as { min?: unknown; max?: unknown })[name] : undefined;
    if (written === undefined || Array.isArray(type.emptyValue)) return undefined;
    return bindValue(
      written,
      site,
      faults,
      `${pointer}/${name}`,
      isFormula(written) ? (type.boundType?.(field) ?? wanted(field, context)) : undefined,
    );
  };
  const formula =
    field.value === undefined
      ? undefined
      : bindValue(field.value, site, faults, `${pointer}/value`, wanted(field, context));
  const initial =
    field.default === undefined ? undefined : bindValue(field.default, site, faults, `${pointer}/default`);
  const where = whereOf(field);
  const asked = type.asks?.(field);
  const narrowing = where && bindWhere(where.where, where, site, compiling, `${pointer}/${where.at}`);
  const [min, max] = [bound('min'), bound('max')];
  return {
    path: table === undefined ? field.key : `${table}.${field.key}`,
    key: field.key,
    ...(table === undefined ? {} : { table }),
    field,
    type,
    pointer,
    typed: !type.derived && !field.readonly && field.value === undefined,
    broken: field.value !== undefined && !formula,
    ...(formula ? { formula } : {}),
    ...(initial ? { initial } : {}),
    ...(min ? { min } : {}),
    ...(max ? { max } : {}),
    ...(asked ? { rollup: bindRollup(asked, site, compiling, pointer) } : {}),
    effects: [],
    filledBy: [],
    whereReads: narrowing?.reads ?? [],
    ...(narrowing ? { whereFacts: narrowing.facts } : {}),
  };
}

function bindTable(field: TableField, sites: Sites, compiling: Compiling, pointer: string): Table {
  const site = sites.rows.get(field.key) ?? sites.record;
  const columns = new Map<string, Place>();
  field.fields.forEach((column, index) => {
    const place = bindPlace(column, field.key, site, compiling, `${pointer}/fields/${index}`);
    columns.set(column.key, place);
  });
  const drop = field.dropRows && bindCondition(field.dropRows, site, compiling.faults, `${pointer}/dropRows`);
  const place = bindPlace(field, undefined, sites.record, compiling, pointer);
  return { place, field, columns, filledBy: [], ...(drop ? { drop } : {}) };
}

export interface Places {
  places: Map<string, Place>;
  tables: Map<string, Table>;
}

export function bindPlaces(sites: Sites, compiling: Compiling): Places {
  const places = new Map<string, Place>();
  const tables = new Map<string, Table>();
  compiling.form.fields.forEach((field, index) => {
    const pointer = `/fields/${index}`;
    if (field.type !== 'table') {
      places.set(field.key, bindPlace(field, undefined, sites.record, compiling, pointer));
      return;
    }
    const table = bindTable(field, sites, compiling, pointer);
    tables.set(field.key, table);
    places.set(field.key, table.place);
    for (const column of table.columns.values()) places.set(column.path, column);
  });
  return { places, tables };
}
