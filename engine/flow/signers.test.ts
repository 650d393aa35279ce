import { describe, expect, it } from 'vitest';
import { type Approve, approve, single } from './testing/flows.ts';
import { World } from './testing/world.ts';

const allow: Approve['allow'] = ['approve', 'reject', 'delegate', 'add_signer', 'remove_signer', 'return'];

function asked(more: Partial<Approve> = {}): World {
  const world = new World(single(approve('one', 'ann', { allow, ...more })));
  world.start();
  return world;
}

describe('add a signer', () => {
  it('before oneself: one’s own task waits for their word', () => {
    const world = asked();
    world.act('ann', 'add_signer', 'one', { to: world.id('bob'), position: 'before' });
    expect(world.desks).toEqual(['one: ann', 'one: bob']);
    expect(world.refused('ann', 'approve', 'one')).toBe('waits_for_signer');
    expect(world.may('ann')).not.toContain('task approve');
    world.act('bob', 'approve', 'one');
    expect(world.desks).toEqual(['one: ann']);
    world.act('ann', 'approve', 'one');
    expect(world.state).toMatchObject({ status: 'ended', state: 'done' });
  });

  it('before oneself: their refusal is a refusal', () => {
    const world = asked();
    world.act('ann', 'add_signer', 'one', { to: world.id('bob'), position: 'before' });
    world.act('bob', 'reject', 'one', { reason: 'no' });
    expect(world.state).toMatchObject({ state: 'refused' });
  });

  it('beside oneself: both have to agree', () => {
    const world = asked();
    world.act('ann', 'add_signer', 'one', { to: world.id('bob'), position: 'beside' });
    world.act('ann', 'approve', 'one');
    expect(world.desks).toEqual(['one: bob']);
    world.act('bob', 'approve', 'one');
    expect(world.state?.status).toBe('ended');
  });

  it('after oneself: they are asked once everybody has agreed', () => {
    const world = asked();
    world.act('ann', 'add_signer', 'one', { to: world.id('bob'), position: 'after' });
    expect(world.desks).toEqual(['one: ann']);
    world.act('ann', 'approve', 'one');
    expect(world.desks).toEqual(['one: bob']);
    expect(world.history('task_created').at(-1)?.why).toEqual({
      code: 'signer_after',
      params: { by: world.id('ann') },
    });
    world.act('bob', 'approve', 'one');
    expect(world.state).toMatchObject({ state: 'done' });
  });

  it('goes with every policy', () => {
    for (const policy of ['all', 'ratio', 'sequence'] as const) {
      const world = asked({ policy });
      world.act('ann', 'add_signer', 'one', { to: world.id('bob'), position: 'after' });
      world.act('ann', 'approve', 'one');
      expect(world.desks).toEqual(['one: bob']);
      world.act('bob', 'reject', 'one', { reason: 'no' });
      expect(world.state).toMatchObject({ state: 'refused' });
    }
  });

  it('before whoever it was escalated to: they go with the one who asked, when all others have agreed', () => {
    const world = asked({ policy: 'all', deadline: { within: 'PT4H', escalate: { user: 'eve' } } });
    world.fire('due');
    world.act('eve', 'add_signer', 'one', { to: world.id('cat'), position: 'before' });
    expect(world.desks).toEqual(['one: ann', 'one: cat', 'one: eve']);
    world.act('ann', 'approve', 'one');
    expect(world.state).toMatchObject({ status: 'ended', state: 'done' });
    expect(world.history('task_cancelled').map(({ why }) => why.code)).toEqual(['decided', 'decided']);
  });

  it('asks nobody twice, and says what is missing', () => {
    const world = asked();
    expect(world.refused('ann', 'add_signer', 'one', { to: world.id('bob') })).toBe('position_needed');
    expect(world.refused('ann', 'add_signer', 'one', { to: world.id('ann'), position: 'beside' })).toBe(
      'person_needed',
    );
    for (const position of ['after', 'before'] as const) {
      world.act('ann', 'add_signer', 'one', { to: world.id(position === 'after' ? 'bob' : 'cyd'), position });
      const again = { to: world.id(position === 'after' ? 'bob' : 'cyd'), position };
      expect(world.refused('ann', 'add_signer', 'one', again)).toBe('asked_already');
    }
  });
});

describe('remove a signer', () => {
  it('is open to whoever asked for them, and the votes are counted again', () => {
    const world = asked();
    expect(world.refused('ann', 'remove_signer', 'one', { to: world.id('bob') })).toBe('no_signer');
    world.act('ann', 'add_signer', 'one', { to: world.id('bob'), position: 'beside' });
    const button = world.buttons('ann').find(({ operation }) => operation === 'remove_signer');
    expect(button?.person).toEqual([world.id('bob')]);
    world.act('ann', 'remove_signer', 'one', { to: world.id('bob') });
    expect(world.desks).toEqual(['one: ann']);
    world.act('ann', 'approve', 'one');
    expect(world.state?.status).toBe('ended');
  });

  it('takes somebody off who was to be asked afterwards', () => {
    const world = asked();
    world.act('ann', 'add_signer', 'one', { to: world.id('bob'), position: 'after' });
    world.act('ann', 'remove_signer', 'one', { to: world.id('bob') });
    world.act('ann', 'approve', 'one');
    expect(world.state?.status).toBe('ended');
  });
});

describe('delegate', () => {
  it('comes back with an answer, and whose task it is decides', () => {
    const world = asked();
    world.act('ann', 'delegate', 'one', { to: world.id('bob'), reason: 'you know it better' });
    expect(world.desks).toEqual(['one: bob']);
    expect(world.may('bob')).not.toContain('task return');
    world.act('bob', 'approve', 'one');
    expect(world.desks).toEqual(['one: ann']);
    expect(world.history('task_handed_back')[0]).toMatchObject({ outcome: 'approved', to: world.id('ann') });
    expect(world.state?.status).toBe('running');
    world.act('ann', 'reject', 'one', { reason: 'no' });
    expect(world.state).toMatchObject({ state: 'refused' });
  });

  it('goes to nobody who is kept apart', () => {
    const world = new World(single(approve('one', 'ann', { allow, initiator: 'exclude' })));
    world.start('bob');
    expect(world.refused('ann', 'delegate', 'one', { to: world.id('bob') })).toBe('separate_duties');
  });
});
