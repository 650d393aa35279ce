import { describe, expect, it } from 'vitest';
import type { FlowDefinition, FlowNode } from '../definition/types.generated.ts';
import { checkFlow } from './check.ts';
import { approve, done, edge, flow, handle, is, over, refused, single, start } from './testing/flows.ts';

const split = { type: 'parallel', key: 'split' } as const;
const meet = { type: 'join', key: 'meet' } as const;

const codes = (definition: FlowDefinition, context?: Parameters<typeof checkFlow>[1]): string[] =>
  checkFlow(definition, context).map(({ code, path }) => `${code} ${path}`);

const good = flow(
  [start, approve('one', 'ann'), split, handle('a', 'ann'), handle('b', 'bob'), meet, done, refused],
  [
    edge('start → one'),
    edge('one → split'),
    edge('one -rejected→ refused'),
    edge('split → a'),
    edge('split → b'),
    edge('a → meet'),
    edge('b → meet'),
    edge('meet → done'),
    edge('* -cancel→ refused', { by: [{ initiator: true }] }),
  ],
);

describe('checking a flow', () => {
  it('finds nothing wrong with a sound one', () => {
    expect(checkFlow(good)).toEqual([]);
  });

  it('wants exactly one start, and an end', () => {
    expect(codes(flow([done, handle('a', 'ann')], [edge('a → done')]))).toEqual(['no_start /nodes']);
    expect(
      codes(flow([start, { type: 'start', key: 'again' }, done], [edge('start → done'), edge('again → done')])),
    ).toEqual(['several_starts /nodes/1']);
    expect(codes(flow([start, handle('a', 'ann')], [edge('start → a'), edge('a → a')]))).toContain('no_end /nodes');
  });

  it('names nodes that nothing leads to, and those from which nothing leads out', () => {
    const island = flow(
      [start, handle('a', 'ann'), handle('b', 'bob'), handle('c', 'cat'), done],
      [edge('start → a'), edge('a → done'), edge('b → done'), edge('a -more→ c'), edge('c → c')],
    );
    expect(codes(island)).toEqual(expect.arrayContaining(['unreachable_node /nodes/2', 'no_way_to_end /nodes/3']));
  });

  it('names what does not exist', () => {
    const typo = flow(
      [start, handle('a', 'ann', { separateFrom: ['nowhere', 'initiator'] }), done],
      [
        edge('start → a'),
        edge('a → doen'),
        edge('a → done', { when: is('category', 'big') }),
        edge('* -cancel→ done', { while: ['gone'] }),
      ],
    );
    expect(codes(typo)).toEqual(
      expect.arrayContaining([
        'unknown_node /edges/1/to',
        'unknown_node /nodes/1/separateFrom/0',
        'unknown_state /edges/3/while/0',
      ]),
    );
    expect(codes(typo)).not.toContain('unknown_node /nodes/1/separateFrom/1');
    const stateless = { ...single(handle('a', 'ann', { state: 'lost' })), states: [{ key: 'done', label: 'done' }] };
    expect(codes(stateless)).toContain('unknown_state /nodes/1/state');
  });

  it('wants a way on for every outcome', () => {
    const outcomes = [{ key: 'more', label: 'More' }];
    const node = approve('one', 'ann', { outcomes, deadline: { within: 'PT4H', outcome: 'late' } });
    const none = flow([start, node, done], [edge('start → one'), edge('one → done')]);
    expect(codes(none)).toEqual([
      'outcome_without_edge /nodes/1',
      'outcome_without_edge /nodes/1',
      'outcome_without_edge /nodes/1',
    ]);
    expect(checkFlow(none).map(({ message }) => message.en)).toEqual([
      'The outcome “rejected” of “one” leads nowhere.',
      'The outcome “More” of “one” leads nowhere.',
      'The outcome “late” of “one” leads nowhere.',
    ]);
    const only = approve('one', 'ann', { allow: ['approve', 'return'] });
    expect(codes(flow([start, only, done], [edge('start → one'), edge('one → done')]))).toEqual([
      'return_nowhere /nodes/1',
    ]);
  });

  it('wants a default where every edge has a condition', () => {
    const when = over('amount', '1');
    const nodes: FlowNode[] = [start, { type: 'exclusive', key: 'which' }, done, refused];
    const gap = flow(nodes, [edge('start → which'), edge('which → done', { when }), edge('which → refused', { when })]);
    expect(codes(gap)).toEqual(['no_default /nodes/1']);
    const whole = flow(nodes, [
      edge('start → which'),
      edge('which → done', { when }),
      edge('which → refused', { default: true }),
    ]);
    expect(codes(whole)).toEqual([]);
  });

  it('refuses edges on outcomes that never come, and says which do', () => {
    const problems = checkFlow(single(handle('a', 'ann')));
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual(['unknown_outcome /edges/2/on']);
    expect(problems[0]?.cure.en).toBe('Name one of: completed.');
  });

  it('holds the outputs of a table against the edges', () => {
    const table = (cells: string[]) =>
      new Map([
        [
          'way',
          {
            key: 'way',
            label: 'way',
            form: 'thing',
            in: ['= category'],
            out: ['to'],
            rows: cells.map((c) => ['-', c]),
          },
        ],
      ]);
    const definition = flow(
      [start, { type: 'exclusive', key: 'which', table: 'way' }, done, refused],
      [edge('start → which'), edge('which -good→ done'), edge('which -bad→ refused')],
    );
    expect(codes(definition, { tables: table(['"good"', '"bad"']) })).toEqual([]);
    expect(codes(definition, { tables: table(['"good"', '"worse"']) })).toEqual([
      'outcome_without_edge /nodes/1',
      'unknown_outcome /edges/2/on',
    ]);
  });

  it('warns where a failing call has no way on', () => {
    const call: FlowNode = { type: 'action', key: 'pay', label: 'Pay', do: [{ call: 'bank.pay' }] };
    const definition = flow([start, call, done], [edge('start → pay'), edge('pay → done')]);
    const problems = checkFlow(definition, { callOutcomes: () => ['closed'] });
    expect(problems.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'warning failure_without_edge',
      'warning failure_without_edge',
    ]);
  });

  it('wants a join for each parallel, reached by each branch', () => {
    const loose = flow(
      [start, split, handle('a', 'ann'), handle('b', 'bob'), done],
      [edge('start → split'), edge('split → a'), edge('split → b'), edge('a → done'), edge('b → done')],
    );
    expect(codes(loose)).toEqual(['parallel_without_join /nodes/1']);
    const half = flow(
      [start, split, handle('a', 'ann'), handle('b', 'bob'), meet, done],
      [
        edge('start → split'),
        edge('split → a'),
        edge('split → b'),
        edge('a → meet'),
        edge('b → done'),
        edge('meet → done'),
      ],
    );
    expect(codes(half)).toEqual(['branch_without_join /nodes/1']);
    const lonely = flow([start, meet, done], [edge('start → meet'), edge('meet → done')]);
    expect(codes(lonely)).toEqual(['join_without_parallel /nodes/1']);
  });

  it('names loops in which nobody works', () => {
    const round = flow(
      [start, { type: 'exclusive', key: 'a', label: '大小' }, { type: 'exclusive', key: 'b', label: '类别' }, done],
      [edge('start → a'), edge('a → b'), edge('b → a'), edge('b → done', { default: true })],
    );
    const problems = checkFlow(round);
    expect(problems.map(({ code }) => code)).toEqual(['automatic_loop']);
    expect(problems[0]?.message['zh-CN']).toBe('“大小”、“类别”自动循环，永远不会停。');
  });

  it('calls steps and outcomes as people do, and says where in the designer it is mended', () => {
    const review = approve('review', 'ann', { label: { 'zh-CN': '初审', en: 'Review' } });
    const [lost] = checkFlow(flow([start, review, done], [edge('start → review'), edge('review → done')]));
    expect(lost?.message).toEqual({
      'zh-CN': '“初审”的结果“拒绝”没有去处。',
      en: 'The outcome “rejected” of “Review” leads nowhere.',
    });
    expect(lost?.cure['zh-CN']).toBe('在该节点的“之后去哪里”里，为“拒绝”选一个去处。');
  });

  it('gives each problem in both languages with a cure', () => {
    for (const { message, cure } of checkFlow(single(handle('a', 'ann')))) {
      for (const text of [message['zh-CN'], message.en, cure['zh-CN'], cure.en]) expect(text).not.toBe('');
    }
  });
});
