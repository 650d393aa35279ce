import { describe, expect, it } from 'vitest';
import { approve, done, edge, flow, type Handle, handle, refused, start } from './testing/flows.ts';
import { World } from './testing/world.ts';

const undo = (value: string): Handle['undo'] => [{ set: { result: value } }];

const deadline = { within: 'PT8H' };

/** Draft, check, sign; whatever was done can be undone. */
const definition = flow(
  [
    start,
    handle('draft', [{ initiator: true }], { allow: ['complete', 'take_back'], undo: undo('draft undone') }),
    handle('check', 'bob', {
      allow: ['complete', 'return', 'take_back'],
      undo: [{ set: { owner: 'check undone' } }, { call: 'stock.release' }],
    }),
    approve('sign', 'eve', { allow: ['approve', 'reject', 'return'], afterReturn: 'choose', deadline }),
    done,
    refused,
  ],
  [
    edge('start → draft'),
    edge('draft → check'),
    edge('check → sign'),
    edge('sign → done'),
    edge('sign -rejected→ refused'),
    edge('* -cancel→ refused', { by: [{ role: 'agent' }], undo: true }),
  ],
);

function signing(): World {
  const world = new World(definition);
  world.start('ann');
  world.act('ann', 'complete', 'draft');
  world.act('bob', 'complete', 'check');
  return world;
}

describe('return', () => {
  it('comes straight back where that is chosen, with the time that was left', () => {
    const world = signing();
    world.now = '2026-03-02T04:00:00.000Z';
    world.act('eve', 'return', 'sign', { to: 'draft', reason: 'a typo', resume: true });
    expect(world.desks).toEqual(['draft: ann']);
    world.now = '2026-03-05T04:00:00.000Z';
    world.act('ann', 'complete', 'draft');
    // Five of eight hours were left.
    expect(world.desks).toEqual(['sign: eve']);
    expect(world.timers('due')[0]?.due).toBe('2026-03-05T09:00:00.000Z');
    expect(world.state?.passed.check?.undone).toBeUndefined();
  });

  it('runs through again where nothing is chosen', () => {
    const world = signing();
    world.act('eve', 'return', 'sign', { to: 'draft', reason: 'all wrong' });
    world.act('ann', 'complete', 'draft');
    expect(world.desks).toEqual(['check: bob']);
  });

  it('undoes what it goes back past, the last first', () => {
    const world = signing();
    const events = world.act('eve', 'return', 'sign', { to: 'draft', reason: 'all wrong' });
    expect(events.flatMap((event) => (event.type === 'fields_set' ? [event.node] : []))).toEqual(['check', 'draft']);
    expect(world.facts).toMatchObject({ owner: 'check undone', result: 'draft undone' });
    const asked = events.find((event) => event.type === 'actions_requested');
    expect(asked).toMatchObject({ node: 'check', steps: [1], undo: true });
    // What is undone is not undone again.
    expect(world.do('bob', { type: 'edge', on: 'cancel' }).some(({ type }) => type === 'fields_set')).toBe(false);
  });
});

describe('cancel', () => {
  it('undoes all that was passed where its edge says so', () => {
    const world = signing();
    const events = world.do('bob', { type: 'edge', on: 'cancel' });
    expect(events.flatMap((event) => (event.type === 'fields_set' ? [event.node] : []))).toEqual(['check', 'draft']);
    expect(world.state).toMatchObject({ status: 'ended', state: 'refused' });
  });
});

describe('take back', () => {
  it('is open to whoever did it, until the next has begun', () => {
    const world = signing();
    expect(world.mayOnCase('bob')).toEqual(['take_back']);
    expect(world.refused('ann', 'take_back', 'draft')).toBe('take_back_closed');
    world.onCase('bob', 'take_back');
    expect(world.desks).toEqual(['check: bob']);
    world.act('bob', 'complete', 'check');
    world.act('eve', 'approve', 'sign');
    expect(world.mayOnCase('bob')).toEqual([]);
  });
});

describe('urge', () => {
  it('is for whoever began and administrators, once an hour', () => {
    const world = signing();
    expect(world.mayOnCase('ann')).toContain('urge');
    expect(world.ask('dan', { type: 'act', operation: 'urge' }).refusal?.code).toBe('not_permitted');
    world.onCase('ann', 'urge', { reason: 'the customer waits' });
    expect(world.history('urged')[0]).toMatchObject({ tasks: world.tasks().map(({ id }) => id) });
    expect(world.ask('ann', { type: 'act', operation: 'urge' }).refusal?.code).toBe('urged_lately');
    world.now = '2026-03-02T02:00:00.000Z';
    expect(world.mayOnCase('root')).toContain('urge');
  });
});

describe('suspend and resume', () => {
  it('stops everybody and every deadline, and goes on with the time that was left', () => {
    const world = signing();
    world.now = '2026-03-02T03:00:00.000Z';
    expect(world.ask('root', { type: 'act', operation: 'suspend' }).refusal?.code).toBe('reason_required');
    world.onCase('root', 'suspend', { reason: 'an audit' });
    expect(world.state?.status).toBe('suspended');
    expect(world.refused('eve', 'approve', 'sign')).toBe('suspended');
    expect(world.buttons('eve')).toEqual([]);
    expect(world.timers()).toEqual([]);
    world.now = '2026-03-09T03:00:00.000Z';
    expect(world.mayOnCase('root')).toEqual(['resume', 'reassign', 'jump', 'terminate']);
    world.onCase('root', 'resume');
    expect(world.timers('due')[0]?.due).toBe('2026-03-09T09:00:00.000Z');
    world.act('eve', 'approve', 'sign');
    expect(world.state?.status).toBe('ended');
  });
});

describe('terminate and jump', () => {
  it('ends the case, with a reason, and undoes what was done', () => {
    const world = signing();
    world.onCase('root', 'terminate', { reason: 'a duplicate' });
    expect(world.state).toMatchObject({ status: 'cancelled', state: null, tokens: [], tasks: [] });
    expect(world.facts.owner).toBe('check undone');
  });

  it('puts the flow elsewhere, with a reason', () => {
    const world = signing();
    expect(world.ask('bob', { type: 'act', operation: 'jump', to: 'draft' }).refusal?.code).toBe('not_permitted');
    expect(world.ask('root', { type: 'act', operation: 'jump', to: 'draft' }).refusal?.code).toBe('reason_required');
    world.onCase('root', 'jump', { to: 'check', reason: 'repair' });
    expect(world.desks).toEqual(['check: bob']);
    expect(world.history('jumped')[0]).toMatchObject({ from: 'sign', to: 'check', reason: 'repair' });
  });
});

describe('deadlines beside', () => {
  const side = (pauses: true | undefined) =>
    flow(
      [
        start,
        { type: 'parallel', key: 'split' },
        handle('more', 'ann', pauses ? { pauses } : {}),
        handle('work', 'bob', { deadline }),
        { type: 'join', key: 'meet' },
        done,
      ],
      [
        edge('start → split'),
        edge('split → more'),
        edge('split → work'),
        edge('more → meet'),
        edge('work → meet'),
        edge('meet → done'),
      ],
    );

  it('stand still while the case is where it waits for whoever began', () => {
    const world = new World(side(true));
    world.start('ann');
    expect(world.timers()).toEqual([]);
    world.now = '2026-03-04T01:00:00.000Z';
    world.act('ann', 'complete', 'more');
    expect(world.timers('due')[0]?.due).toBe('2026-03-04T09:00:00.000Z');
  });

  it('stand still while a return has it back with whoever began', () => {
    const world = new World(
      flow(
        [
          start,
          { type: 'parallel', key: 'split' },
          handle('draft', [{ initiator: true }]),
          handle('check', 'bob', { allow: ['complete', 'return'] }),
          handle('work', 'cat', { deadline }),
          { type: 'join', key: 'meet' },
          done,
        ],
        [
          edge('start → split'),
          edge('split → draft'),
          edge('draft → check'),
          edge('split → work'),
          edge('check → meet'),
          edge('work → meet'),
          edge('meet → done'),
        ],
      ),
    );
    world.start('ann');
    world.act('ann', 'complete', 'draft');
    expect(world.timers('due')[0]?.due).toBe('2026-03-02T09:00:00.000Z');
    world.act('bob', 'return', 'check', { to: 'draft', reason: 'a page is missing' });
    expect(world.desks).toEqual(['draft: ann', 'work: cat']);
    expect(world.timers()).toEqual([]);
    world.now = '2026-03-03T01:00:00.000Z';
    world.act('ann', 'complete', 'draft');
    expect(world.timers('due')[0]?.due).toBe('2026-03-03T09:00:00.000Z');
  });

  it('run on elsewhere', () => {
    const world = new World(side(undefined));
    world.start('ann');
    expect(world.timers('due')[0]?.due).toBe('2026-03-02T09:00:00.000Z');
  });
});
