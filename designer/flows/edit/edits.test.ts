import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlowDefinition } from '../../../engine/definition/index.ts';
import { checkFlow } from '../../../engine/flow/index.ts';
import { isGate } from '../../../engine/flow/layout/graph.ts';
import { allSteps, treeOf } from '../../../engine/flow/layout/tree.ts';
import { layTree } from '../../../engine/flow/layout/treeLayout.ts';
import { birthOf } from '../../app/births.ts';
import { addBranch, addNode, mayAdd, moveBranch, renameNode } from './add.ts';
import { addable } from './birth.ts';
import { type Outcome, reachable } from './edit.ts';
import { duplicateBranch, duplicateSteps, fragmentOf, movable, moveSteps, pasteFragment, placesFor } from './move.ts';
import { removeBranch, removeSteps } from './remove.ts';

const around = { role: 'clerk', form: 'other', table: 'lines', decision: 'limits' };
const born = (): FlowDefinition =>
  birthOf('flows', 'claim', 'Claim', {
    roles: ['clerk'],
    admin: 'admin',
    form: 'claim',
    field: 'amount',
    timeZone: 'Asia/Shanghai',
  }) as unknown as FlowDefinition;
const flowOf = (outcome: Outcome): FlowDefinition => {
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome.flow;
};
const after = (flow: FlowDefinition, key: string): string[] => [
  flow.edges.find(({ from, on }) => from === key && on === undefined)?.key ?? '',
];
const path = (flow: FlowDefinition): string[] => treeOf(flow).main.steps.map(({ node }) => node.key);

/** Any of what a person can do, on any place of the flow: numbers choose. */
const deed = fc.record({
  what: fc.constantFrom(
    'add',
    'branch',
    'remove',
    'removeBranch',
    'move',
    'duplicate',
    'duplicateBranch',
    'paste',
    'order',
    'removeMany',
    'moveMany',
    'duplicateMany',
  ),
  one: fc.nat(),
  other: fc.nat(),
});
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;
const chosen = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(1, list.length)];

function act(flow: FlowDefinition, { what, one, other }: Deed): Outcome {
  const tree = treeOf(flow);
  const slot = chosen(layTree(tree).slots, one)?.edges ?? [];
  const node = chosen(flow.nodes, other)?.key ?? '';
  const gate = chosen(flow.nodes.filter(isGate), one)?.key ?? '';
  const way =
    chosen(
      flow.edges.filter(({ from }) => from === gate),
      other,
    )?.key ?? '';
  const kind = chosen(addable, other)?.kind ?? 'approve';
  const many = flow.nodes.filter((_, at) => (other >> (at % 16)) % 2 === 1).map(({ key }) => key);
  switch (what) {
    case 'removeMany':
      return removeSteps(flow, many);
    case 'moveMany':
      return moveSteps(flow, many, slot);
    case 'duplicateMany':
      return duplicateSteps(flow, many);
    case 'add':
      return mayAdd(flow, kind, slot, around) ? addNode(flow, kind, slot, around) : { refused: 'cuts_off' };
    case 'branch':
      return addBranch(flow, gate, around);
    case 'remove':
      return removeSteps(flow, [node]);
    case 'removeBranch':
      return removeBranch(flow, way);
    case 'move':
      return moveSteps(flow, [node], slot);
    case 'duplicate':
      return duplicateSteps(flow, [node]);
    case 'duplicateBranch':
      return duplicateBranch(flow, way);
    case 'paste': {
      const fragment = fragmentOf(flow, [node]);
      return fragment === undefined ? { refused: 'nothing_follows' } : pasteFragment(flow, fragment, slot);
    }
    default:
      return moveBranch(flow, way, other % 2 === 0 ? 1 : -1);
  }
}

/** What would be wrong with the graph itself, whatever people have still to fill in. */
const SHAPE = new Set([
  'no_start',
  'several_starts',
  'no_end',
  'duplicate_node',
  'duplicate_edge',
  'unknown_node',
  'unknown_state',
  'unreachable_node',
  'no_way_to_end',
  'end_has_edges',
  'start_entered',
  'parallel_without_join',
  'join_shared',
  'no_default',
]);
const faults = (flow: FlowDefinition) =>
  checkFlow(flow)
    .filter(({ code }) => SHAPE.has(code))
    .map(({ code, path }) => `${code} ${path}`);

describe('An edit of a flow', () => {
  it('leaves a sound graph whatever is done in whatever order, and loses nothing that it did not remove', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 14 }), (deeds) => {
        let flow = born();
        for (const one of deeds) {
          const done = act(flow, one);
          if ('refused' in done) continue;
          const was = reachable(flow);
          const is = reachable(done.flow);
          for (const { key } of done.flow.nodes) if (was.has(key)) expect(is.has(key), `${one.what} ${key}`).toBe(true);
          if (!one.what.startsWith('remove')) {
            const kept = new Set(done.flow.nodes.map(({ key }) => key));
            for (const { key } of flow.nodes) expect(kept.has(key), `${one.what} lost ${key}`).toBe(true);
          }
          flow = done.flow;
          expect(faults(flow), one.what).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('leaves a tree in which every node stands once, on no other one', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 10 }), (deeds) => {
        let flow = born();
        for (const one of deeds) {
          const done = act(flow, one);
          if (!('refused' in done)) flow = done.flow;
        }
        const tree = treeOf(flow);
        const placed = allSteps(tree).flatMap(({ node, join }) => [node.key, ...(join ? [join.key] : [])]);
        expect([...placed].sort()).toEqual(flow.nodes.map(({ key }) => key).sort());
        const { cards, width, height } = layTree(tree);
        for (const [at, card] of cards.entries()) {
          expect(card.x >= 0 && card.y >= 0 && card.x + card.width <= width && card.y + card.height <= height).toBe(
            true,
          );
          for (const other of cards.slice(at + 1)) {
            const apart =
              card.x + card.width <= other.x ||
              other.x + other.width <= card.x ||
              card.y + card.height <= other.y ||
              other.y + other.height <= card.y;
            expect(apart, `${card.node.key} on ${other.node.key}`).toBe(true);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('puts a step where the + is, with a state of its own and a way for refusals', () => {
    const flow = flowOf(addNode(born(), 'approve', ['agreed'], around));
    expect(path(flow)).toEqual(['start', 'review', 'approve_1', 'approved']);
    expect(flow.edges.find(({ from, on }) => from === 'approve_1' && on === 'rejected')?.to).toBe('rejected');
    expect(flow.states.map(({ key }) => key)).toContain('approve_1');
    expect(checkFlow(flow)).toEqual([]);
  });

  it('moves a step with all that hangs on it, by both of its neighbours or into a branch', () => {
    let flow = flowOf(addNode(born(), 'parallel', ['agreed'], around));
    flow = flowOf(addNode(flow, 'handle', after(flow, 'join_1'), around));
    expect(path(flow)).toEqual(['start', 'review', 'parallel_1', 'handle_1', 'approved']);
    const up = flowOf(moveSteps(flow, ['parallel_1'], ['begin']));
    expect(path(up)).toEqual(['start', 'parallel_1', 'review', 'handle_1', 'approved']);
    const inside = flowOf(moveSteps(flow, ['handle_1'], after(flow, 'approve_1')));
    expect(treeOf(inside).main.steps[2]?.branches[0]?.line.steps.map(({ node }) => node.key)).toEqual([
      'approve_1',
      'handle_1',
    ]);
    expect(moveSteps(flow, ['parallel_1'], after(flow, 'approve_1'))).toEqual({ refused: 'into_itself' });
  });

  it('joins what stood around a removed step, and takes along what only it led to', () => {
    const flow = flowOf(removeSteps(born(), ['review']));
    expect(path(flow)).toEqual(['start', 'approved']);
    expect(flow.nodes.map(({ key }) => key)).not.toContain('rejected');
    expect(removeSteps(flow, ['approved'])).toEqual({ refused: 'last_end' });
    expect(removeSteps(flow, ['start'])).toEqual({ refused: 'start_stays' });
  });

  it('drops the gate when one branch is left, and its join', () => {
    const flow = flowOf(addNode(born(), 'parallel', ['agreed'], around));
    const [first] = treeOf(flow).main.steps[2]?.branches ?? [];
    const left = flowOf(removeBranch(flow, first?.edge.key ?? ''));
    expect(path(left)).toEqual(['start', 'review', 'approve_2', 'approved']);
  });

  it('keeps one way for when no condition holds, and always the last', () => {
    let flow = flowOf(addNode(born(), 'exclusive', ['agreed'], around));
    flow = flowOf(addBranch(flow, 'exclusive_1', around));
    const ways = () => treeOf(flow).main.steps[2]?.branches.map(({ edge }) => edge) ?? [];
    expect(ways().map((edge) => edge.default ?? false)).toEqual([false, false, true]);
    const [first, second, last] = ways();
    flow = flowOf(moveBranch(flow, first?.key ?? '', 1));
    expect(ways().map(({ key }) => key)).toEqual([second?.key, first?.key, last?.key]);
    expect(moveBranch(flow, first?.key ?? '', 1)).toEqual({ refused: 'default_is_last' });
    flow = flowOf(removeBranch(flow, last?.key ?? ''));
    expect(ways().map((edge) => edge.default ?? false)).toEqual([false, true]);
  });

  it('pastes under keys of its own, and what names its neighbours names the new ones', () => {
    let flow = flowOf(addNode(born(), 'handle', ['agreed'], around));
    const nodes = flow.nodes.map((node) => (node.key === 'handle_1' ? { ...node, separateFrom: ['review'] } : node));
    flow = { ...flow, nodes } as FlowDefinition;
    const fragment = fragmentOf(flow, ['review', 'handle_1']);
    if (fragment === undefined) throw new Error('Nothing was copied.');
    const twice = flowOf(pasteFragment(flow, fragment, after(flow, 'handle_1')));
    expect(path(twice)).toEqual(['start', 'review', 'handle_1', 'review_1', 'handle_2', 'approved']);
    expect(twice.nodes.find(({ key }) => key === 'handle_2')).toMatchObject({ separateFrom: ['review_1'] });
  });

  it('calls the first step of a new flow in both languages as it is first called in one', () => {
    const named = renameNode(born(), 'review', '部门负责人审批', 'zh-CN').flow;
    expect(named.nodes.find(({ key }) => key === 'review')).toMatchObject({
      label: { 'zh-CN': '部门负责人审批', en: '部门负责人审批' },
    });
  });

  it('renames the state that was made with a node as long as nobody has named it', () => {
    const flow = flowOf(addNode(born(), 'handle', ['agreed'], around));
    const named = renameNode(flow, 'handle_1', 'Receipt', 'en').flow;
    expect(named.states.find(({ key }) => key === 'handle_1')?.label).toEqual({
      'zh-CN': '待Receipt',
      en: 'Waiting: Receipt',
    });
    const both = renameNode(named, 'handle_1', '收货', 'zh-CN').flow;
    expect(both.nodes.find(({ key }) => key === 'handle_1')).toMatchObject({
      label: { 'zh-CN': '收货', en: 'Receipt' },
    });
  });

  it('of all that is chosen leaves what a flow has to have', () => {
    const flow = flowOf(addNode(born(), 'parallel', after(born(), 'review'), around));
    const cleared = flowOf(
      removeSteps(
        flow,
        flow.nodes.map(({ key }) => key),
      ),
    );
    expect(cleared.nodes.map(({ type }) => type).sort()).toEqual(['end', 'start']);
    expect(faults(cleared)).toEqual([]);
  });

  it('takes along only what can stand elsewhere, and offers no place within it', () => {
    const flow = born();
    const all = flow.nodes.map(({ key }) => key);
    expect(movable(flow, all)).toEqual(['review']);
    const longer = flowOf(addNode(flow, 'handle', after(flow, 'review'), around));
    const places = layTree(treeOf(longer)).slots;
    const within = after(longer, 'review')[0] ?? '';
    expect(placesFor(longer, ['review', 'handle_1'], places).some(({ edges }) => edges.includes(within))).toBe(false);
    expect(placesFor(longer, ['review'], places).some(({ edges }) => edges.includes(within))).toBe(true);
  });
});
