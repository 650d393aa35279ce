import { describe, expect, it } from 'vitest';
import type { FlowNode } from '../../definition/types.generated.ts';
import { statusByNode, whyText } from '../index.ts';
import { approve, done, edge, flow, handle, is, refused, single, start } from '../testing/flows.ts';
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

describe('the agenda', () => {
  it('stops a flow that goes round by itself, as an incident and not as an exception', () => {
    const round = flow(
      [start, { type: 'exclusive', key: 'a' }, { type: 'exclusive', key: 'b' }, done],
      [edge('start → a'), edge('a → b'), edge('b → a'), edge('b → done', { priority: 9 })],
    );
    const world = new World(round);
    world.start();
    expect(world.history('incident')).toMatchObject([{ code: 'step_limit' }]);
    expect(world.state?.tokens).toHaveLength(1);
  });

  it('keeps the flow where no way is open, and goes on when tried again', () => {
    const gap = flow(
      [start, handle('one', 'ann'), handle('two', 'bob'), done],
      [edge('start → one'), edge('one → two', { when: is('category', 'big') }), edge('two → done')],
    );
    const world = new World(gap, { facts: { category: 'small' } });
    world.start();
    world.act('ann', 'complete', 'one');
    expect(world.state?.tokens[0]?.incident).toEqual({ code: 'no_edge', outcome: 'completed' });
    world.facts.category = 'big';
    world.do('root', { type: 'retry' });
    expect(world.desks).toEqual(['two: bob']);
    expect(world.state?.passed.one?.by).toEqual([world.id('ann')]);
  });
});

describe('deadlines', () => {
  const calendar = {
    key: 'work',
    label: 'Work',
    timeZone: 'Asia/Shanghai',
    week: { 'mon-fri': ['09:00-12:00', '13:00-18:00'] },
  };
  const urgent = approve('one', [{ users: ['ann', 'bob'] }], {
    policy: 'all',
    deadline: { within: 'PT4H', calendar: 'work', remind: 0.8, repeat: 'PT1H', escalate: { role: 'boss' } },
  });

  it('remind at their part of the working time, then turn overdue, escalate and remind again', () => {
    const world = new World(single(urgent), { calendars: [calendar] });
    world.start();
    // 09:00 + 4 h over lunch = 14:00; 80 % of it = 3 h 12 min = 13:12.
    expect(world.timers()).toMatchObject([
      { kind: 'remind', due: '2026-03-02T05:12:00.000Z' },
      { kind: 'due', due: '2026-03-02T06:00:00.000Z' },
    ]);
    expect(world.history('task_created')[0]?.dueAt).toBe('2026-03-02T06:00:00.000Z');
    world.fire('remind');
    expect(world.history('reminded')[0]).toMatchObject({ overdue: false, tasks: world.tasks().map(({ id }) => id) });
    world.fire('due');
    expect(world.history('overdue')[0]?.tasks).toHaveLength(2);
    expect(world.desks).toEqual(['one: (boss)', 'one: ann', 'one: bob']);
    expect(world.timers()).toMatchObject([{ kind: 'repeat', due: '2026-03-02T07:00:00.000Z' }]);
    world.fire('repeat');
    expect(world.history('reminded')[1]).toMatchObject({ overdue: true });
    expect(world.timers('repeat')).toHaveLength(1);
    // Whoever it was escalated to decides alone.
    world.act('eve', 'approve', 'one');
    expect(world.state?.state).toBe('done');
    expect(world.timers()).toEqual([]);
  });

  it('do not wait for the one it was escalated to when all others have agreed', () => {
    const world = new World(single(urgent), { calendars: [calendar] });
    world.start();
    world.fire('due');
    world.act('ann', 'approve', 'one');
    world.act('bob', 'approve', 'one');
    expect(world.state?.state).toBe('done');
  });

  it('may be counted from a field, and be worked out by a formula', () => {
    const node = handle('one', 'ann', {
      deadline: { within: '= if size > 3 then "PT8H" else "PT2H"', from: '= signed_at' },
    });
    const world = new World(single(node), { facts: { size: 5, signed_at: '2026-03-01T00:00:00.000Z' } });
    world.start();
    expect(world.timers()).toMatchObject([{ kind: 'due', due: '2026-03-01T08:00:00.000Z' }]);
  });

  it('move with the field that they are counted from, and stay where nothing about them changed', () => {
    const node = handle('one', 'ann', {
      deadline: {
        within: 'PT24H',
        remind: 0.5,
        from: '= if signed_at = null then now() + duration("P5D") else signed_at',
      },
    });
    const world = new World(single(node), { facts: { signed_at: null } });
    world.start();
    expect(world.timers('due')[0]?.due).toBe('2026-03-08T01:00:00.000Z');
    world.now = '2026-03-03T02:00:00.000Z';
    expect(world.do('engine', { type: 'changed' })).toEqual([]);
    world.facts.signed_at = '2026-03-03T01:00:00.000Z';
    world.do('engine', { type: 'changed' });
    expect(world.timers()).toMatchObject([
      { kind: 'remind', due: '2026-03-03T13:00:00.000Z' },
      { kind: 'due', due: '2026-03-04T01:00:00.000Z' },
    ]);
    expect(world.state?.tokens[0]?.dueAt).toBe('2026-03-04T01:00:00.000Z');
  });

  it('are gone with the node', () => {
    const world = new World(single(urgent), { calendars: [calendar] });
    world.start();
    const timer = world.timers('due')[0]?.timer ?? '';
    world.act('ann', 'reject', 'one', { reason: 'no' });
    expect(world.history('timer_cleared')).toHaveLength(2);
    expect(world.ask('engine', { type: 'timer', timer }).refusal?.code).toBe('flow_over');
  });
});

describe('what people are shown', () => {
  it('says why a task is on a desk, in both languages', () => {
    expect(whyText({ code: 'role', params: { role: '客服', pick: 'least_loaded', of: 3 } })).toEqual({
      'zh-CN': '由角色“客服”处理，3 人中待办最少',
      en: 'For the role “客服”, fewest open tasks of 3',
    });
    expect(whyText({ code: 'table', params: { table: 'by_category', row: 1 } }).en).toContain('row 2');
  });

  it('colours the picture from the history', () => {
    const world = new World(
      flow(
        [
          start,
          approve('one', [{ user: 'nobody_here' }], { empty: 'skip' }),
          handle('two', 'ann'),
          handle('three', 'bob'),
          done,
          refused,
        ],
        [
          edge('start → one'),
          edge('one → two'),
          edge('one -rejected→ refused'),
          edge('two → three'),
          edge('three → done'),
        ],
      ),
    );
    world.start();
    expect(statusByNode(world.compiled.flow, world.events)).toEqual({
      start: 'done',
      one: 'skipped',
      two: 'current',
      three: 'waiting',
      done: 'waiting',
      refused: 'waiting',
    });
  });
});
