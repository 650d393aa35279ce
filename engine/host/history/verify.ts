import type { Knex } from 'knex';
import type { Anchors } from './anchors.ts';
import { examine, type Verdict } from './compare.ts';
import type { Trust } from './links.ts';
import type { Fault, Kept } from './types.ts';
import { orphans, type Walk, walk } from './walk.ts';

export interface Verification extends Walk {
  key?: string | undefined;
  keyedSince?: string | undefined;
  archivedBefore?: string | undefined;
  /** Numbers and hashes that were written down before. */
  anchors?: Anchors | undefined;
}

export interface Summary {
  instances: number;
  events: number;
  /** Instances that something is wrong with. */
  faulty: number;
  faults: number;
  /** Hashes that could not be checked: they are keyed, and no key was given. */
  unchecked: number;
  /** Hashes that anybody could have made. */
  plain: number;
}

/** Told of each instance; what it answers is waited for. */
export type Hear = (kept: Kept, verdict: Verdict) => void | Promise<void>;

/** Walks through all instances; a fault is told as soon as it is found, and nothing is gathered. */
export async function verify(
  knex: Knex,
  what: Verification,
  tell: (fault: Fault) => void,
  hear: Hear = () => undefined,
): Promise<Summary> {
  const { key, keyedSince, archivedBefore, anchors } = what;
  const sum: Summary = { instances: 0, events: 0, faulty: 0, faults: 0, unchecked: 0, plain: 0 };
  const report = (fault: Fault): void => {
    sum.faults += 1;
    tell(fault);
  };
  for await (const kept of walk(knex, what)) {
    const { anchor, gone } = (await anchors?.at(kept.instance.id)) ?? { anchor: undefined, gone: [] };
    for (const instance of gone) report({ code: 'instance_missing', instance });
    const trust: Trust = { key, keyedSince, archivedBefore, anchor };
    const verdict = examine(kept, trust);
    sum.instances += 1;
    sum.events += kept.events.length;
    sum.unchecked += verdict.unchecked;
    sum.plain += verdict.plain;
    if (verdict.faults.length > 0) sum.faulty += 1;
    for (const fault of verdict.faults) report(fault);
    await hear(kept, verdict);
  }
  const lost = new Set<string>();
  for (const orphan of await orphans(knex, what)) {
    lost.add(orphan.instance);
    report({ code: 'instance_missing', ...orphan });
  }
  for (const instance of (await anchors?.rest()) ?? []) {
    if (!lost.has(instance)) report({ code: 'instance_missing', instance });
  }
  return sum;
}
