import type { FactType, Localised, Operator } from '../../../engine/expression/index.ts';

const say = (zh: string, en: string): Localised => ({ 'zh-CN': zh, en });

const plain: Record<Operator, Localised> = {
  equal: say('等于', 'is'),
  notEqual: say('不等于', 'is not'),
  greaterThan: say('大于', 'is more than'),
  greaterThanInclusive: say('大于等于', 'is at least'),
  lessThan: say('小于', 'is less than'),
  lessThanInclusive: say('小于等于', 'is at most'),
  between: say('介于', 'is between'),
  in: say('属于', 'is one of'),
  notIn: say('不属于', 'is none of'),
  contains: say('包含', 'contains'),
  notContains: say('不包含', 'does not contain'),
  containsAny: say('包含任一', 'contains any of'),
  startsWith: say('开头是', 'starts with'),
  endsWith: say('结尾是', 'ends with'),
  matches: say('符合格式', 'matches the pattern'),
  filled: say('已填写', 'is filled in'),
  inPeriod: say('在时段内', 'is within'),
  before: say('早于', 'is before'),
  after: say('晚于', 'is after'),
};

const calendar: Partial<Record<Operator, Localised>> = {
  equal: say('是', 'is'),
  notEqual: say('不是', 'is not'),
  greaterThan: say('晚于', 'is after'),
  greaterThanInclusive: say('不早于', 'is on or after'),
  lessThan: say('早于', 'is before'),
  lessThanInclusive: say('不晚于', 'is on or before'),
};

/** How people say it of a value of this type: dates are early or late, not small or large. */
export function operatorWords(operator: Operator, type: FactType): Localised {
  const { kind } = type.kind === 'list' ? type.of : type;
  const isCalendar = kind === 'date' || kind === 'datetime' || kind === 'time';
  return (isCalendar ? calendar[operator] : undefined) ?? plain[operator];
}

export const notFilled = say('未填写', 'is empty');
export const yes = say('是', 'yes');
export const no = say('否', 'no');

export const periods: Readonly<Record<string, Localised>> = {
  today: say('今天', 'today'),
  yesterday: say('昨天', 'yesterday'),
  thisWeek: say('本周', 'this week'),
  lastWeek: say('上周', 'last week'),
  thisMonth: say('本月', 'this month'),
  lastMonth: say('上月', 'last month'),
  thisYear: say('今年', 'this year'),
  last7Days: say('最近 7 天', 'the last 7 days'),
  last30Days: say('最近 30 天', 'the last 30 days'),
  last90Days: say('最近 90 天', 'the last 90 days'),
};

export const joins = {
  all: say('且', 'and'),
  any: say('或', 'or'),
  not: say('并非', 'not'),
  always: say('始终', 'always'),
  and: say(' 与 ', ' and '),
};
