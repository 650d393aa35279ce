import type { Field, RollupField, TableField } from '../../definition/types.generated.ts';
import { compilePattern } from '../../expression/pattern.ts';
import { isFormula } from '../fields/bounds.ts';
import { flatOptions } from '../fields/choices.ts';
import { fieldType, fieldTypes, isNumeric } from '../fields/registry.ts';
import { measuredField, readMeasure } from '../fields/rollup/index.ts';
import { systemKeys, tableOf } from '../scope.ts';
import { isSerialFormat } from '../serial.ts';
import { type Report, say } from './report.ts';

/** Columns of the engine's own beside a form's fields, and beside a row's. */
const reserved = new Set(['id', 'revision', 'version', 'state', 'nodes', 'instance']);
const reservedStamps = ['created_at', 'created_by', 'updated_at', 'updated_by', 'submitted_at'];
const reservedFacts = ['settings', 'user', 'proof', 'record', 'row', 'index', 'task', 'target', 'answer', 'body'];
const reservedInForm = new Set([...reserved, ...reservedStamps, ...reservedFacts]);
const reservedInRow = new Set(['id', 'parent', 'position', ...reservedFacts]);

function checkKey(field: Field, path: string, taken: ReadonlySet<string>, report: Report): void {
  if (!taken.has(field.key)) return;
  report.error(
    'reserved_key',
    `${path}/key`,
    say(`“${field.key}”是系统保留的名称`, `“${field.key}” is a name of the engine's own`),
    say('请换一个键', 'Choose another key'),
  );
}

function checkDefault(field: Field, path: string, report: Report): void {
  if (field.default === undefined || isFormula(field.default)) return;
  const type = fieldType(field);
  const value = type.normalise(field.default, field, report.context);
  const fault = value === undefined ? { code: type.mismatch } : undefined;
  const judged =
    value === undefined || value === null ? fault : type.validate(value, field, { timeZone: report.context.timeZone });
  if (!judged) return;
  report.error(
    'bad_default',
    `${path}/default`,
    say('默认值不符合此字段的类型', 'The default is no value of this field'),
    say('请改为符合字段类型和选项的值', 'Give a value that fits the type and the options'),
  );
}

function checkPattern(field: Field, path: string, report: Report): void {
  const pattern = 'pattern' in field ? field.pattern : undefined;
  if (pattern === undefined || compilePattern(pattern)) return;
  report.error(
    'bad_pattern',
    `${path}/pattern`,
    say(
      '正则表达式无法使用（不支持反向引用和环视）',
      'This regular expression cannot be used (no back-references, no look-around)',
    ),
    say('请简化表达式', 'Write a simpler expression'),
  );
}

const isTemporal = (kind: string): boolean => ['date', 'datetime', 'time'].includes(kind);

function checkBounds(field: Field, path: string, report: Report): void {
  for (const name of ['min', 'max'] as const) {
    const bound: unknown = name in field ? (field as { min?: unknown; max?: unknown })[name] : undefined;
    const type = fieldType(field);
    const { kind } = type.boundType?.(field) ?? type.factType(field, report.context);
    if (!isTemporal(kind) || bound === undefined || isFormula(bound)) continue;
    if (fieldTypes.get(kind)?.normalise(bound, { ...field, type: kind } as Field, report.context)) continue;
    report.error(
      'bad_bound',
      `${path}/${name}`,
      say('这不是有效的日期或时间', 'This is not a date or time'),
      say(
        '请写成 2026-03-02 或 09:00，或以 = 开头的公式',
        'Write 2026-03-02 or 09:00, or a formula that begins with =',
      ),
    );
  }
}

function checkSerial(field: Field, path: string, report: Report): void {
  if (field.type !== 'serial' || isSerialFormat(field.format)) return;
  report.error(
    'bad_format',
    `${path}/format`,
    say('编号格式无法使用', 'This format cannot be used'),
    say('例如 RT{yyyyMMdd}{seq:5}：恰好一个 {seq:n}', 'For example RT{yyyyMMdd}{seq:5}, with {seq:n} exactly once'),
  );
}

function checkOptions(field: Field, path: string, report: Report): void {
  if (!('options' in field)) return;
  const { options } = field;
  if (Array.isArray(options)) {
    const keys = flatOptions(field)?.map(({ key }) => key) ?? [];
    report.twice(
      keys,
      (index) => (keys.length === options.length ? `${path}/options/${index}/key` : `${path}/options`),
      say('选项', 'option'),
    );
    return;
  }
  if (!report.name('form', options.form, report.context.forms.keys(), `${path}/options/form`)) return;
  const theirs = report.context.forms.get(options.form)?.fields.map(({ key }) => key) ?? [];
  report.name('field', options.value, theirs, `${path}/options/value`);
  report.name('field', options.label, theirs, `${path}/options/label`);
  if ('parent' in options) report.name('field', options.parent, theirs, `${path}/options/parent`);
}

function checkPointer(field: Field, path: string, report: Report): void {
  if (field.type === 'reference') report.name('form', field.form, report.context.forms.keys(), `${path}/form`);
  if (field.type === 'user' && field.role && report.context.roles) {
    report.name(
      'role',
      field.role,
      report.context.roles.map(({ key }) => key),
      `${path}/role`,
    );
  }
}

function checkRollup(field: RollupField, path: string, report: Report): void {
  const { forms } = report.context;
  if (!report.name('form', field.of.form, forms.keys(), `${path}/of/form`)) return;
  const form = forms.get(field.of.form);
  const tables = form?.fields.flatMap((one) => (one.type === 'table' ? [one.key] : [])) ?? [];
  if (field.of.rows !== undefined && !report.name('table', field.of.rows, tables, `${path}/of/rows`)) return;
  const theirs = form?.fields.map(({ key }) => key) ?? [];
  const columns = form && field.of.rows ? (tableOf(form, field.of.rows)?.fields ?? []).map(({ key }) => key) : [];
  for (const key of Object.keys(field.match)) {
    report.name('field', key, [...columns, ...theirs, ...systemKeys], `${path}/match/${key}`);
  }
  checkMeasure(field, field.of.rows === undefined ? theirs : columns, path, report);
}

function checkMeasure(field: RollupField, known: string[], path: string, report: Report): void {
  const { field: key } = readMeasure(field.measure);
  if (key === undefined || !report.name('field', key, known, `${path}/measure`)) return;
  const measured = measuredField(field, report.context.forms);
  if (measured && isNumeric(measured, report.context)) return;
  report.error(
    'not_numeric',
    `${path}/measure`,
    say(`“${key}”不是数字，不能汇总`, `“${key}” is no number and cannot be summed up`),
    say('请选数字、整数或金额字段，或用 count()', 'Choose a number, whole number or money field, or use count()'),
  );
}

function checkTable(field: TableField, path: string, report: Report): void {
  report.twice(
    field.fields.map(({ key }) => key),
    (index) => `${path}/fields/${index}/key`,
    say('列', 'column'),
  );
  field.fields.forEach((column, index) => {
    const at = `${path}/fields/${index}`;
    checkKey(column, at, reservedInRow, report);
    if (fieldType(column).alone) {
      report.error(
        'not_in_table',
        `${at}/type`,
        say('明细表中不能使用此类型', 'This type cannot stand in a table'),
        say('请改用普通字段，或把它做成另一张表单', 'Use a plain field, or make it a form of its own'),
      );
    } else checkField(column, at, report);
  });
  (field.uniqueRows ?? []).forEach((keys, index) =>
    keys.forEach((key, position) =>
      report.name('column', key, report.columnsOf(field.key), `${path}/uniqueRows/${index}/${position}`),
    ),
  );
}

function checkField(field: Field, path: string, report: Report): void {
  checkDefault(field, path, report);
  checkPattern(field, path, report);
  checkBounds(field, path, report);
  checkSerial(field, path, report);
  checkOptions(field, path, report);
  checkPointer(field, path, report);
  if (field.type === 'rollup') checkRollup(field, path, report);
  if (field.type === 'table') checkTable(field, path, report);
}

export function checkFields(report: Report): void {
  report.twice(report.fieldKeys, (index) => `/fields/${index}/key`, say('字段', 'field'));
  report.form.fields.forEach((field, index) => {
    checkKey(field, `/fields/${index}`, reservedInForm, report);
    checkField(field, `/fields/${index}`, report);
  });
}
