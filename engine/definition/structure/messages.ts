import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Localised } from '../model.ts';
import { both, joined, suggestion } from '../texts.ts';
import { propertiesOf, tagsOf } from './graph.ts';

export interface Saying {
  code: string;
  message: Localised;
  cure: Localised;
}

type Say = (error: ErrorObject) => Saying;

const param = (error: ErrorObject, name: string): string => String((error.params as Record<string, unknown>)[name]);

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

/** How texts of a stated form look, by the title they have in the schemas. */
const FORMS: Readonly<Record<string, Localised>> = {
  Key: both(
    '键以字母（或汉字）开头，只含字母、数字和下划线，最多 48 个字符。',
    'A key begins with a letter, holds only letters, digits and _, and has at most 48 characters.',
  ),
  FormulaText: both('公式以等号开头，例如 "= qty * price"。', 'A formula begins with an equals sign: "= qty * price".'),
  Duration: both(
    '时长按 ISO 8601 写：PT4H 是 4 小时，P7D 是 7 天。',
    'Durations are ISO 8601: PT4H is 4 hours, P7D 7 days.',
  ),
  FieldPath: both('写字段的键，或“子表.列”。', 'Write a field’s key, or table.column.'),
  Label: both('写一段文字，或 {"zh-CN": "…", "en": "…"}。', 'Write one text, or {"zh-CN": "…", "en": "…"}.'),
  Bound: both('写一个数，或以等号开头的公式。', 'Write a number, or a formula that begins with =.'),
  Spans: both('时间段写作 "09:00-12:00"。', 'Hours are written "09:00-12:00".'),
};

const TYPES: Readonly<Record<string, Localised>> = {
  string: both('文字', 'a text'),
  number: both('数字', 'a number'),
  integer: both('整数', 'a whole number'),
  boolean: both('true 或 false', 'true or false'),
  array: both('列表 [ … ]', 'a list [ … ]'),
  object: both('对象 { … }', 'an object { … }'),
};

function titleOf(error: ErrorObject): string {
  const title = (error.parentSchema as { title?: unknown } | undefined)?.title;
  return typeof title === 'string' ? title : '';
}

const missing: Say = (error) => {
  const name = param(error, 'missingProperty');
  return {
    code: 'missing_property',
    message: both(`缺少“${name}”。`, `“${name}” is missing.`),
    cure: both(`请加上 "${name}": …`, `Add "${name}": …`),
  };
};

const unknown: Say = (error) => {
  const params = error.params as { additionalProperty?: string; unevaluatedProperty?: string };
  const name = params.additionalProperty ?? params.unevaluatedProperty ?? '';
  return {
    code: 'unknown_property',
    message: both(`不认识“${name}”。`, `“${name}” is not known here.`),
    cure: joined(suggestion(name, propertiesOf(error.parentSchema)), both('否则请删掉它。', 'Or leave it out.')),
  };
};

const type: Say = (error) => {
  const wanted = TYPES[param(error, 'type').split(',')[0] ?? ''] ?? both(param(error, 'type'), param(error, 'type'));
  return {
    code: 'wrong_type',
    message: both(
      `这里应是${wanted['zh-CN']}，却是 ${shown(error.data)}。`,
      `This should be ${wanted.en}, and is ${shown(error.data)}.`,
    ),
    cure: FORMS[titleOf(error)] ?? both(`请改成${wanted['zh-CN']}。`, `Make it ${wanted.en}.`),
  };
};

const choice: Say = (error) => {
  const params = error.params as { allowedValues?: unknown[]; allowedValue?: unknown };
  const allowed = (params.allowedValues ?? [params.allowedValue]).map(String);
  return {
    code: 'not_allowed_value',
    message: both(`这里不能是 ${shown(error.data)}。`, `${shown(error.data)} is not possible here.`),
    cure: suggestion(String(error.data), allowed),
  };
};

const discriminator: Say = (error) => {
  const tag = param(error, 'tag');
  const tags = tagsOf(error.parentSchema, tag);
  const value = (error.params as { tagValue?: unknown }).tagValue;
  if (value === undefined) return missing({ ...error, params: { missingProperty: tag } });
  return {
    code: 'unknown_type',
    message: both(`没有“${shown(value)}”这种类型。`, `There is no type “${shown(value)}”.`),
    cure: suggestion(String(value), tags),
  };
};

const pattern: Say = (error) => ({
  code: 'wrong_form',
  message: both(`“${shown(error.data)}”的写法不对。`, `“${shown(error.data)}” is not written as it has to be.`),
  cure:
    FORMS[titleOf(error)] ??
    both(`它必须符合 ${param(error, 'pattern')}。`, `It has to match ${param(error, 'pattern')}.`),
});

const tooFew: Say = (error) => ({
  code: 'too_few',
  message: both(`至少要有 ${param(error, 'limit')} 个。`, `At least ${param(error, 'limit')} needed here.`),
  cure: both('请补上，或者整个删掉这一项。', 'Add what is missing, or leave the whole entry out.'),
});

const tooMany: Say = (error) => ({
  code: 'too_many',
  message: both(`最多 ${param(error, 'limit')} 个。`, `At most ${param(error, 'limit')} possible here.`),
  cure: both('请减少，或拆成几份。', 'Take some away, or split it.'),
});

const range: Say = (error) => ({
  code: 'out_of_range',
  message: both(
    `${shown(error.data)} 超出范围（应 ${param(error, 'comparison')} ${param(error, 'limit')}）。`,
    `${shown(error.data)} is out of range (it has to be ${param(error, 'comparison')} ${param(error, 'limit')}).`,
  ),
  cure: both('请改成范围内的数。', 'Choose a number within the range.'),
});

const alternatives: Say = (error) => ({
  code: 'wrong_form',
  message: both(`${shown(error.data)} 不是这里可以写的内容。`, `${shown(error.data)} is nothing that can stand here.`),
  cure:
    FORMS[titleOf(error)] ?? both('请对照格式说明改写。', 'See the description of the format for what can stand here.'),
});

const format: Say = (error) => ({
  code: 'wrong_form',
  message: both(`“${shown(error.data)}”不是日期时间。`, `“${shown(error.data)}” is not a date and time.`),
  cure: both('例如 "2026-03-02T09:00:00+08:00"。', 'For example "2026-03-02T09:00:00+08:00".'),
});

const SAYINGS: Readonly<Record<string, Say>> = {
  required: missing,
  additionalProperties: unknown,
  unevaluatedProperties: unknown,
  type,
  enum: choice,
  const: choice,
  discriminator,
  pattern,
  format,
  minLength: tooFew,
  minItems: tooFew,
  minProperties: tooFew,
  maxLength: tooMany,
  maxItems: tooMany,
  maxProperties: tooMany,
  minimum: range,
  maximum: range,
  exclusiveMinimum: range,
  exclusiveMaximum: range,
};

export const sayingOf = (error: ErrorObject): Saying => (SAYINGS[error.keyword] ?? alternatives)(error);
