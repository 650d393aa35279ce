import { describe, expect, it } from 'vitest';
import { approve, done, edge, flow, handle, is, over, single, start } from './testing/flows.ts';
import { signing, three } from './testing/three.ts';
import { World } from './testing/world.ts';

describe('approve, reject and complete', () => {
  it('take the flow to its end, and the record’s state with it', () => {
    const world = signing();
    expect(world.state?.state).toBe('signing');
    world.act('eve', 'approve', 'sign');
    expect(world.state).toMatchObject({ status: 'ended', state: 'done', tokens: [], tasks: [], scopes: [] });
    expect(world.history('state_changed').map(({ to }) => to)).toEqual(['drafting', 'checking', 'signing', 'done']);
  });

  it('reject with a reason and not without', () => {
    const world = signing();
    expect(world.refused('eve', 'reject', 'sign')).toBe('reason_required');
    expect(world.refused('eve', 'reject', 'sign', { reason: '  ' })).toBe('reason_required');
    world.act('eve', 'reject', 'sign', { reason: 'too dear' });
    expect(world.state?.state).toBe('refused');
    expect(world.history('task_completed').at(-1)).toMatchObject({ outcome: 'rejected', reason: 'too dear' });
  });

  it('are refused to others, on tasks that are gone, and where the node does not know them', () => {
    const world = signing();
    expect(world.refused('ann', 'approve', 'sign')).toBe('not_yours');
    expect(world.refused('eve', 'complete', 'sign')).toBe('operation_closed');
    expect(world.refused('eve', 'comment', 'sign', { reason: 'hm' })).toBe('operation_closed');
    expect(world.ask('eve', { type: 'act', operation: 'approve', task: 'gone' }).refusal?.code).toBe('task_gone');
    expect(
      world.ask('engine', { type: 'act', operation: 'approve', task: world.taskFor('eve', 'sign') ?? '' }).refusal
        ?.code,
    ).toBe('not_yours');
  });

  it('under any: the first decides, and the others’ tasks are called off with a why', () => {
    const world = new World(single(approve('one', [{ users: ['ann', 'bob', 'cat'] }])));
    world.start();
    world.act('bob', 'approve', 'one');
    expect(world.state?.state).toBe('done');
    const off = world.history('task_cancelled');
    expect(off).toHaveLength(2);
    expect(off[0]?.why).toEqual({ code: 'decided', params: { outcome: 'approved' } });
  });

  it('under all: everybody has to agree, and one refusal rejects', () => {
    const node = approve('one', [{ users: ['ann', 'bob', 'cat'] }], { policy: 'all' });
    const agreed = new World(single(node));
    agreed.start();
    agreed.act('ann', 'approve', 'one');
    agreed.act('cat', 'approve', 'one');
    expect(agreed.state?.status).toBe('running');
    agreed.act('bob', 'approve', 'one');
    expect(agreed.state?.state).toBe('done');
    expect(agreed.state?.passed.one?.by.map((id) => agreed.login(id))).toEqual(['ann', 'cat', 'bob']);

    const one = new World(single(node));
    one.start();
    one.act('ann', 'approve', 'one');
    one.act('bob', 'reject', 'one', { reason: 'no' });
    expect(one.state?.state).toBe('refused');
    expect(one.desks).toEqual([]);
  });

  it('know outcomes of the node’s own, with their conditions and reasons', () => {
    const node = approve('one', 'ann', {
      outcomes: [
        { key: 'more', label: 'Ask for more', reason: true, check: false, tone: 'warning' },
        { key: 'fast', label: 'Fast', when: is('category', 'small') },
      ],
    });
    const ways = [edge('one -more→ refused'), edge('one -fast→ done')];
    const world = new World(single(node, ways), { facts: { category: 'large' } });
    world.start();
    expect(world.may('ann')).toEqual(['task more', 'task approve', 'task reject', 'task transfer', 'task comment']);
    expect(world.buttons('ann')[0]).toMatchObject({
      reason: true,
      check: false,
      tone: 'warning',
      label: 'Ask for more',
    });
    expect(world.refused('ann', 'complete', 'one', { outcome: 'fast' })).toBe('outcome_closed');
    expect(world.refused('ann', 'complete', 'one', { outcome: 'nothing' })).toBe('operation_closed');
    expect(world.refused('ann', 'approve', 'one', { outcome: 'nothing' })).toBe('outcome_unknown');
    expect(world.refused('ann', 'complete', 'one', { outcome: 'more' })).toBe('reason_required');
    world.act('ann', 'complete', 'one', { outcome: 'more', reason: 'a picture' });
    expect(world.state?.state).toBe('refused');
  });

  it('choose the way by what the record says, first by priority, the default last', () => {
    const ways = flow(
      [start, handle('settle', 'ann'), handle('cfo', 'eve'), handle('lead', 'dan'), handle('pay', 'bob'), done],
      [
        edge('start → settle'),
        edge('settle → pay', { default: true }),
        edge('settle → lead', { when: over('amount', '1000'), priority: 2 }),
        edge('settle → cfo', { when: over('amount', '5000'), priority: 1 }),
        edge('cfo → done'),
        edge('lead → done'),
        edge('pay → done'),
      ],
    );
    const to = (amount: string) => {
      const world = new World(ways, { facts: { amount } });
      world.start();
      world.act('ann', 'complete', 'settle');
      return world.at;
    };
    expect(to('5000.00')).toEqual(['lead']);
    expect(to('5000.01')).toEqual(['cfo']);
    expect(to('10000.00')).toEqual(['cfo']);
    expect(to('12.50')).toEqual(['pay']);
  });
});

describe('claim, transfer and comment', () => {
  it('claim keeps a group’s task for one of them', () => {
    const world = new World(single(handle('one', [{ role: 'agent' }])));
    world.start();
    world.act('ann', 'claim', 'one');
    expect(world.desks).toEqual(['one: ann']);
    expect(world.refused('bob', 'claim', 'one')).toBe('already_claimed');
    expect(world.refused('bob', 'complete', 'one')).toBe('not_yours');
    expect(world.may('ann')).toEqual(['task complete', 'task transfer', 'task unclaim', 'task comment']);
    world.act('ann', 'complete', 'one');
    expect(world.state?.status).toBe('ended');
  });

  it('claim is not for a task that is one person’s', () => {
    const world = new World(single(handle('one', 'ann')));
    world.start();
    expect(world.refused('ann', 'claim', 'one')).toBe('operation_closed');
  });

  it('transfer hands it on, and keeps who and why', () => {
    const world = signing();
    expect(world.refused('eve', 'transfer', 'sign')).toBe('person_needed');
    world.act('eve', 'transfer', 'sign', { to: world.id('dan'), reason: 'on leave' });
    expect(world.desks).toEqual(['sign: dan']);
    expect(world.history('task_transferred')[0]).toMatchObject({
      from: world.id('eve'),
      to: world.id('dan'),
      reason: 'on leave',
    });
    expect(world.refused('eve', 'approve', 'sign')).toBe('not_yours');
    world.act('dan', 'approve', 'sign');
    expect(world.state?.passed.sign?.by).toEqual([world.id('dan')]);
  });

  it('comment changes nothing but the history', () => {
    const world = new World(single(handle('one', 'ann')));
    world.start();
    expect(world.refused('ann', 'comment', 'one')).toBe('reason_required');
    world.act('ann', 'comment', 'one', { reason: 'waiting for the scale' });
    expect(world.history('commented')[0]).toMatchObject({ text: 'waiting for the scale', by: world.id('ann') });
    expect(world.desks).toEqual(['one: ann']);
  });
});

describe('withdraw', () => {
  it('is the initiator’s, where every open node allows it', () => {
    const world = new World(three);
    world.start('cat');
    expect(world.refused('cat', 'withdraw', 'draft')).toBe('withdraw_closed');
    world.act('ann', 'complete', 'draft');
    expect(world.refused('bob', 'withdraw', 'check')).toBe('not_permitted');
    expect(world.may('cat')).toEqual(['withdraw withdraw']);
    world.act('cat', 'withdraw', 'check', { reason: 'my mistake' });
    expect(world.state).toMatchObject({ status: 'cancelled', state: null, tokens: [], tasks: [] });
    expect(world.ask('bob', { type: 'act', operation: 'approve' }).refusal?.code).toBe('flow_over');
  });

  it('follows the flow’s own edge where it has one', () => {
    const world = new World(flow(three.nodes, [...three.edges, edge('* -withdraw→ refused')]));
    world.start('cat');
    world.act('ann', 'complete', 'draft');
    world.act('cat', 'withdraw', 'check');
    expect(world.state).toMatchObject({ status: 'ended', state: 'refused' });
  });
});

describe('edges from anywhere', () => {
  const cancellable = flow(three.nodes, [
    ...three.edges,
    edge('* -cancel→ refused', {
      by: [{ role: 'visitor' }, { initiator: true }],
      while: ['drafting', 'checking'],
      reason: true,
      label: 'Cancel',
    }),
  ]);

  it('are open to those and while they say, with a reason', () => {
    const world = new World(cancellable);
    world.start('visitor');
    expect(world.may('visitor')).toEqual(['edge cancel']);
    expect(world.ask('bob', { type: 'edge', on: 'cancel', reason: 'x' }).refusal?.code).toBe('not_permitted');
    expect(world.ask('visitor', { type: 'edge', on: 'cancel' }).refusal?.code).toBe('reason_required');
    world.do('visitor', { type: 'edge', on: 'cancel', reason: 'not needed any more' });
    expect(world.state).toMatchObject({ status: 'ended', state: 'refused', tokens: [], tasks: [] });
    expect(world.history('edge_taken')[0]).toMatchObject({ on: 'cancel', reason: 'not needed any more' });
  });

  it('are closed in other states', () => {
    const world = new World(cancellable);
    world.start('visitor');
    world.act('ann', 'complete', 'draft');
    world.act('bob', 'approve', 'check');
    expect(world.may('visitor')).toEqual([]);
    expect(world.ask('visitor', { type: 'edge', on: 'cancel', reason: 'x' }).refusal?.code).toBe('edge_closed');
  });

  it('can be taken by a rule or a connector as a signal', () => {
    const world = new World(cancellable);
    world.start('visitor');
    world.do('engine', { type: 'signal', signal: 'cancel' });
    expect(world.state?.state).toBe('refused');
  });
});

describe('commands that come too early or too late', () => {
  it('are refused in words', () => {
    const world = new World(three);
    expect(world.ask('ann', { type: 'act', operation: 'approve' }).refusal?.code).toBe('not_started');
    world.start();
    expect(world.ask('ann', { type: 'start' }).refusal).toMatchObject({
      code: 'already_started',
      message: { 'zh-CN': expect.any(String), en: expect.any(String) },
      cure: { 'zh-CN': expect.any(String), en: expect.any(String) },
    });
    expect(world.ask('engine', { type: 'timer', timer: 'none' }).refusal?.code).toBe('timer_gone');
    expect(world.ask('engine', { type: 'called', call: 'none', outcome: 'done' }).refusal?.code).toBe('call_gone');
    expect(world.ask('engine', { type: 'retry' }).refusal?.code).toBe('nothing_to_retry');
  });
});
