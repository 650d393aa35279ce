import { describe, expect, it } from 'vitest';
import type { FlowNode } from '../../definition/types.generated.ts';
import { approve, done, edge, flow, handle, is, refused, start } from '../testing/flows.ts';
import { World } from '../testing/world.ts';

const waiting: FlowNode = {
  type: 'wait',
  key: 'parcel',
  label: 'Parcel',
  state: 'awaiting',
  for: [
    { signal: 'sent', by: [{ role: 'visitor' }, { role: 'agent' }], rights: { tracking: 'require' } },
    { signal: 'lost', outcome: 'gone' },
  ],
  deadline: { within: 'P7D', outcome: 'timeout' },
};

const parcel = flow(
  [start, waiting, handle('receive', 'ann'), done, refused],
  [
    edge('start → parcel'),
    edge('parcel → receive'),
    edge('parcel -gone→ refused'),
    edge('parcel -timeout→ refused'),
    edge('receive → done'),
  ],
);

describe('wait', () => {
  it('stands until somebody who may sends its signal', () => {
    const world = new World(parcel);
    world.start();
    expect(world.state?.state).toBe('awaiting');
    expect(world.buttons('visitor')).toMatchObject([
      { kind: 'signal', operation: 'sent', rights: { tracking: 'require' } },
    ]);
    expect(world.may('eve')).toEqual([]);
    expect(world.ask('eve', { type: 'signal', signal: 'sent' }).refusal?.code).toBe('not_permitted');
    expect(world.ask('visitor', { type: 'signal', signal: 'lost' }).refusal?.code).toBe('not_permitted');
    expect(world.ask('visitor', { type: 'signal', signal: 'nothing' }).refusal?.code).toBe('signal_closed');
    world.do('ann', { type: 'signal', signal: 'sent' });
    expect(world.at).toEqual(['receive']);
    expect(world.state?.passed.parcel?.by).toEqual([world.id('ann')]);
    expect(world.timers()).toEqual([]);
    expect(world.ask('visitor', { type: 'signal', signal: 'sent' }).refusal?.code).toBe('signal_closed');
  });

  it('takes a signal’s own outcome, from a connector or a rule', () => {
    const world = new World(parcel);
    world.start();
    world.do('engine', { type: 'signal', signal: 'lost' });
    expect(world.state?.state).toBe('refused');
  });

  it('ends with its deadline', () => {
    const world = new World(parcel);
    world.start();
    expect(world.timers()).toMatchObject([{ kind: 'due', due: '2026-03-09T01:00:00.000Z' }]);
    world.fire('due');
    expect(world.state?.state).toBe('refused');
    expect(world.history('node_left').at(-2)).toMatchObject({
      node: 'parcel',
      outcome: 'timeout',
      why: { code: 'deadline' },
    });
  });
});

const pay: FlowNode = {
  type: 'action',
  key: 'pay',
  label: 'Pay',
  state: 'paying',
  do: [
    { set: { result: 'begun' } },
    { send: 'paying', by: ['inbox'] },
    { call: 'bank.transfer', key: 'R1', save: { result: '= answer.id' } },
    { set: { category: 'paid' } },
    { create: 'receipt', data: {} },
  ],
};

const paying = (more: ReturnType<typeof edge>[]) =>
  flow(
    [start, pay, handle('look', 'ann'), done, refused],
    [edge('start → pay'), edge('pay → done'), edge('look → done'), ...more],
  );

describe('action', () => {
  it('does its actions in order, and waits for the answer of a call', () => {
    const world = new World(paying([]));
    world.start();
    expect(world.facts.result).toBe('begun');
    expect(world.history('call_requested')[0]?.action).toEqual({ call: 'bank.transfer', data: {}, key: 'R1' });
    expect(world.history('actions_requested')[0]?.steps).toEqual([1]);
    expect(world.at).toEqual(['pay']);
    const decision = world.ask('engine', {
      type: 'called',
      call: world.call(),
      outcome: 'done',
      answer: { id: 'B77' },
    });
    expect(decision.events && decision.actions).toMatchObject([{ step: 4, node: 'pay', action: { kind: 'create' } }]);
    world.do('engine', { type: 'called', call: world.call(), outcome: 'done', answer: { id: 'B77' } });
    expect(world.facts).toMatchObject({ result: 'B77', category: 'paid' });
    expect(world.state?.state).toBe('done');
  });

  it('goes by its edge on error, or on an outcome that the connector names', () => {
    const failed = new World(paying([edge('pay -error→ look')]));
    failed.start();
    failed.do('engine', { type: 'called', call: failed.call(), outcome: 'error', answer: { code: 500 } });
    expect(failed.at).toEqual(['look']);
    expect(failed.facts.result).toBe('begun');
    const closed = new World(paying([edge('pay -closed→ refused')]));
    closed.start();
    closed.do('engine', { type: 'called', call: closed.call(), outcome: 'closed', answer: { id: 'B78' } });
    expect(closed.state?.state).toBe('refused');
    expect(closed.facts.result).toBe('B78');
  });

  it('is an incident without such an edge, which an admin can try again with the same key', () => {
    const world = new World(paying([]));
    world.start();
    const first = world.call();
    world.do('engine', { type: 'called', call: first, outcome: 'error' });
    expect(world.history('incident')[0]).toMatchObject({
      node: 'pay',
      code: 'call_failed',
      params: { outcome: 'error' },
    });
    expect(world.state?.status).toBe('running');
    expect(world.ask('ann', { type: 'retry' }).refusal?.code).toBe('not_permitted');
    world.do('root', { type: 'retry' });
    expect(world.call()).not.toBe(first);
    expect(world.history('call_requested').map(({ action }) => action.key)).toEqual(['R1', 'R1']);
    expect(world.history('fields_set')).toHaveLength(1);
    world.do('engine', { type: 'called', call: world.call(), outcome: 'done', answer: { id: 'B79' } });
    expect(world.state?.state).toBe('done');
  });

  it('lets somebody know when it takes too long, and goes on by itself', () => {
    const late = { ...pay, deadline: { within: 'PT1H', escalate: { user: 'dan' } } };
    const world = new World(flow([start, late, done], [edge('start → pay'), edge('pay → done')]));
    world.start();
    world.fire('due');
    expect(world.desks).toEqual(['pay: dan']);
    expect(world.tasks()[0]?.kind).toBe('attention');
    expect(world.may('dan')).toEqual(['task complete', 'task transfer', 'task comment']);
    world.act('dan', 'complete', 'pay');
    expect(world.at).toEqual(['pay']);
    world.do('engine', { type: 'called', call: world.call(), outcome: 'done' });
    expect(world.state?.state).toBe('done');
  });

  it('shows what it set to the conditions that follow in the same step', () => {
    const set: FlowNode = { type: 'action', key: 'set', label: 'Set', do: [{ set: { category: 'big' } }] };
    const world = new World(
      flow(
        [start, set, { type: 'exclusive', key: 'which' }, handle('big', 'eve'), handle('small', 'ann'), done],
        [
          edge('start → set'),
          edge('set → which'),
          edge('which → big', { when: is('category', 'big') }),
          edge('which → small', { default: true }),
          edge('big → done'),
          edge('small → done'),
        ],
      ),
      { facts: { category: 'small' } },
    );
    world.start();
    expect(world.at).toEqual(['big']);
  });
});

describe('rule and exclusive', () => {
  const tables = {
    matrix: {
      out: ['result', 'size'],
      answer: (facts: Readonly<Record<string, unknown>>) =>
        facts.category === 'x' ? undefined : { result: `to_${String(facts.category)}`, size: 3 },
    },
  };
  const by = flow(
    [
      start,
      { type: 'exclusive', key: 'which', table: 'matrix', set: { size: '= size + 1' } },
      handle('a', 'ann'),
      handle('other', 'bob'),
      done,
    ],
    [
      edge('start → which'),
      edge('which -to_a→ a'),
      edge('which → other', { default: true }),
      edge('a → done'),
      edge('other → done'),
    ],
  );

  it('go by a table’s first output, and by the default where none fits', () => {
    const at = (category: string) => {
      const world = new World(by, { tables, facts: { category } });
      world.start();
      return { at: world.at, size: world.facts.size };
    };
    expect(at('a')).toEqual({ at: ['a'], size: 4 });
    expect(at('b')).toEqual({ at: ['other'], size: 4 });
    expect(at('x')).toEqual({ at: ['other'], size: undefined });
  });

  it('set fields of the same name where nothing else is said', () => {
    const rule: FlowNode = { type: 'rule', key: 'score', table: 'matrix' };
    const world = new World(flow([start, rule, done], [edge('start → score'), edge('score → done')]), {
      tables,
      facts: { category: 'q' },
    });
    world.start();
    expect(world.facts).toMatchObject({ result: 'to_q', size: 3 });
    expect(world.history('decided')[0]).toMatchObject({ table: 'matrix', row: 0 });
  });
});

describe('parallel and join', () => {
  const split = { type: 'parallel', key: 'split' } as const;
  const meet = { type: 'join', key: 'meet' } as const;

  it('nest, each join waiting for its own split', () => {
    const world = new World(
      flow(
        [
          start,
          split,
          handle('a', 'ann'),
          { type: 'parallel', key: 'inner' },
          handle('b', 'bob'),
          handle('c', 'cat'),
          { type: 'join', key: 'inner_meet' },
          meet,
          done,
        ],
        [
          edge('start → split'),
          edge('split → a'),
          edge('split → inner'),
          edge('inner → b'),
          edge('inner → c'),
          edge('b → inner_meet'),
          edge('c → inner_meet'),
          edge('inner_meet → meet'),
          edge('a → meet'),
          edge('meet → done'),
        ],
      ),
    );
    world.start();
    expect(world.at).toEqual(['a', 'b', 'c']);
    world.act('bob', 'complete', 'b');
    world.act('ann', 'complete', 'a');
    expect(world.at).toEqual(['c']);
    world.act('cat', 'complete', 'c');
    expect(world.state?.status).toBe('ended');
  });

  it('are left by an edge out of one branch, which ends what runs beside it and nothing else', () => {
    const world = new World(
      flow(
        [start, handle('draft', 'ann'), split, approve('a', 'bob'), handle('b', 'cat'), meet, done],
        [
          edge('start → draft'),
          edge('draft → split'),
          edge('split → a'),
          edge('split → b'),
          edge('a → meet'),
          edge('b → meet'),
          edge('meet → done'),
          edge('a -rejected→ draft'),
        ],
      ),
    );
    world.start();
    world.act('ann', 'complete', 'draft');
    world.act('bob', 'reject', 'a', { reason: 'no' });
    expect(world.desks).toEqual(['draft: ann']);
    expect(world.state?.scopes).toEqual([]);
    world.act('ann', 'complete', 'draft');
    world.act('cat', 'complete', 'b');
    world.act('bob', 'approve', 'a');
    expect(world.state?.status).toBe('ended');
  });

  it('may hold empty branches', () => {
    const world = new World(
      flow(
        [start, split, handle('a', 'ann'), meet, done],
        [edge('start → split'), edge('split → a'), edge('split → meet'), edge('a → meet'), edge('meet → done')],
      ),
    );
    world.start();
    world.act('ann', 'complete', 'a');
    expect(world.state?.status).toBe('ended');
  });
});
