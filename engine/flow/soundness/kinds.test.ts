import { describe, expect, it } from 'vitest';
import type { FlowDefinition, FlowNode } from '../../definition/types.generated.ts';
import { checkFlow } from '../check.ts';
import { approve, done, edge, flow, handle, over, refused, start } from '../testing/flows.ts';
import { checkSoundness } from './index.ts';

const facts = { scope: { amount: { kind: 'number' } as const } };

const split: FlowNode = { type: 'parallel', key: 'split' };

const told = (definition: FlowDefinition): string[] =>
  checkSoundness(definition, facts).findings.map(
    ({ severity, code, nodes }) => `${severity} ${code} ${nodes.join('+')}`,
  );

const problems = (definition: FlowDefinition): string[] =>
  checkFlow(definition, facts).map(({ severity, code, path }) => `${severity} ${code} ${path}`);

/** Two branches with work, up to this node. */
const branches = (meet: FlowNode, first: Partial<FlowNode> = {}, opening: FlowNode = split): FlowDefinition =>
  flow(
    [
      start,
      opening,
      { ...handle('a', 'ann'), ...first } as FlowNode,
      handle('b', 'bob'),
      meet,
      handle('c', 'cat'),
      done,
    ],
    [
      edge('start → split'),
      edge('split → a'),
      edge('split → b'),
      edge('a → meet'),
      edge('b → meet'),
      edge('meet → c'),
      edge('c → done'),
    ],
  );

describe('each kind of join', () => {
  it('is sound between two branches', () => {
    for (const more of [
      {},
      { wait: 'first' },
      { wait: 'n', n: 2 },
      { wait: 'n', n: 1, rest: 'wait' },
      { wait: 'n', n: '= 1' },
    ]) {
      expect(problems(branches({ type: 'join', key: 'meet', ...more } as FlowNode))).toEqual([]);
    }
  });

  it('that lets each branch through may run what follows twice, for that is what it says', () => {
    const definition = branches({ type: 'join', key: 'meet', wait: 'each' });
    expect(told(definition).filter((one) => one.includes('node_runs_twice'))).toEqual([]);
  });

  it('is missing where branches come together in a node and are only over at their ends', () => {
    const over: FlowNode = { type: 'end', key: 'done', state: 'done', ends: 'branch' };
    const definition = branches({ type: 'exclusive', key: 'meet' });
    definition.nodes.splice(-1, 1, over);
    expect(told(definition)).toEqual(['error node_runs_twice c']);
  });

  it('without a split waits for what may still come, and starves nobody', () => {
    const definition = flow(
      [
        start,
        split,
        handle('a', 'ann'),
        handle('b', 'bob'),
        { type: 'join', key: 'one' },
        { type: 'join', key: 'two' },
        done,
      ],
      [
        edge('start → split'),
        edge('split → a'),
        edge('split → b'),
        edge('a → one'),
        edge('b → two'),
        edge('one → two'),
        edge('two → done'),
      ],
    );
    expect(told(definition).filter((one) => one.startsWith('error'))).toEqual([]);
  });
});

describe('other kinds of nodes', () => {
  it('several ways are joined as they were opened', () => {
    const definition = branches({ type: 'join', key: 'meet' }, {}, { type: 'inclusive', key: 'split' });
    const [, first, second] = definition.edges;
    if (first) first.when = over('amount', '5');
    if (second) second.default = true;
    expect(problems(definition)).toEqual([]);
  });

  it('several ways without a default leave a gap', () => {
    const definition = branches({ type: 'join', key: 'meet' }, {}, { type: 'inclusive', key: 'split' });
    for (const way of definition.edges.slice(1, 3)) way.when = over('amount', '5');
    const gaps = checkSoundness(definition, facts).findings.filter(({ code }) => code.startsWith('condition_gap'));
    expect(gaps).toMatchObject([{ nodes: ['split'], witness: { amount: expect.any(String) } }]);
  });

  it('rows, timers, copies, jumps, sub-flows and ends of a branch are gone through', () => {
    const definition = flow(
      [
        start,
        { type: 'foreach', key: 'rows', label: 'Rows', over: 'lines' },
        handle('each', 'ann'),
        { type: 'join', key: 'meet' },
        { type: 'timer', key: 'later', label: 'Later', within: 'P1D' },
        { type: 'cc', key: 'copy', label: 'Copy', copy: [{ role: 'lead' }] },
        { type: 'subflow', key: 'other', label: 'Other', form: 'other' },
        { type: 'route', key: 'jump', to: 'last' },
        approve('last', 'bob'),
        split,
        handle('x', 'ann'),
        handle('y', 'ann'),
        { type: 'end', key: 'over', state: 'over', ends: 'branch' },
        refused,
      ],
      [
        edge('start → rows'),
        edge('rows → each'),
        edge('each → meet'),
        edge('meet → later'),
        edge('later → copy'),
        edge('copy → other'),
        edge('other → jump'),
        edge('last → split'),
        edge('last -rejected→ rows'),
        edge('split → x'),
        edge('split → y'),
        edge('x → over'),
        edge('y → over'),
        edge('* -cancel→ refused'),
      ],
    );
    const { exact, reached } = checkSoundness(definition, facts);
    expect(exact).toBe(true);
    expect(definition.nodes.filter(({ key }) => !reached.has(key))).toEqual([]);
    expect(problems(definition)).toEqual([]);
  });
});

describe('a sub-flow', () => {
  const parent = flow(
    [start, { type: 'subflow', key: 'buy', label: 'Buy', form: 'order' }, approve('a', 'ann'), done, refused],
    [
      edge('start → buy'),
      edge('buy → a'),
      edge('buy -lost→ refused'),
      edge('buy -cancelled→ refused'),
      edge('a → done'),
      edge('a -rejected→ refused'),
    ],
  );
  const withEnds = (...ends: string[]) =>
    checkFlow(parent, { ...facts, flowEnds: () => ends }).map(({ code, path }) => `${code} ${path}`);

  it('leaves by how it ended, and each of its ways can be gone', () => {
    const { exact, reached } = checkSoundness(parent, facts);
    expect(exact).toBe(true);
    expect([...reached.keys()].sort()).toEqual(['a', 'buy', 'done', 'refused', 'start']);
    expect(withEnds('bought', 'lost')).toEqual([]);
  });

  it('has no way on an end that the other flow does not have', () => {
    expect(withEnds('bought')).toEqual(['unknown_outcome /edges/2/on']);
  });
});

describe('people whom whoever begins chooses', () => {
  const chosen = (source: object) =>
    told(
      flow(
        [start, { ...approve('a', 'ann'), assignees: [{ choice: true, ...source }] } as FlowNode, done, refused],
        [edge('start → a'), edge('a → done'), edge('a -rejected→ refused')],
      ),
    );

  it('are somebody, because they are asked for; unless none need be chosen', () => {
    expect(chosen({})).toEqual([]);
    expect(chosen({ min: 0 })).toEqual(['warning assignee_may_be_nobody a']);
  });
});

describe('what ties branches together', () => {
  it('a section that only one of them may be in at a time keeps nobody for ever', () => {
    const definition = branches({ type: 'join', key: 'meet' }, { mutex: 'desk' } as Partial<FlowNode>);
    const second = definition.nodes[3];
    if (second?.type === 'handle') second.mutex = 'desk';
    expect(problems(definition)).toEqual([]);
  });

  it('a milestone that may be missed keeps nobody for ever', () => {
    expect(problems(branches({ type: 'join', key: 'meet' }, { milestone: 'b' } as Partial<FlowNode>))).toEqual([]);
  });

  it('a race has a winner', () => {
    expect(problems(branches({ type: 'join', key: 'meet' }, {}, { ...split, race: true } as FlowNode))).toEqual([]);
  });
});
