import { nearest } from '../../expression/feel/problem.ts';
import { tableOf } from '../scope.ts';
import type { FormContext, FormDefinition, FormFault, Localised } from '../types.ts';

export const say = (zh: string, en: string): Localised => ({ 'zh-CN': zh, en });

/** Collects what is wrong with a form, each with its place and its cure. */
export class Report {
  readonly faults: FormFault[] = [];
  readonly form: FormDefinition;
  readonly context: FormContext;
  constructor(form: FormDefinition, context: FormContext) {
    this.form = form;
    this.context = context;
  }

  error(code: string, path: string, message: Localised, cure: Localised): void {
    this.faults.push({ code, path, message, cure, severity: 'error' });
  }

  warn(code: string, path: string, message: Localised, cure: Localised): void {
    this.faults.push({ code, path, message, cure, severity: 'warning' });
  }

  /** A name that has to be one of these; says which was probably meant. */
  name(kind: Kind, name: string, known: Iterable<string>, path: string): boolean {
    const names = new Set(known);
    if (names.has(name)) return true;
    const near = nearest(name, names);
    const { zh, en } = kinds[kind];
    const cure = near
      ? say(`是不是“${near}”？`, `Did you mean “${near}”?`)
      : say(`请改为已有的${zh}，或先定义它`, `Name a ${en} that exists, or define it first`);
    this.error(`unknown_${kind}`, path, say(`没有名为“${name}”的${zh}`, `There is no ${en} called “${name}”`), cure);
    return false;
  }

  /** Keys of the form's own fields. */
  get fieldKeys(): string[] {
    return this.form.fields.map(({ key }) => key);
  }

  /** Field keys and "table.column". */
  get paths(): string[] {
    return this.form.fields.flatMap((field) =>
      field.type === 'table' ? [field.key, ...field.fields.map(({ key }) => `${field.key}.${key}`)] : [field.key],
    );
  }

  columnsOf(table: string, form: FormDefinition = this.form): string[] {
    return tableOf(form, table)?.fields.map(({ key }) => key) ?? [];
  }

  twice(keys: readonly string[], path: (index: number) => string, what: Localised): void {
    keys.forEach((key, index) => {
      if (keys.indexOf(key) === index) return;
      this.error(
        'duplicate_key',
        path(index),
        say(`${what['zh-CN']}“${key}”出现了两次`, `The ${what.en} “${key}” stands here twice`),
        say('请给其中一个换一个键', 'Give one of them another key'),
      );
    });
  }
}

const kinds = {
  field: { zh: '字段', en: 'field' },
  column: { zh: '列', en: 'column' },
  table: { zh: '明细表', en: 'table' },
  form: { zh: '表单', en: 'form' },
  role: { zh: '角色', en: 'role' },
  target: { zh: '字段、列或布局部分', en: 'field, column or part of the layout' },
  connector: { zh: '连接器', en: 'connector' },
  operation: { zh: '接口操作', en: 'operation' },
  option: { zh: '选项', en: 'option' },
  check: { zh: '校验', en: 'check' },
  reference: { zh: '关联字段', en: 'reference field' },
  lookup: { zh: '关联查询', en: 'linked query' },
} as const;

type Kind = keyof typeof kinds;
