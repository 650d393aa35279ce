import { filesOf } from '../load.ts';
import type { AppModel, Kind, Localised } from '../model.ts';
import { both } from '../texts.ts';
import { appChanges } from './app.ts';
import { differs } from './compare.ts';
import { flowChanges } from './flow.ts';
import { formChanges } from './form.ts';
import { otherChanges, SHAPES } from './other.ts';
import { CHANGE_KINDS, type ChangeGroup, type ChangeKind, type Found, type Sides } from './types.ts';
import { named, sentence } from './words.ts';

export type { Change, ChangeGroup, ChangeKind } from './types.ts';

/** What becoming `after` changes for people and data, in words, by what it touches. `before` is left out where there was none. */
export function changesBetween(before: AppModel | undefined, after: AppModel): ChangeGroup[] {
  const found = [...told({ before, after })];
  found.push(...untold({ before, after }, found));
  return CHANGE_KINDS.flatMap((kind) => {
    const changes = found.filter((one) => one.kind === kind).map(({ kind: _kind, ...change }) => change);
    return changes.length > 0 ? [{ kind, changes }] : [];
  });
}

function* told(sides: Sides): Generator<Found> {
  const { before, after } = sides;
  if (before === undefined) yield firstVersion(after);
  else yield* appChanges(before.app, after.app);
  for (const form of after.forms.values()) yield* formChanges(before?.forms.get(form.key), form, sides);
  for (const form of before?.forms.values() ?? []) if (!after.forms.has(form.key)) yield removed('form', form);
  yield* ofKind('flow', before?.flows, after.flows, flowChanges);
  for (const kind of Object.keys(SHAPES) as (keyof typeof MAPS)[]) {
    const shape = SHAPES[kind];
    if (shape === undefined) continue;
    const mapOf = (model: AppModel): ReadonlyMap<string, object> => model[MAPS[kind]];
    yield* ofKind(kind, before && mapOf(before), mapOf(after), (was, is) => otherChanges(was, is, shape));
  }
}

const MAPS = {
  rule: 'rules',
  table: 'tables',
  message: 'messages',
  connector: 'connectors',
  calendar: 'calendars',
  report: 'reports',
  scenario: 'scenarios',
  data: 'data',
} as const;

const WHOLES: Readonly<Record<Exclude<Kind, 'app'>, { folder: string; kind: ChangeKind; noun: Localised }>> = {
  form: { folder: 'forms', kind: 'form', noun: both('表单', 'form') },
  flow: { folder: 'flows', kind: 'flow', noun: both('流程', 'flow') },
  rule: { folder: 'rules', kind: 'rule', noun: both('规则', 'rule') },
  table: { folder: 'tables', kind: 'rule', noun: both('决策表', 'decision table') },
  message: { folder: 'messages', kind: 'message', noun: both('消息', 'message') },
  connector: { folder: 'connectors', kind: 'connector', noun: both('连接器', 'connector') },
  calendar: { folder: 'calendars', kind: 'app', noun: both('日历', 'calendar') },
  report: { folder: 'reports', kind: 'report', noun: both('看板', 'board') },
  scenario: { folder: 'scenarios', kind: 'app', noun: both('场景', 'scenario') },
  data: { folder: 'data', kind: 'app', noun: both('数据', 'data') },
};

/** Definitions that came, went, or are different. */
function* ofKind<T extends object>(
  kind: Exclude<Kind, 'app'>,
  before: ReadonlyMap<string, T> | undefined,
  after: ReadonlyMap<string, T>,
  changed: (was: T, is: T) => Iterable<Found>,
): Generator<Found> {
  for (const [key, is] of after) {
    const was = before?.get(key);
    if (was === undefined) yield whole(kind, 'added', is);
    else if (differs(was, is)) yield* changed(was, is);
  }
  for (const [key, was] of before ?? []) if (!after.has(key)) yield removed(kind, was);
}

function whole(kind: Exclude<Kind, 'app'>, how: 'added' | 'removed' | 'changed', item: object): Found {
  const { folder, kind: group, noun } = WHOLES[kind];
  const words = { noun, item: named(item) };
  const text = {
    added: sentence('新增{noun}{item}。', 'New {noun} {item}.', words),
    removed: sentence('删除{noun}{item}。', 'The {noun} {item} is removed.', words),
    changed: sentence('{noun}{item}已修改。', 'The {noun} {item} is changed.', words),
  }[how];
  const path = `${folder}/${(item as { key: string }).key}.json`;
  return { kind: group, code: `${kind}_${how}`, text, path, severity: how === 'removed' ? 'careful' : 'safe' };
}

function removed(kind: Exclude<Kind, 'app'>, item: object): Found {
  const one = whole(kind, 'removed', item);
  if (kind !== 'form') return one;
  const text = sentence(
    '表单{item}不再使用；它的记录保留，恢复旧版本时会回来。',
    'The form {item} is no longer used; its records are kept, and come back with an older version.',
    { item: named(item) },
  );
  return { ...one, kind: 'data', text };
}

function firstVersion({ app }: AppModel): Found {
  const text = sentence('应用{app}第一次发布。', 'The app {app} is published for the first time.', { app: named(app) });
  return { kind: 'app', code: 'app_added', text, path: 'app.json', severity: 'safe' };
}

/** Nothing changes in silence: a file that differs without a sentence of its own gets a plain one. */
function* untold({ before, after }: Sides, found: readonly Found[]): Generator<Found> {
  if (before === undefined) return;
  const files = new Set(found.map(({ path }) => path.split('#')[0]));
  const was = new Map(filesOf(before).map(({ path, json }) => [path, json]));
  for (const { path, json } of filesOf(after)) {
    if (files.has(path) || !differs(was.get(path), json)) continue;
    const text = sentence('{item}已修改。', '{item} is changed.', { item: named(json) });
    yield { kind: 'app', code: 'definition_changed', text, path, severity: 'safe' };
  }
}
