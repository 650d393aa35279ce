import type { Localised } from '../model.ts';
import { both } from '../texts.ts';
import { changedKeys, listChanges, propertyChanges, type Sort } from './compare.ts';
import type { ChangeKind, Found } from './types.ts';
import { named } from './words.ts';

/** Definitions whose properties are told one by one, and their lists item by item. */
interface Shape {
  folder: string;
  kind: ChangeKind;
  code: string;
  noun: Localised;
  lists: Readonly<Record<string, { code: string; noun: Localised }>>;
}

export const SHAPES: Readonly<Record<string, Shape>> = {
  rule: shape('rules', 'rule', 'rule', '规则', 'Rule'),
  table: shape('tables', 'rule', 'table', '决策表', 'Decision table'),
  message: shape('messages', 'message', 'message', '消息', 'Message'),
  connector: shape('connectors', 'connector', 'connector', '连接器', 'Connector'),
  calendar: shape('calendars', 'app', 'calendar', '日历', 'Calendar'),
  report: shape('reports', 'report', 'report', '看板', 'Board', {
    tiles: { code: 'tile', noun: both('图表', 'tile') },
    measures: { code: 'measure', noun: both('指标', 'measure') },
    filters: { code: 'filter', noun: both('筛选', 'filter') },
  }),
  scenario: shape('scenarios', 'app', 'scenario', '场景', 'Scenario'),
  data: shape('data', 'app', 'data', '数据', 'Data'),
};

function shape(
  folder: string,
  kind: ChangeKind,
  code: string,
  zh: string,
  en: string,
  lists: Shape['lists'] = {},
): Shape {
  return { folder, kind, code, noun: both(zh, en), lists };
}

export function otherChanges(before: object, after: object, { folder, kind, code, noun, lists }: Shape): Found[] {
  const path = `${folder}/${(after as { key: string }).key}.json#`;
  const whole: Sort = { kind, code, noun, of: named(after), path };
  const plain = changedKeys(before, after).filter((key) => !(key in lists));
  const part = (one: object, key: string): readonly object[] | undefined =>
    (one as Record<string, readonly object[] | undefined>)[key];
  return [
    ...propertyChanges(before, after, plain, whole),
    ...Object.entries(lists).flatMap(([key, item]) =>
      listChanges(part(before, key), part(after, key), { ...whole, ...item, path: `${path}/${key}` }),
    ),
  ];
}
