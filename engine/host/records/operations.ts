import type { Label } from '../../definition/index.ts';
import { type OpenOperation, openOperations } from '../../flow/index.ts';
import type { Right } from '../../form/index.ts';
import type { OperationView } from '../../wire.ts';
import { isParty } from '../door/commands/button.ts';
import { actingRoles } from '../door/facts.ts';
import type { Held } from '../door/held.ts';
import { flowInputs } from '../door/transition.ts';
import type { Work } from '../door/work.ts';
import type { Sight } from './sight.ts';

/** Words for operations that the definition has none for. */
const WORDS: Record<string, Label> = {
  approve: { 'zh-CN': '同意', en: 'Approve' },
  reject: { 'zh-CN': '拒绝', en: 'Reject' },
  complete: { 'zh-CN': '完成', en: 'Complete' },
  return: { 'zh-CN': '退回', en: 'Return' },
  transfer: { 'zh-CN': '转办', en: 'Transfer' },
  claim: { 'zh-CN': '认领', en: 'Claim' },
  comment: { 'zh-CN': '评论', en: 'Comment' },
  withdraw: { 'zh-CN': '撤回', en: 'Withdraw' },
  retry: { 'zh-CN': '重试出错的步骤', en: 'Retry what went wrong' },
  edit: { 'zh-CN': '编辑', en: 'Edit' },
  delete: { 'zh-CN': '删除', en: 'Delete' },
};

const DECISIONS = new Set(['approve', 'reject', 'complete']);
const TONES: Record<string, OperationView['tone']> = { approve: 'success', reject: 'danger', complete: 'success' };

/** Everything this person may do with the record now; on a task's page, with the task. */
export async function operationsOf(work: Work, held: Held, sight: Sight, task?: string): Promise<OperationView[]> {
  const open = await openNow(work, held, task);
  const record = { head: held.head, values: held.values };
  const rights = sight.rights(record);
  const node = held.instance?.state?.tasks.find(({ id }) => id === task)?.node;
  return [
    ...open.map((one) => flowOperation(held, one)),
    ...buttons(work, held, node),
    ...(task === undefined ? own(work, held, sight, rights) : []),
  ];
}

async function openNow(work: Work, held: Held, task: string | undefined): Promise<OpenOperation[]> {
  const { instance } = held;
  if (instance?.state == null) return [];
  const staff = await work.parts.people.of(held.app.key);
  const inputs = flowInputs(work, held, work.actor, staff.directory(new Map(), new Map()));
  const open = openOperations(instance.compiled, instance.state, inputs, task);
  // On the record's own page tasks are done on theirs.
  return task === undefined
    ? open.filter(({ kind }) => kind !== 'task')
    : open.filter(({ kind }) => kind !== 'withdraw');
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

function kindOf({ kind, operation }: OpenOperation): OperationView['kind'] {
  if (kind !== 'task') return kind;
  return DECISIONS.has(operation) ? 'decision' : (operation as OperationView['kind']);
}

function labelOf(held: Held, { kind, operation }: OpenOperation): Label {
  if (kind !== 'edge') return WORDS[operation] ?? operation;
  const edge = held.form.flow?.definition.edges.find(({ from, on }) => from === '*' && on === operation);
  return edge?.label ?? operation;
}

function buttons(work: Work, held: Held, node: string | undefined): OperationView[] {
  return held.app.rules.buttons(held.form.key, node).flatMap(({ key, definition }) => {
    const { on } = definition;
    if (!('button' in on) || !on.by.some((party) => isParty(work, held, party))) return [];
    if (on.node !== undefined && !(held.head.nodes ?? []).includes(on.node)) return [];
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
  const isRunning = held.instance?.state?.status === 'running';
  const hasIncident = held.instance?.state?.tokens.some(({ incident }) => incident !== undefined) === true;
  const isAdmin = actingRoles(work.actor, held.app.key).includes(held.app.model.app.admin);
  const mayDelete = sight.entries.some((entry) => entry.delete === true) && !isRunning;
  return [
    ...(hasIncident && isAdmin ? [{ kind: 'retry' as const, key: 'retry', label: WORDS.retry ?? 'retry' }] : []),
    ...(isWritable && work.actor.kind !== 'engine'
      ? [{ kind: 'edit' as const, key: 'edit', label: WORDS.edit ?? 'edit' }]
      : []),
    ...(mayDelete
      ? [{ kind: 'delete' as const, key: 'delete', label: WORDS.delete ?? 'delete', tone: 'danger' as const }]
      : []),
  ];
}
