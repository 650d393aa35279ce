import type { Label } from '../../definition/index.ts';
import { type OpenOperation, openOperations } from '../../flow/index.ts';
import { buttonOf } from '../../flow/names.ts';
import type { Right } from '../../form/index.ts';
import type { OperationView } from '../../wire.ts';
import { choicesOf, chooseFrom } from '../door/choosing.ts';
import { holdsNow, isParty } from '../door/commands/button.ts';
import { actingRoles } from '../door/facts.ts';
import type { Held } from '../door/held.ts';
import { flowInputs } from '../door/transition.ts';
import type { Work } from '../door/work.ts';
import { choiceView } from './peopleChoices.ts';
import { incidentsOf, repairChoices } from './repairs.ts';
import type { Sight } from './sight.ts';

/** Words for operations that the definition has none for. */
const WORDS: Record<string, Label> = {
  approve: { 'zh-CN': '同意', en: 'Approve' },
  reject: { 'zh-CN': '拒绝', en: 'Reject' },
  complete: { 'zh-CN': '完成', en: 'Complete' },
  return: { 'zh-CN': '退回', en: 'Return' },
  transfer: { 'zh-CN': '转办', en: 'Transfer' },
  claim: { 'zh-CN': '认领', en: 'Claim' },
  unclaim: { 'zh-CN': '放回', en: 'Put back' },
  comment: { 'zh-CN': '评论', en: 'Comment' },
  cc: { 'zh-CN': '抄送', en: 'Send a copy' },
  withdraw: { 'zh-CN': '撤回', en: 'Withdraw' },
  delegate: { 'zh-CN': '委派', en: 'Delegate' },
  remove_signer: { 'zh-CN': '减签', en: 'Remove a signer' },
  take_back: { 'zh-CN': '拿回', en: 'Take it back' },
  urge: { 'zh-CN': '催办', en: 'Urge' },
  suspend: { 'zh-CN': '挂起', en: 'Suspend' },
  resume: { 'zh-CN': '恢复', en: 'Resume' },
  jump: { 'zh-CN': '跳转到其他节点', en: 'Go to another step' },
  terminate: { 'zh-CN': '终止', en: 'Terminate' },
  reassign: { 'zh-CN': '更换处理人', en: 'Give to somebody else' },
  retry: { 'zh-CN': '重试出错的步骤', en: 'Retry what went wrong' },
  skip: { 'zh-CN': '跳过出错的步骤', en: 'Go past what went wrong' },
  edit: { 'zh-CN': '编辑', en: 'Edit' },
  delete: { 'zh-CN': '删除', en: 'Delete' },
};

/** One operation, several ways to do it: each is a button of its own, so that nothing more has to be asked. */
const WAYS: Record<string, { key: string; label: Label }[]> = {
  add_signer: [
    { key: 'before', label: { 'zh-CN': '前加签', en: 'Ask somebody first' } },
    { key: 'beside', label: { 'zh-CN': '并加签', en: 'Ask somebody as well' } },
    { key: 'after', label: { 'zh-CN': '后加签', en: 'Ask somebody afterwards' } },
  ],
};
const worded = (label: Label, language: 'zh-CN' | 'en'): string =>
  typeof label === 'string' ? label : label[language];
const comeBack = (label: Label): Label => ({
  'zh-CN': `${worded(label, 'zh-CN')}，办完直接回到本环节`,
  en: `${worded(label, 'en')}, and come straight back here`,
});

const DECISIONS = new Set(['approve', 'reject', 'complete']);
const TONES: Record<string, OperationView['tone']> = {
  approve: 'success',
  reject: 'danger',
  complete: 'success',
  terminate: 'danger',
};

/** Everything this person may do with the record now; on a task's page, with the task. */
export async function operationsOf(work: Work, held: Held, sight: Sight, task?: string): Promise<OperationView[]> {
  const open = await openNow(work, held, task);
  const names = await namesOf(work, held, open);
  const record = { head: held.head, values: held.values };
  const rights = sight.rights(record);
  const node = held.instance?.state?.tasks.find(({ id }) => id === task)?.node;
  return [
    ...(await Promise.all(open.map((one) => withChoices(work, held, one, flowOperations(held, one, names))))).flat(),
    ...buttons(work, held, node),
    ...(task === undefined ? own(work, held, sight, rights) : []),
  ];
}

/** Whoever began submits again with it: for whom they may choose people now. */
async function withChoices(
  work: Work,
  held: Held,
  one: OpenOperation,
  views: OperationView[],
): Promise<OperationView[]> {
  const from = chooseFrom(work, held, one);
  const asked = from ? await choicesOf(work, held, from) : [];
  if (asked.length === 0) return views;
  const staff = await work.parts.people.of(held.app.key);
  const locale = work.actor.kind === 'user' ? work.actor.locale : 'zh-CN';
  const choices = asked.map((slot) => choiceView(slot, held, staff, locale));
  return views.map((view) => ({ ...view, choices }));
}

async function openNow(work: Work, held: Held, task: string | undefined): Promise<OpenOperation[]> {
  const { instance } = held;
  if (instance?.state == null) return [];
  const staff = await work.parts.people.of(held.app.key);
  const inputs = flowInputs(work, held, work.actor, staff.directory(new Map(), new Map()));
  const open = openOperations(instance.compiled, instance.state, inputs, task);
  // On the record's own page tasks are done on theirs.
  return task === undefined
    ? open.filter(({ kind }) => kind !== 'task' && (kind !== 'case' || work.actor.kind === 'user'))
    : open.filter(({ kind }) => kind !== 'withdraw');
}

/** Names of the people among whom is chosen. */
async function namesOf(work: Work, held: Held, open: readonly OpenOperation[]): Promise<Map<string, Label>> {
  const ids = open.flatMap(({ person, tasks = [] }) => [
    ...(Array.isArray(person) ? person : []),
    ...tasks.flatMap(({ assignee }) => assignee ?? []),
  ]);
  if (ids.length === 0) return new Map();
  const staff = await work.parts.people.of(held.app.key);
  return new Map(ids.map((id) => [id, staff.person(id)?.name ?? id]));
}

function flowOperations(held: Held, one: OpenOperation, names: ReadonlyMap<string, Label>): OperationView[] {
  const view = { ...flowOperation(held, one), ...repairChoices(held, one, names) };
  const ways = one.kind === 'task' ? WAYS[one.operation] : undefined;
  if (ways) return ways.map((way) => ({ ...view, ...way }));
  if (Array.isArray(one.person)) {
    return [{ ...view, targets: one.person.map((key) => ({ key, label: names.get(key) ?? key })) }];
  }
  if (one.resume !== 'choose') return [view];
  return [view, { ...view, key: 'return_here', label: comeBack(view.label), resume: true }];
}

function flowOperation(held: Held, one: OpenOperation): OperationView {
  const { operation, outcome, label, help, tone, reason, check, targets, rights, kind } = one;
  const isOwn = operation === 'complete' && label !== undefined && outcome !== undefined;
  const shown = kindOf(one);
  const key = shown === 'decision' && isOwn ? outcome : operation;
  const colour = tone ?? TONES[operation];
  return {
    kind: shown,
    key,
    label: label ?? labelOf(held, one),
    check,
    ...(reason ? { reason: true } : {}),
    ...(help === undefined ? {} : { help }),
    ...(colour === undefined ? {} : { tone: colour }),
    ...(kind === 'signal' ? { rights: (rights ?? {}) as Record<string, Right> } : {}),
    ...(targets ? { targets: targets.map(({ node, label: text }) => ({ key: node, label: text })) } : {}),
  };
}

/** What went wrong is tried again; where the engine does the step by itself it may be gone past instead. */
function retries(held: Held): OperationView[] {
  const incidents = incidentsOf(held);
  if (incidents.length === 0) return [];
  const past = incidents.filter(({ outcomes }) => outcomes.length > 0);
  const skip = { kind: 'retry' as const, key: 'skip', label: WORDS.skip ?? 'skip', reason: true, incidents: past };
  return [
    { kind: 'retry', key: 'retry', label: WORDS.retry ?? 'retry', incidents },
    ...(past.length > 0 ? [skip] : []),
  ];
}

function kindOf({ kind, operation }: OpenOperation): OperationView['kind'] {
  if (kind !== 'task') return kind;
  return DECISIONS.has(operation) ? 'decision' : (operation as OperationView['kind']);
}

function labelOf(held: Held, { kind, operation, outcome, node }: OpenOperation): Label {
  // Of a task that only asks for attention nothing is decided.
  const isOwn = kind === 'task' && (outcome !== undefined || operation === 'return');
  const own = isOwn ? held.instance?.compiled.nodes.get(node ?? '')?.node : undefined;
  if (kind !== 'edge') return buttonOf(own, operation) ?? WORDS[operation] ?? operation;
  const edge = held.form.flow?.definition.edges.find(({ from, on }) => from === '*' && on === operation);
  return edge?.label ?? operation;
}

function buttons(work: Work, held: Held, node: string | undefined): OperationView[] {
  return held.app.rules.buttons(held.form.key, node).flatMap((rule) => {
    const { key, definition } = rule;
    const { on } = definition;
    if (!('button' in on) || !on.by.some((party) => isParty(work, held, party))) return [];
    if (on.node !== undefined && !(held.head.nodes ?? []).includes(on.node)) return [];
    if (!holdsNow(work, held, rule)) return [];
    return [{ kind: 'button' as const, key, label: on.button, ...(on.confirm ? { confirm: on.confirm } : {}) }];
  });
}

function own(work: Work, held: Held, sight: Sight, rights: Record<string, Right>): OperationView[] {
  const isWritable = Object.entries(rights).some(([path, right]) => {
    const field = sight.form.compiled.fields.get(path);
    return (
      (right === 'edit' || right === 'require') && field !== undefined && !field.readonly && field.value === undefined
    );
  });
  const status = held.instance?.state?.status;
  const isRunning = status === 'running' || status === 'suspended';
  const isAdmin = actingRoles(work.actor, held.app.key).includes(held.app.model.app.admin);
  const mayDelete = sight.entries.some((entry) => entry.delete === true) && !isRunning;
  return [
    ...(isAdmin ? retries(held) : []),
    ...(isWritable && work.actor.kind !== 'engine'
      ? [{ kind: 'edit' as const, key: 'edit', label: WORDS.edit ?? 'edit' }]
      : []),
    ...(mayDelete
      ? [{ kind: 'delete' as const, key: 'delete', label: WORDS.delete ?? 'delete', tone: 'danger' as const }]
      : []),
  ];
}
