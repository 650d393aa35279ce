import { ExpressionError } from '../error.ts';
import { describe } from '../feel/static.ts';
import type { ConditionLeaf, FactType, Localised, Operator } from '../types.ts';

const words = (zh: string, en: string): Localised => ({ 'zh-CN': zh, en });

export const malformed = (path: string): ExpressionError =>
  new ExpressionError(
    'malformed_condition',
    words('这里需要 all、any、not 或一个比较', 'Here goes all, any, not or one comparison'),
    { path },
  );

export const noChildren = (path: string): ExpressionError =>
  new ExpressionError('empty_condition', words('条件组里没有条件', 'The group has no conditions'), {
    path,
    cure: words('加一个条件，或删掉这个组', 'Add a condition, or remove the group'),
  });

export const tooDeepCondition = (limit: number, path: string): ExpressionError =>
  new ExpressionError(
    'condition_too_deep',
    words(`条件嵌套超过${limit}层`, `The condition is nested more than ${limit} levels deep`),
    { path },
  );

export const unknownOperator = (operator: string, path: string): ExpressionError =>
  new ExpressionError(
    'unknown_operator',
    words(`没有“${operator.slice(0, 40)}”这种比较`, `There is no comparison "${operator.slice(0, 40)}"`),
    { path: `${path}/operator` },
  );

export function wrongOperator(leaf: ConditionLeaf, type: FactType, path: string): ExpressionError {
  const what = describe(type);
  const isPart = leaf.operator === 'equal' || leaf.operator === 'notEqual';
  return new ExpressionError(
    'wrong_operator',
    words(`${what['zh-CN']}不能用“${leaf.operator}”比较`, `A ${what.en} cannot be compared with "${leaf.operator}"`),
    {
      path: `${path}/operator`,
      cure: type.kind === 'list' && isPart ? words('对列表请用 contains', 'Use contains for a list') : undefined,
    },
  );
}

const shapes = {
  one: words('一个值', 'one value'),
  pair: words('两个值', 'two values'),
  many: words('一个或多个值', 'one or more values'),
  flag: words('true 或 false', 'true or false'),
  period: words('today、thisMonth、P7D 这样的时段', 'a period such as today, thisMonth or P7D'),
  pattern: words('匹配模式', 'a pattern'),
};

export const wrongShape = (operator: Operator, shape: keyof typeof shapes, path: string): ExpressionError =>
  new ExpressionError(
    'wrong_value',
    words(`“${operator}”需要${shapes[shape]['zh-CN']}`, `"${operator}" takes ${shapes[shape].en}`),
    { path: `${path}/value` },
  );

export function wrongValue(value: unknown, type: FactType, path: string): ExpressionError {
  const wanted = describe(type);
  const shown = JSON.stringify(value)?.slice(0, 60) ?? '';
  return new ExpressionError('wrong_value', words(`${shown} 不是${wanted['zh-CN']}`, `${shown} is no ${wanted.en}`), {
    path: `${path}/value`,
  });
}
