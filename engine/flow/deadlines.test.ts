import { describe, expect, it } from 'vitest';
import { approve, handle, single } from './testing/flows.ts';
import { World } from './testing/world.ts';

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
