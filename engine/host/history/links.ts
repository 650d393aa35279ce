import { canonical } from '../../definition/index.ts';
import { chained, eventText, isKeyed, isOwn } from './chain.ts';
import { eventOf, type Fault, type Kept, type StoredEvent } from './types.ts';

/** What the operator knows beside the database. */
export interface Trust {
  /** HISTORY_KEY. */
  key?: string | undefined;
  /** From then on every hash has to be keyed. */
  keyedSince?: string | undefined;
  /** Months before it are detached: what began before may lack its beginning. */
  archivedBefore?: string | undefined;
  /** Number and hash that were written down elsewhere, some time before. */
  anchor?: { seq: number; head: string } | undefined;
}

export interface Chain {
  faults: Pick<Fault, 'code' | 'seq' | 'stored' | 'told'>[];
  unchecked: number;
  plain: number;
  /** Its beginning is archived: it cannot be replayed from what is here. */
  isCut: boolean;
}

/** Is the history whole: every event there, as it was written, in its order, up to where the instance says it goes? */
export function chainFaults({ instance, events }: Kept, trust: Trust): Chain {
  const chain: Chain = { faults: [], unchecked: 0, plain: 0, isCut: false };
  let at = 1;
  let before: string | undefined = '';
  const first = events[0]?.seq ?? instance.seq + 1;
  if (first > 1 && isArchived(instance.started_at, trust)) {
    chain.isCut = true;
    at = first;
    before = undefined;
  }
  let keyed = false;
  for (const event of events) {
    before = gap(chain, at, event, before);
    if (isKeyed(event.hash)) keyed = true;
    else {
      chain.plain += 1;
      const mustBe = keyed || (trust.keyedSince !== undefined && event.at >= trust.keyedSince);
      if (mustBe) chain.faults.push({ code: 'key_left_out', seq: event.seq });
    }
    check(chain, events, event, before, trust);
    before = event.hash;
    at = event.seq + 1;
  }
  settleEnd(chain, instance, events, trust);
  return chain;
}

const isArchived = (began: string, { archivedBefore }: Trust): boolean =>
  archivedBefore !== undefined && began < archivedBefore;

/** Events that should come before this one; after a gap the hash before it is unknown. */
function gap(chain: Chain, at: number, { seq }: StoredEvent, before: string | undefined): string | undefined {
  if (seq === at) return before;
  for (let missing = at; missing < seq; missing += 1) {
    chain.faults.push({ code: at === 1 ? 'beginning_missing' : 'event_missing', seq: missing });
    // One line for a gap of any length would hide which are gone, a thousand lines would hide the rest.
    if (missing - at >= 20) break;
  }
  return undefined;
}

function check(
  chain: Chain,
  events: readonly StoredEvent[],
  event: StoredEvent,
  before: string | undefined,
  { key }: Trust,
): void {
  if (before === undefined) return;
  if (isKeyed(event.hash) && key === undefined) {
    chain.unchecked += 1;
    return;
  }
  if (hashOf(event, event.seq, before, key) === event.hash) return;
  // Whole in itself, behind one that stands in another's place: that one is named already.
  const last = chain.faults.at(-1);
  const followsMoved = last?.code === 'event_moved' && last.seq === event.seq - 1;
  if (followsMoved && events.some(({ hash }) => hashOf(event, event.seq, hash, key) === event.hash)) return;
  const was = movedFrom(events, event, key);
  chain.faults.push(
    was === undefined
      ? { code: 'event_changed', seq: event.seq }
      : { code: 'event_moved', seq: event.seq, stored: event.seq, told: was },
  );
}

function hashOf(event: StoredEvent, seq: number, before: string, key: string | undefined): string {
  return chained(before, eventText(eventOf({ ...event, seq }), canonical(event.actor)), {
    instance: isOwn(event.hash) ? event.instance : undefined,
    key: isKeyed(event.hash) ? key : undefined,
  });
}

/** Under which number it was written, where it is whole but stands in another place. */
function movedFrom(events: readonly StoredEvent[], event: StoredEvent, key: string | undefined): number | undefined {
  const near = events.filter(({ seq }) => Math.abs(seq - event.seq) <= 20);
  const befores = ['', ...near.map(({ hash }) => hash)];
  for (const { seq } of near) {
    if (seq === event.seq) continue;
    if (befores.some((before) => hashOf(event, seq, before, key) === event.hash)) return seq;
  }
  return undefined;
}

/** The instance's row keeps number and hash of the last event: a history that was cut off at its end is told by it. */
function settleEnd(chain: Chain, instance: Kept['instance'], events: readonly StoredEvent[], { anchor }: Trust): void {
  const last = events.at(-1);
  const seq = last?.seq ?? 0;
  if (seq < instance.seq && !(chain.isCut && last === undefined)) {
    chain.faults.push({ code: 'tail_missing', seq: seq + 1, stored: seq, told: instance.seq });
  }
  if (seq > instance.seq) chain.faults.push({ code: 'tail_added', seq, stored: seq, told: instance.seq });
  if (last && seq === instance.seq && last.hash !== instance.head) {
    chain.faults.push({ code: 'head_differs', seq, stored: instance.head, told: last.hash });
  }
  if (!anchor) return;
  const there = events.find((event) => event.seq === anchor.seq);
  const isGone = !there && !(chain.isCut && (events[0]?.seq ?? Infinity) > anchor.seq);
  if (isGone || (there && there.hash !== anchor.head)) {
    chain.faults.push({ code: 'anchor_differs', seq: anchor.seq, stored: there?.hash ?? null, told: anchor.head });
  }
}
