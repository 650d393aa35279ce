import {
  type Condition,
  compileCondition,
  compileFormula,
  ExpressionError,
  type FactType,
  type FunctionLibrary,
  type Scope,
} from '../../expression/index.ts';
import { fieldType, formContext, recordScope, rowScope } from '../../form/index.ts';
import type { AppModel, Kind, Localised, Problem } from '../model.ts';
import { both, step, suggestion } from '../texts.ts';
import type { Field, FormDefinition } from '../types.generated.ts';

/** Where something stands: the file, and the pointer inside it. */
export interface Place {
  file: string;
  path: string;
}

export const at = (place: Place, ...steps: (string | number)[]): Place => ({
  file: place.file,
  path: place.path + steps.map(step).join(''),
});

/** What things are called in messages, by the word that their problem's code ends with. */
const NOUNS = {
  form: both('表单', 'form'),
  field: both('字段', 'field'),
  sub_table: both('子表', 'sub-table'),
  column: both('列', 'column'),
  role: both('角色', 'role'),
  flow: both('流程', 'flow'),
  node: both('节点', 'node'),
  state: both('状态', 'state'),
  outcome: both('结果', 'outcome'),
  signal: both('信号', 'signal'),
  table: both('决策表', 'decision table'),
  message: both('消息', 'message'),
  connector: both('连接器', 'connector'),
  operation: both('连接器操作', 'connector operation'),
  hook: both('回调', 'hook'),
  rule: both('定时规则', 'rule on a schedule'),
  calendar: both('日历', 'calendar'),
  channel: both('消息渠道', 'channel'),
  setting: both('设置', 'setting'),
  board: both('看板', 'board'),
  measure: both('指标', 'measure'),
  lookup: both('关联查询', 'lookup'),
  login: both('用户', 'user'),
  department: both('部门', 'department'),
  button: both('按钮规则', 'button rule'),
  record: both('记录名', 'record name'),
  check: both('校验', 'check'),
} satisfies Record<string, Localised>;

export type Noun = keyof typeof NOUNS;

export interface ExpressionPlace {
  functions?: FunctionLibrary;
  expect?: FactType;
}

/** What every check works with: the app, its scopes, and a place to put problems. */
export interface Desk {
  app: AppModel;
  problems: Problem[];
  place(kind: Kind, key: string): Place;
  report(place: Place, code: string, message: Localised, cure: Localised, severity?: Problem['severity']): void;
  /** Reports unknown_<noun> where the name is none of these; true where it is. */
  known(place: Place, noun: Noun, name: string, names: Iterable<string>): boolean;
  form(place: Place, key: string): FormDefinition | undefined;
  role(place: Place, key: string, more?: readonly string[]): void;
  condition(place: Place, condition: Condition | undefined, scope: Scope, options?: ExpressionPlace): void;
  /** The text with its equals sign. */
  formula(place: Place, text: string, scope: Scope, options?: ExpressionPlace): void;
  /** A literal, or a formula, or JSON with formulas in its texts. */
  value(place: Place, value: unknown, scope: Scope, options?: ExpressionPlace): void;
  scope(form: FormDefinition): Scope;
  rowScope(form: FormDefinition, table: string): Scope;
}

export const isFormula = (value: unknown): value is string => typeof value === 'string' && value.startsWith('=');

/** Roles that every app has without naming them. */
export const BUILT_IN_ROLES = ['visitor', 'public', 'everyone'];

/** The engine's own facts of a record, which can be sorted, filtered and shown like fields. */
export const SYSTEM_FACTS = [
  'id',
  'state',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'revision',
  'submitted_at',
];

export const fieldKeys = (form: FormDefinition): string[] => form.fields.map((field) => field.key);

export function fieldAt(form: FormDefinition, path: string): Field | undefined {
  const [head, column] = path.split('.');
  const field = form.fields.find((item) => item.key === head);
  if (column === undefined) return field;
  if (field?.type === 'table') return field.fields.find((item) => item.key === column);
  return (
    field &&
    fieldType(field)
      .parts?.(field)
      .find((part) => part.key === column)?.field
  );
}

/** "period.from": what reports can group by and measure beside the fields themselves. */
export const partsOf = (form: FormDefinition): string[] =>
  form.fields.flatMap((field) => (fieldType(field).parts?.(field) ?? []).map(({ key }) => `${field.key}.${key}`));

/** "reason", "lines", "lines.qty". */
export const pathsOf = (form: FormDefinition): string[] =>
  form.fields.flatMap((field) => [
    field.key,
    ...(field.type === 'table' ? field.fields.map((column) => `${field.key}.${column.key}`) : []),
  ]);

export const subTables = (form: FormDefinition): string[] =>
  form.fields.filter((field) => field.type === 'table').map((field) => field.key);

export const columnsOf = (form: FormDefinition, table: string): string[] => {
  const field = form.fields.find((item) => item.key === table);
  return field?.type === 'table' ? field.fields.map((column) => column.key) : [];
};

const RECHECK = both('请对照字段与公式的写法检查。', 'Check names and spelling of the expression.');

export function createDesk(app: AppModel): Desk {
  const problems: Problem[] = [];
  const context = formContext(app);
  const roles = [...app.app.roles.map((role) => role.key), ...BUILT_IN_ROLES];

  const attempt = (place: Place, compile: () => unknown): void => {
    try {
      compile();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const path = place.path + (error.path ?? '');
      problems.push({
        code: error.code,
        file: place.file,
        path,
        message: error.localised,
        cure: error.cure ?? RECHECK,
        severity: 'error',
      });
    }
  };

  const desk: Desk = {
    app,
    problems,
    place: (kind, key) => ({ file: app.files.get(`${kind}/${key}`) ?? key, path: '' }),
    report: (place, code, message, cure, severity = 'error') => {
      problems.push({ code, file: place.file, path: place.path, message, cure, severity });
    },
    known: (place, noun, name, names) => {
      const all = [...names];
      if (all.includes(name)) return true;
      const word = NOUNS[noun];
      const message = both(`没有名为“${name}”的${word['zh-CN']}。`, `There is no ${word.en} “${name}”.`);
      desk.report(place, `unknown_${noun}`, message, suggestion(name, all));
      return false;
    },
    form: (place, key) => (desk.known(place, 'form', key, app.forms.keys()) ? app.forms.get(key) : undefined),
    role: (place, key, more = BUILT_IN_ROLES) =>
      void desk.known(place, 'role', key, [...roles.filter((role) => !BUILT_IN_ROLES.includes(role)), ...more]),
    condition: (place, condition, scope, options) => {
      if (condition !== undefined) attempt(place, () => compileCondition(condition, scope, options));
    },
    formula: (place, text, scope, options) => attempt(place, () => compileFormula(text.slice(1), scope, options)),
    value: (place, value, scope, options) => {
      if (isFormula(value)) desk.formula(place, value, scope, options);
      else if (typeof value === 'object' && value !== null)
        for (const [key, item] of Object.entries(value)) desk.value(at(place, key), item, scope, options);
    },
    scope: (form) => recordScope(form, context),
    rowScope: (form, table) => rowScope(form, table, context),
  };
  return desk;
}
