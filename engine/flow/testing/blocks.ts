import fc from 'fast-check';
import type { FlowDefinition, FlowEdge, FlowNode } from '../../definition/types.generated.ts';
import { approve, done, edge, flow, handle, over, refused, start } from './flows.ts';

type Policy = 'any' | 'all' | 'ratio' | 'weighted' | 'sequence';

/** Parts that branch, with those of which they are made. */
type Many =
  | { kind: 'parallel'; of: Block[]; conditional: boolean }
  | { kind: 'inclusive'; of: Block[] }
  | { kind: 'race'; of: Block[] }
  | { kind: 'some'; of: Block[]; n: number; rest: 'wait' | 'cancel' }
  | { kind: 'web'; of: Block[] }
  | { kind: 'choice'; of: Block[] };

/** A block: what flows are built of. */
export type Block =
  | { kind: 'work'; policy: Policy; people: number; reject: 'end' | 'back'; back: 'rerun' | 'resume' }
  | { kind: 'handle'; role: boolean; mutex?: boolean; milestone?: boolean; pauses?: boolean }
  | { kind: 'wait' }
  | { kind: 'call' }
  | { kind: 'timer' }
  | { kind: 'subflow'; waits: boolean }
  | { kind: 'cc' }
  | { kind: 'rows'; of: Block; n: number | undefined; rest: 'wait' | 'cancel' }
  | { kind: 'sequence'; of: Block[] }
  | Many;

const constant = <K extends string>(kind: K) => fc.constant(kind);
const rest = fc.constantFrom('wait' as const, 'cancel' as const);

function work(policies: readonly Policy[]) {
  return fc.record({
    kind: constant('work'),
    policy: fc.constantFrom(...policies),
    people: fc.integer({ min: 1, max: 3 }),
    reject: fc.constantFrom('end' as const, 'back' as const),
    back: fc.constantFrom('rerun' as const, 'resume' as const),
  });
}

const depth = { depthSize: 'small', withCrossShrink: true, maxDepth: 4 } as const;

/** What needs no more than splits, joins and choices. */
export const plain = fc.letrec<{ block: Block }>((tie) => {
  const several = fc.array(tie('block'), { minLength: 2, maxLength: 3 });
  return {
    block: fc.oneof(
      depth,
      work(['any', 'all']),
      fc.record({ kind: constant('handle'), role: fc.boolean() }),
      fc.record({ kind: constant('wait') }),
      fc.record({ kind: constant('call') }),
      fc.record({ kind: constant('sequence'), of: fc.array(tie('block'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ kind: constant('parallel'), of: several, conditional: fc.boolean() }),
      fc.record({ kind: constant('choice'), of: several }),
    ),
  };
}).block;

/** Every kind of node, join, policy and gate. */
export const rich = fc.letrec<{ block: Block }>((tie) => {
  const several = fc.array(tie('block'), { minLength: 2, maxLength: 3 });
  const n = fc.integer({ min: 1, max: 3 });
  return {
    block: fc.oneof(
      depth,
      work(['any', 'all', 'ratio', 'weighted', 'sequence']),
      fc.record({
        kind: constant('handle'),
        role: fc.boolean(),
        mutex: fc.boolean(),
        milestone: fc.boolean(),
        pauses: fc.boolean(),
      }),
      fc.record({ kind: constant('wait') }),
      fc.record({ kind: constant('call') }),
      fc.record({ kind: constant('timer') }),
      fc.record({ kind: constant('subflow'), waits: fc.boolean() }),
      fc.record({ kind: constant('cc') }),
      fc.record({ kind: constant('rows'), of: tie('block'), n: fc.option(n, { nil: undefined }), rest }),
      fc.record({ kind: constant('sequence'), of: fc.array(tie('block'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ kind: constant('parallel'), of: several, conditional: fc.boolean() }),
      fc.record({ kind: constant('inclusive'), of: several }),
      fc.record({ kind: constant('race'), of: several }),
      fc.record({ kind: constant('some'), of: several, n, rest }),
      fc.record({ kind: constant('web'), of: fc.array(tie('block'), { minLength: 4, maxLength: 4 }) }),
      fc.record({ kind: constant('choice'), of: several }),
    ),
  };
}).block;

export const logins = ['ann', 'bob', 'cat', 'dan', 'eve'];

type More = Partial<FlowEdge>;

/** Lays blocks out as the flat graph that definitions are. */
class Layout {
  readonly nodes: FlowNode[] = [];
  readonly edges: ReturnType<typeof edge>[] = [];
  private count = 0;

  private key(kind: string): string {
    this.count += 1;
    return `${kind}${this.count}`;
  }

  private put(node: FlowNode, from: string, more: More): string {
    this.nodes.push(node);
    this.edges.push(edge(`${from} → ${node.key}`, more));
    return node.key;
  }

  /** Adds a block behind `from`; answers with the node it ends in. `first`: where rejections go back to. */
  add(block: Block, from: string, first: string | undefined, more: More = {}): string {
    if (block.kind === 'work') return this.work(block, from, first, more);
    if (block.kind === 'handle') return this.handle(block, from, more);
    if (block.kind === 'rows') return this.rows(block, from, first, more);
    if (block.kind === 'web') return this.web(block.of, from, first, more);
    if (block.kind === 'sequence') {
      const [head, ...others] = block.of;
      if (!head) return from;
      let last = this.add(head, from, first, more);
      for (const part of others) last = this.add(part, last, first);
      return last;
    }
    if ('of' in block) return this.gateway(block, from, first, more);
    return this.put(this.simple(block), from, more);
  }

  private simple(block: Extract<Block, { kind: 'wait' | 'call' | 'timer' | 'subflow' | 'cc' }>): FlowNode {
    const key = this.key(block.kind);
    const base = { key, label: key };
    switch (block.kind) {
      case 'wait': {
        const deadline = { within: 'P1D', outcome: 'received' };
        return { ...base, type: 'wait', for: [{ signal: 'go', by: [{ role: 'visitor' }] }], deadline };
      }
      case 'call':
        return { ...base, type: 'action', do: [{ call: 'bank.pay' }] };
      case 'timer':
        return { ...base, type: 'timer', within: 'PT1H' };
      case 'subflow':
        return { ...base, type: 'subflow', form: 'other', wait: block.waits };
      case 'cc':
        return { ...base, type: 'cc', copy: [{ user: 'eve' }] };
    }
  }

  private work(block: Extract<Block, { kind: 'work' }>, from: string, first: string | undefined, more: More): string {
    const key = this.key('work');
    const users = logins.slice(this.count % 3, (this.count % 3) + block.people);
    const deadline = { within: 'PT4H', remind: 0.5, escalate: { user: 'eve' } };
    const { policy, back: afterReturn } = block;
    const allow = ['approve', 'reject', 'return', 'transfer', 'delegate', 'add_signer', 'take_back'] as const;
    const terms = { policy, allow: [...allow], deadline, afterReturn, undo: [{ set: { result: key } }] };
    this.put(approve(key, [{ users }], terms), from, more);
    this.edges.push(edge(`${key} -rejected→ ${block.reject === 'back' ? (first ?? key) : 'refused'}`));
    return key;
  }

  private handle(block: Extract<Block, { kind: 'handle' }>, from: string, more: More): string {
    const earlier = this.nodes.at(-1)?.key;
    const key = this.key('handle');
    const terms = {
      allow: ['complete' as const, 'return' as const, 'claim' as const],
      ...(block.mutex ? { mutex: 'one' } : {}),
      ...(block.milestone && earlier !== undefined ? { milestone: earlier } : {}),
      ...(block.pauses ? { pauses: true as const } : {}),
    };
    return this.put(handle(key, block.role ? [{ role: 'agent' }] : 'dan', terms), from, more);
  }

  private rows(block: Extract<Block, { kind: 'rows' }>, from: string, first: string | undefined, more: More): string {
    const open = this.key('rows');
    this.put({ type: 'foreach', key: open, label: open, times: '= size' }, from, more);
    const last = this.add(block.of, open, first);
    const { n, rest: others } = block;
    const join: FlowNode = { type: 'join', key: this.key('join') };
    return this.put(n === undefined ? join : { ...join, wait: 'n', n, rest: others }, last, {});
  }

  /** Two branches meet, and then the third: joins that are nobody's own. */
  private web(of: readonly Block[], from: string, first: string | undefined, more: More): string {
    const split = this.put({ type: 'parallel', key: this.key('web') }, from, more);
    const ends = of.slice(0, 3).map((part) => this.add(part, split, first));
    const [one = split, two = split, three = split] = ends;
    const inner = this.put({ type: 'join', key: this.key('join') }, one, {});
    this.edges.push(edge(`${two} → ${inner}`));
    const last = of[3] ? this.add(of[3], inner, first) : inner;
    const outer = this.put({ type: 'join', key: this.key('join') }, last, {});
    this.edges.push(edge(`${three} → ${outer}`));
    return outer;
  }

  private gateway(block: Exclude<Many, { kind: 'web' }>, from: string, first: string | undefined, more: More): string {
    const { kind } = block;
    const open = this.key(kind);
    const shut = this.key('join');
    if (kind === 'choice') this.put({ type: 'exclusive', key: open }, from, more);
    else if (kind === 'inclusive') this.put({ type: 'inclusive', key: open }, from, more);
    else this.put({ type: 'parallel', key: open, ...(kind === 'race' ? { race: true } : {}) }, from, more);
    const conditional = kind === 'choice' || kind === 'inclusive' || (kind === 'parallel' && block.conditional);
    const ends = block.of.map((part, index) => {
      const isLast = index === block.of.length - 1;
      const ways: More = !conditional ? {} : isLast ? { default: true } : { when: over('size', index * 2) };
      return this.add(part, open, first, ways);
    });
    // Ways of a choice meet in another gateway, branches in their join.
    const some = kind === 'some' ? { wait: 'n' as const, n: block.n, rest: block.rest } : {};
    this.nodes.push(kind === 'choice' ? { type: 'exclusive', key: shut } : { type: 'join', key: shut, ...some });
    for (const end of ends) this.edges.push(edge(`${end} → ${shut}`));
    return shut;
  }
}

export function build(block: Block): FlowDefinition {
  const layout = new Layout();
  const last = layout.add({ kind: 'sequence', of: [{ kind: 'handle', role: false }, block] }, 'start', 'handle1');
  layout.edges.push(edge(`${last} → done`));
  const nodes = [start, ...layout.nodes, done, refused];
  return flow(nodes, [...layout.edges, edge('* -cancel→ refused', { by: [{ role: 'visitor' }], undo: true })]);
}
