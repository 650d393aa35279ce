import { describe, expect, it } from 'vitest';
import { type Approve, approve, done, edge, flow, handle, refused, single, start } from './testing/flows.ts';
import { World, type WorldOptions } from './testing/world.ts';

const four = [{ users: ['ann', 'bob', 'cat', 'dan'] }];

function asked(more: Partial<Approve>, options: WorldOptions = {}): World {
  const world = new World(single(approve('one', four, more)), options);
  world.start();
  return world;
}

const yes = (world: World, ...logins: string[]) => {
  for (const login of logins) world.act(login, 'approve', 'one');
};
const no = (world: World, login: string) => world.act(login, 'reject', 'one', { reason: 'no' });

describe('policies', () => {
  it('a share of the votes decides, and nobody else is asked any more', () => {
    const world = asked({ policy: 'ratio', share: 0.5 });
    yes(world, 'ann');
    expect(world.state?.status).toBe('running');
    yes(world, 'bob');
    expect(world.state).toMatchObject({ status: 'ended', state: 'done' });
    expect(world.history('task_cancelled')).toHaveLength(2);
  });

  it('rejects as soon as the share cannot be reached', () => {
    const world = asked({ policy: 'ratio', share: 0.75 });
    no(world, 'ann');
    expect(world.state?.status).toBe('running');
    no(world, 'bob');
    expect(world.state).toMatchObject({ status: 'ended', state: 'refused' });
  });

  it('counts weights by user, by role, and 1 for whoever is not named', () => {
    const weights = [
      { user: 'ann', weight: 1 },
      { role: 'lead', weight: 3 },
    ];
    const world = asked({ policy: 'weighted', share: 0.6, weights });
    // Of 8: cat and dan are leads.
    yes(world, 'ann', 'bob');
    expect(world.state?.status).toBe('running');
    yes(world, 'cat');
    expect(world.state).toMatchObject({ status: 'ended', state: 'done' });
    const few = asked({ policy: 'weighted', share: 0.6, weights });
    no(few, 'dan');
    expect(few.state?.status).toBe('running');
    no(few, 'ann');
    expect(few.state).toMatchObject({ state: 'refused' });
  });

  it('asks one after the other, and one refusal ends it', () => {
    const world = asked({ policy: 'sequence' });
    expect(world.desks).toEqual(['one: ann']);
    yes(world, 'ann');
    expect(world.desks).toEqual(['one: bob']);
    yes(world, 'bob', 'cat', 'dan');
    expect(world.state).toMatchObject({ status: 'ended', state: 'done' });
    const stopped = asked({ policy: 'sequence' });
    yes(stopped, 'ann');
    no(stopped, 'bob');
    expect(stopped.state).toMatchObject({ state: 'refused' });
  });

  it('a veto alone rejects', () => {
    const veto = [{ user: 'cat' }];
    const world = asked({ policy: 'ratio', share: 0.25, veto });
    no(world, 'cat');
    expect(world.state).toMatchObject({ state: 'refused' });
    const other = asked({ policy: 'ratio', share: 0.25, veto });
    no(other, 'ann');
    expect(other.state?.status).toBe('running');
  });
});

describe('whoever agreed before', () => {
  const twice = (duplicate: Approve['duplicate'], second: string[]) => {
    const world = new World(
      flow(
        [
          start,
          approve('first', 'ann'),
          handle('between', 'bob'),
          approve('second', [{ users: second }], duplicate ? { policy: 'all', duplicate } : { policy: 'all' }),
          done,
          refused,
        ],
        [
          edge('start → first'),
          edge('first → between'),
          edge('between → second'),
          edge('second → done'),
          edge('first -rejected→ refused'),
          edge('second -rejected→ refused'),
        ],
      ),
    );
    world.start();
    world.act('ann', 'approve', 'first');
    world.act('bob', 'complete', 'between');
    return world;
  };

  it('is asked again where nothing is said', () => {
    expect(twice(undefined, ['ann', 'cat']).desks).toEqual(['second: ann', 'second: cat']);
  });

  it('is left out, and the history says why', () => {
    const world = twice('earlier', ['ann', 'cat']);
    expect(world.desks).toEqual(['second: cat']);
    expect(world.history('left_out')[0]).toMatchObject({ people: [world.id('ann')], why: { code: 'agreed_before' } });
  });

  it('skips the node where nobody else is left', () => {
    const world = twice('earlier', ['ann']);
    expect(world.state?.status).toBe('ended');
    expect(world.history('node_left').at(-2)).toMatchObject({ skipped: true, why: { code: 'duplicate_skip' } });
  });

  it('is left out only after the step just before where that is what is said', () => {
    expect(twice('adjacent', ['ann']).desks).toEqual(['second: ann']);
  });
});
