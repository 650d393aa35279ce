import { v5 as uuidV5, validate } from 'uuid';
import type { AppModel, Condition, Field, FormDefinition, Label, Localised } from '../../definition/index.ts';
import { type CompiledCondition, compileCondition } from '../../expression/index.ts';
import type { Env, FactType, Json, Scope } from '../../expression/types.ts';
import { fieldTypes, formContext } from '../../form/index.ts';
import { compileTemplate, type Template } from '../connectors/template.ts';
import type { CsvLine } from './csv.ts';
import type { ColumnType, Mapping, Source, TableMapping } from './mapping.ts';
import { type LineProblem, problems } from './problem.ts';
import { valueOfText } from './value.ts';

export interface Column {
  header: string;
  /** How formulas call it. */
  name: string;
  type: ColumnType;
}

/** A line with its cells read; left out on purpose where `skipped` says why. */
export interface MappedLine extends CsvLine {
  facts: Record<string, Json>;
  problems: LineProblem[];
  skipped?: LineProblem;
}

/** A record as it will be created, and which of its rows came from which line. */
export interface MappedRecord {
  lines: MappedLine[];
  data: Record<string, Json>;
  lineOfRow: Map<string, number>;
  /** What stands in the cells, by field; for rows by their id and column. */
  raw: Map<string, string>;
  rawRows: Map<string, ReadonlyMap<string, string>>;
  problems: LineProblem[];
}

/** The record that a line is to change. */
export interface RecordKey {
  column: string;
  field?: string;
  value: string;
  revision?: number;
}

const FACT_TYPES: Record<ColumnType, FactType> = {
  text: { kind: 'text' },
  integer: { kind: 'integer' },
  number: { kind: 'number' },
  date: { kind: 'date' },
  datetime: { kind: 'datetime' },
  boolean: { kind: 'boolean' },
};

interface Target {
  path: string;
  field: Field | undefined;
  value: Template;
  /** Where it is a column as it stands: which one. */
  at: number;
}

interface TableTarget {
  key: string;
  targets: Target[];
  merge: TableMapping['merge'];
}

/** The mapping made ready for one file. Throws an ExpressionError for a formula or condition that cannot be used. */
export class Mapper {
  readonly columns: readonly Column[];
  readonly #app: AppModel;
  readonly #skip: { when: CompiledCondition; problem: LineProblem }[];
  readonly #targets: Target[];
  readonly #tables: TableTarget[];
  readonly #group: number[] | undefined;
  readonly #key: { mapping: NonNullable<Mapping['key']>; at: number; revision: number } | undefined;
  readonly #env: Env;

  constructor(app: AppModel, form: FormDefinition, mapping: Mapping, headers: readonly string[], now: string) {
    this.#app = app;
    this.#env = { now, timeZone: app.app.timeZone };
    this.columns = columnsFor(headers, mapping);
    const scope: Scope = Object.fromEntries(this.columns.map(({ name, type }) => [name, FACT_TYPES[type]]));
    const ofRecord: Scope = { ...scope, rows: { kind: 'list', of: { kind: 'context', fields: scope } } };
    this.#skip = (mapping.skip ?? []).map(({ when, reason, label }) => ({
      when: compileCondition(when as unknown as Parameters<typeof compileCondition>[0], scope),
      problem: { code: reason, message: localised(label ?? reason) },
    }));
    this.#targets = this.#targetsOf(form.fields, mapping.fields, ofRecord, '');
    this.#tables = Object.entries(mapping.tables ?? {}).map(([key, table]) => {
      const field = form.fields.find((one) => one.key === key);
      const fields = field?.type === 'table' ? (field.fields as Field[]) : [];
      return { key, targets: this.#targetsOf(fields, table.fields, scope, `${key}.`), merge: table.merge };
    });
    this.#group = mapping.group?.map((wanted) => this.#indexOf(wanted));
    const { key } = mapping;
    this.#key = key && {
      mapping: key,
      at: this.#indexOf(key.column),
      revision: key.revision === undefined ? -1 : this.#indexOf(key.revision),
    };
  }

  #indexOf(wanted: string): number {
    return this.columns.findIndex(({ header, name }) => header === wanted || name === wanted);
  }

  /** Which record a line means; undefined: a new one. */
  keyOf({ cells }: CsvLine): RecordKey | undefined {
    const value = this.#key && cells[this.#key.at]?.trim();
    if (!this.#key || !value) return undefined;
    const { column, field } = this.#key.mapping;
    const revision = Number(cells[this.#key.revision] || Number.NaN);
    return { column, value, ...(field !== undefined && { field }), ...(Number.isInteger(revision) && { revision }) };
  }

  get isGrouped(): boolean {
    return this.#group !== undefined;
  }

  /** Lines with the same key are one record. */
  groupOf({ cells }: CsvLine): string {
    return JSON.stringify((this.#group ?? []).map((at) => cells[at]?.trim() ?? ''));
  }

  line({ line, cells }: CsvLine): MappedLine {
    const found: LineProblem[] = [];
    const facts: Record<string, Json> = {};
    this.columns.forEach(({ header, name, type }, at) => {
      const text = cells[at]?.trim() ?? '';
      const value = readCell(text, type, this.#app);
      if (value === undefined) found.push(problems.badCell(header, `not_${type}`, text));
      facts[name] = value ?? null;
    });
    const skipped = this.#skip.find(({ when }) => when.test(facts, this.#env))?.problem;
    return { line, cells, facts, problems: skipped ? [] : found, ...(skipped && { skipped }) };
  }

  /** `seed` makes the ids of rows, the same at each run of the job. */
  record(lines: MappedLine[], seed: string): MappedRecord {
    const found = lines.flatMap((line) => line.problems);
    const [first] = lines;
    const facts = { ...first?.facts, rows: lines.map((line) => line.facts) };
    const data = this.#values(this.#targets, facts, found);
    const lineOfRow = new Map<string, number>();
    const rawRows: MappedRecord['rawRows'] = new Map();
    for (const table of this.#tables) {
      const rows = lines.flatMap((line) => {
        const raw = rawOf(table.targets, line);
        // A record without rows leaves an export with a line of its own, whose row is empty.
        if (raw.has('id') && [...raw.values()].every((text) => text === '')) return [];
        const values = this.#values(table.targets, line.facts, line.problems);
        const id = isUuid(values.id) ? values.id : uuidV5(`${table.key}:${line.line}`, seed);
        lineOfRow.set(id, line.line);
        rawRows.set(id, raw);
        return [{ ...values, id }];
      });
      data[table.key] = table.merge ? merged(rows, table.merge, this.#env) : rows;
    }
    const raw = first ? rawOf(this.#targets, first) : new Map<string, string>();
    return { lines, data, lineOfRow, raw, rawRows, problems: [...found, ...lines.flatMap((line) => line.problems)] };
  }

  #values(targets: readonly Target[], facts: Record<string, Json>, found: LineProblem[]): Record<string, Json> {
    const data: Record<string, Json> = {};
    for (const { path, field, value } of targets) {
      const given = value(facts, this.#env);
      const key = path.split('.').at(-1) ?? path;
      const choice = field && typeof given === 'string' ? valueOfText(field, given, formContext(this.#app)) : given;
      if (choice === undefined) found.push(problems.unknownChoice(path, String(given)));
      else data[key] = choice === '' ? null : choice;
    }
    return data;
  }

  #targetsOf(fields: readonly Field[], sources: Record<string, Source>, scope: Scope, prefix: string): Target[] {
    return Object.entries(sources).map(([key, source]) => ({
      path: prefix + key,
      field: fields.find((field) => field.key === key),
      value: this.#template(source, scope),
      at: typeof source === 'object' && source !== null ? this.#indexOf(source.column) : -1,
    }));
  }

  #template(source: Source, scope: Scope): Template {
    if (typeof source !== 'object' || source === null) return compileTemplate(source, scope, {});
    const column = this.columns.find(({ header, name }) => header === source.column || name === source.column);
    return (facts) => (column ? (facts[column.name] ?? null) : null);
  }
}

/** Names that formulas can use: "Unit Price" is Unit_Price, and the second of two equal ones gets a number. */
export function columnsFor(headers: readonly string[], mapping: Pick<Mapping, 'columns'>): Column[] {
  const taken = new Set<string>();
  return headers.map((raw, at) => {
    const header = raw.trim();
    const given = mapping.columns?.[header];
    const plain =
      given?.name ??
      header
        .normalize('NFC')
        .replace(/[^\p{L}\p{N}_]+/gu, '_')
        .replace(/^_+|_+$/g, '');
    const base = /^\p{L}/u.test(plain) ? plain : `column_${plain || at + 1}`;
    let name = base;
    for (let count = 2; taken.has(name); count += 1) name = `${base}_${count}`;
    taken.add(name);
    return { header, name, type: given?.type ?? 'text' };
  });
}

/** The cells that fields take as they stand. */
function rawOf(targets: readonly Target[], { cells }: CsvLine): Map<string, string> {
  const columns = targets.filter(({ at }) => at >= 0);
  return new Map(columns.map(({ path, at }) => [path.split('.').at(-1) ?? path, cells[at]?.trim() ?? '']));
}

/** Read by the field types' own rules; undefined where it is no value of this type. */
function readCell(text: string, type: ColumnType, app: AppModel): Json | undefined {
  if (text === '') return null;
  if (type === 'text') return text;
  const owner = fieldTypes.get(type);
  const field = { key: 'column', label: 'column', type } as Field;
  return owner?.normalise(text, field, formContext(app));
}

function merged(rows: Record<string, Json>[], { by, sum }: NonNullable<TableMapping['merge']>, env: Env): Json {
  const kept = new Map<string, Record<string, Json>>();
  for (const row of rows) {
    const key = JSON.stringify(by.map((column) => row[column] ?? null));
    const first = kept.get(key);
    if (!first) kept.set(key, { ...row });
    else for (const column of sum) first[column] = added(first[column] ?? null, row[column] ?? null, env);
  }
  return [...kept.values()];
}

const addition = compileTemplate('= left + right', { left: { kind: 'number' }, right: { kind: 'number' } }, {});

/** Exact: what were whole numbers stay whole numbers. */
function added(left: Json, right: Json, env: Env): Json {
  if (left === null || right === null) return left ?? right;
  const total = addition({ left: String(left), right: String(right) }, env);
  return typeof left === 'number' && typeof right === 'number' ? Number(total) : total;
}

function isUuid(value: Json | undefined): value is string {
  return typeof value === 'string' && validate(value);
}

function localised(label: Label): Localised {
  return typeof label === 'string' ? { 'zh-CN': label, en: label } : label;
}

export type { Condition };
