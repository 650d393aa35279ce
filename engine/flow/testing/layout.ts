import type { FlowDefinition, FlowEdge, FlowNode } from '../../definition/types.generated.ts';
import type { Block, Many } from './blocks.ts';
import { approve, done, edge, flow, handle, over, refused, start } from './flows.ts';

export const logins = ['ann', 'bob', 'cat', 'dan', 'eve'];

type More = Partial<FlowEdge>;

const allowed = [
  'approve',
  'reject',
  'return',
  'transfer',
  'delegate',
  'add_signer',
  'remove_signer',
  'take_back',
  'comment',
] as const;

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
    if (block.kind === 'rows' || block.kind === 'lines') return this.rows(block, from, first, more);
    if (block.kind === 'each') return this.each(block.of, from, first, more);
    if (block.kind === 'past') return this.past(block.of, from, first, more);
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
    const { policy, back: afterReturn, share = 2, weights = [], veto } = block;
    const terms = {
      policy,
      allow: [...allowed],
      deadline,
      afterReturn,
      undo: [{ set: { result: key } }],
      ...(policy === 'ratio' || policy === 'weighted' ? { share: share / 4 } : {}),
      ...(policy === 'weighted' && weights.length > 0
        ? { weights: weights.map((weight, index) => ({ user: users[index] ?? 'eve', weight })) }
        : {}),
      ...(veto && policy !== 'any' ? { veto: [{ user: users[0] ?? 'ann' }] } : {}),
    };
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

  private rows(
    block: Extract<Block, { kind: 'rows' | 'lines' }>,
    from: string,
    first: string | undefined,
    more: More,
  ): string {
    const open = this.key('rows');
    const over = block.kind === 'lines' ? { over: 'lines', grow: true as const } : { times: '= size' };
    this.put({ type: 'foreach', key: open, label: open, ...over }, from, more);
    const last = this.add(block.of, open, first);
    const { n, rest: others } = block;
    const join: FlowNode = { type: 'join', key: this.key('join') };
    return this.put(n === undefined ? join : { ...join, wait: 'n', n, rest: others }, last, {});
  }

  private each(of: readonly Block[], from: string, first: string | undefined, more: More): string {
    const split = this.put({ type: 'parallel', key: this.key('each') }, from, more);
    const [one = split, two = split] = of.slice(0, 2).map((part) => this.add(part, split, first));
    const through = this.put({ type: 'join', key: this.key('join'), wait: 'each' }, one, {});
    this.edges.push(edge(`${two} → ${through}`));
    const last = of[2] ? this.add(of[2], through, first) : through;
    return this.put({ type: 'join', key: this.key('join') }, last, {});
  }

  private past(of: Block, from: string, first: string | undefined, more: More): string {
    const open = this.put({ type: 'exclusive', key: this.key('past') }, from, more);
    const shut = this.key('here');
    this.put({ type: 'route', key: this.key('route'), to: shut }, open, { when: over('size', 2) });
    const last = this.add(of, open, first, { default: true });
    return this.put({ type: 'exclusive', key: shut }, last, {});
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
