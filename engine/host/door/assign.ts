import { differences, withAssigned } from '../../form/index.ts';
import type { Values } from '../../wire.ts';
import type { Held } from './held.ts';
import { judge } from './judge.ts';
import type { Work } from './work.ts';

/**
 * The engine writes fields: a rule's action, a flow's table, a connector's answer. Formulas are worked out again; what
 * people must fill in is not asked for here.
 */
export async function assign(work: Work, held: Held, set: Values): Promise<void> {
  if (Object.keys(set).length === 0) return;
  const plain = isJudged(held) ? withAssigned(held.form.compiled, held.values, set) : undefined;
  if (plain === undefined) {
    const { values } = await judge(work, held, { mode: 'update', data: {}, assigned: set, mayAll: true });
    return take(work, held, values);
  }
  held.judged = { values: plain, state: held.head.state };
  take(work, held, plain);
}

/** Its values are those that the form gave in this command, and nothing around them has changed since. */
export function isJudged({ judged, values, head }: Held): boolean {
  return judged !== undefined && judged.values === values && judged.state === head.state;
}

/** The record's new values; rules on what changed come in turn. A record that is being made has only been created. */
export function take(work: Work, held: Held, values: Values): void {
  const before = held.values;
  held.values = values;
  const followed = isFollowed(held);
  if (held.original === undefined && !followed) return;
  const fields = changedFields(held, before, values);
  if (fields.length === 0) return;
  // Before anything else that is still to be done: the flow sees what they set, then decides what it was asked to.
  if (followed) tellFlow(work, held);
  if (held.original === undefined) return;
  work.agenda.unshift({
    kind: 'rules',
    held,
    event: { kind: 'record', form: held.form.key, event: 'changed', fields },
  });
}

function isFollowed({ instance }: Held): boolean {
  const status = instance?.state?.status;
  return status === 'running' || status === 'suspended';
}

/** A time that is counted from a field moves with it. Once, for all that rules set on the way there. */
function tellFlow(work: Work, held: Held): void {
  const isTold = work.agenda.some((item) => item.kind === 'changed' && item.held === held);
  if (!isTold) work.agenda.unshift({ kind: 'changed', held });
}

export function changedFields(held: Held, before: Values, after: Values): string[] {
  const found = differences(held.form.compiled, before, after);
  return [...new Set(found.flatMap(({ field }) => [field, field.split('.')[0] ?? field]))];
}
