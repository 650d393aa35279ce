import type { CompiledForm, Effect, Place, RowState, State } from './compile/model.ts';
import { isActive, rightOf } from './evaluation/right.ts';
import { evaluated } from './evaluation/run.ts';
import { assignedOf } from './evaluation/stored.ts';
import { textOf } from './messages.ts';
import { readPath } from './path.ts';
import { openEntries } from './rights.ts';
import type { EvaluationInput, Explanation, Localised, Reason, Right } from './types.ts';

/** Why a field is hidden, read, required: every role, node and rule that bears on it, whether it holds or not. */

const words: Record<Right, Localised> = {
  hide: { 'zh-CN': '隐藏', en: 'hidden' },
  mask: { 'zh-CN': '脱敏显示', en: 'masked' },
  read: { 'zh-CN': '只读', en: 'read-only' },
  edit: { 'zh-CN': '可编辑', en: 'editable' },
  require: { 'zh-CN': '必填', en: 'required' },
};

const say = (zh: string, en: string): Localised => ({ 'zh-CN': zh, en });

function roleLabel(state: State, key: string): Localised {
  const label = state.compiled.context.roles?.find((role) => role.key === key)?.label ?? key;
  return { 'zh-CN': textOf(label, 'zh-CN'), en: textOf(label, 'en') };
}

/** What a list of rights says of a path: itself, its table, or everything. */
function saidOf(rights: Record<string, Right>, path: string): Right | undefined {
  const names = path.includes('.') ? [path, path.split('.')[0] ?? path, '*'] : [path, '*'];
  const name = names.find((one) => Object.hasOwn(rights, one));
  return name === undefined ? undefined : rights[name];
}

function accessReasons(place: Place, state: State): Reason[] {
  if (state.input.baseRights !== undefined) {
    const right = state.base.get(place.path) ?? 'hide';
    return right === 'hide' ? [unnamed] : [];
  }
  const reasons = openEntries(state.compiled, state.input).flatMap(({ access, index }): Reason[] => {
    const right = saidOf(access.rights, place.path);
    if (!right) return [];
    const role = roleLabel(state, access.role);
    const message = say(`角色“${role['zh-CN']}”：${words[right]['zh-CN']}`, `Role ${role.en}: ${words[right].en}`);
    return [{ kind: 'access', role: access.role, index, right, message }];
  });
  return reasons.length > 0 ? reasons : [unnamed];
}

const unnamed: Reason = {
  kind: 'unnamed',
  right: 'hide',
  message: say('没有任何角色权限提到此字段，因此隐藏', 'No role names this field, so it is hidden'),
};

function nodeReasons(place: Place, { input }: State): Reason[] {
  const right = input.nodeRights && saidOf(input.nodeRights, place.path);
  if (!right) return [];
  return [
    { kind: 'node', right, message: say(`流程节点：${words[right]['zh-CN']}`, `Step of the flow: ${words[right].en}`) },
  ];
}

function linkageReason(effect: Effect, state: State, row: RowState | undefined): Reason {
  const { rule, target, value } = effect;
  const holds = isActive(effect, state, row);
  const right = effect.right ?? (value ? 'read' : 'edit');
  const effectText = effect.right
    ? words[effect.right]
    : say('取值或选项由规则决定', 'value or options set by the rule');
  const number = rule.index + 1;
  return {
    kind: 'linkage',
    rule: rule.index,
    target,
    right,
    holds,
    trace: rule.when.explain(state, row),
    message: holds
      ? say(`联动规则 ${number} 成立：${effectText['zh-CN']}`, `Rule ${number} holds: ${effectText.en}`)
      : say(`联动规则 ${number} 不成立`, `Rule ${number} does not hold`),
  };
}

function fixedReasons(place: Place, state: State, row: RowState | undefined): Reason[] {
  const reasons: Reason[] = [];
  if (place.formula || place.type.derived) {
    reasons.push({ kind: 'computed', right: 'read', message: say('由系统计算', 'Worked out by the system') });
  } else if (place.field.readonly) {
    reasons.push({ kind: 'readonly', right: 'read', message: say('此字段不由人填写', 'Nobody types this field') });
  }
  if (assignedOf(place, state, row) !== undefined) {
    reasons.push({ kind: 'assigned', right: 'read', message: say('由流程或规则写入', 'Written by a flow or a rule') });
  }
  for (const key of place.filledBy) {
    if (state.lookups.get(key)?.status !== 'found') continue;
    reasons.push({
      kind: 'filled',
      lookup: key,
      right: 'read',
      message: say('由关联查询带出', 'Filled in by a lookup'),
    });
  }
  return reasons;
}

function placeAt(state: State, path: string): { place: Place; row: RowState | undefined } | undefined {
  const parts = readPath(path);
  const place = parts && state.compiled.places.get(parts.field);
  if (!place) return undefined;
  const row = parts.rowId === undefined ? undefined : state.tables.get(place.table ?? '')?.byId.get(parts.rowId);
  return { place, row };
}

/** `path`: "qty", "lines.qty", "lines[<row id>].qty" or the key of a section. */
export function explain(compiled: CompiledForm, input: EvaluationInput, path: string): Explanation {
  const state = evaluated(compiled, input);
  const at = placeAt(state, path);
  if (at) {
    const { place, row } = at;
    const reasons = [
      ...accessReasons(place, state),
      ...nodeReasons(place, state),
      ...fixedReasons(place, state, row),
      ...place.effects.map((effect) => linkageReason(effect, state, row)),
    ];
    return { path, right: rightOf(place, state, row), reasons };
  }
  const section = compiled.sections.find(({ key }) => key === path);
  const reasons = section?.effects.map((effect) => linkageReason(effect, state, undefined)) ?? [];
  return { path, right: section && state.sections.get(path) ? 'read' : 'hide', reasons };
}
