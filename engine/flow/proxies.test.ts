import { describe, expect, it } from 'vitest';
import { clash } from './index.ts';
import { type Approve, approve, done, edge, flow, refused, single, start } from './testing/flows.ts';
import { World } from './testing/world.ts';
import { whyText } from './why.ts';

const asked = (more: Partial<Approve>, proxies: Record<string, string>, users = ['ann', 'bob', 'cat']): World => {
  const world = new World(single(approve('one', [{ users }], more)), { proxies });
  world.start();
  return world;
};

describe('a proxy', () => {
  it('gets the task of whoever is away, and the history says for whom', () => {
    const world = new World(single(approve('one', 'ann')), { proxies: { ann: 'bob', bob: 'cat' } });
    world.start();
    expect(world.desks).toEqual(['one: cat']);
    expect(world.history('task_created')[0]).toMatchObject({
      standsFor: world.id('ann'),
      why: { code: 'proxy', params: { for: world.id('ann'), by: 'named' } },
    });
  });

  it('is nobody whom four eyes keep apart: it stays where it is, and says why', () => {
    const world = new World(single(approve('one', 'ann', { initiator: 'exclude' })), { proxies: { ann: 'bob' } });
    world.start('bob');
    expect(world.desks).toEqual(['one: ann']);
    const why = world.history('task_created')[0]?.why;
    expect(why).toEqual({ code: 'proxy_separate', params: { users: [world.id('bob')] } });
    expect(why && whyText(why).en).toContain('stays theirs');
  });

  it.each(['skip', 'manager'] as const)('does not decide their own case where the node says %s of it', (initiator) => {
    const world = new World(single(approve('one', 'ann', { initiator })), { proxies: { ann: 'bob' } });
    world.start('bob');
    expect(world.desks).toEqual(['one: ann']);
  });

  it('needs the role by which the task came', () => {
    const node = approve('one', [{ role: 'lead', pick: 'all' }]);
    const world = new World(single(node), { proxies: { dan: 'ann', cat: 'dan' } });
    world.start();
    // cat → dan → ann, and dan → ann: ann is no lead.
    expect(world.desks).toEqual(['one: cat', 'one: dan']);
    expect(world.history('task_created')[0]?.why).toMatchObject({
      code: 'proxy_without_role',
      params: { role: 'lead' },
    });
    const fit = new World(single(node), { proxies: { dan: 'cat' } });
    fit.start();
    expect(fit.desks).toEqual(['one: cat', 'one: cat']);
  });

  it('needs the role also when asked one after the other', () => {
    const node = approve('one', [{ role: 'lead' }], { policy: 'sequence' });
    const world = new World(single(node), { proxies: { cat: 'bob' } });
    world.start();
    expect(world.desks).toEqual(['one: cat']);
  });

  it('is nobody in a ring of people who are all away', () => {
    const world = new World(single(approve('one', 'ann')), { proxies: { ann: 'bob', bob: 'cat', cat: 'ann' } });
    world.start();
    expect(world.desks).toEqual(['one: ann']);
    expect(world.history('task_created')[0]?.why).toEqual({ code: 'proxy_nobody_left' });
  });

  it('votes once for each whose vote it is', () => {
    const world = asked({ policy: 'ratio', share: 0.6 }, { ann: 'bob' });
    expect(world.desks).toEqual(['one: bob', 'one: bob', 'one: cat']);
    world.act('bob', 'approve', 'one');
    expect(world.state?.status).toBe('running');
    world.act('bob', 'approve', 'one');
    expect(world.state).toMatchObject({ status: 'ended', state: 'done' });
    expect(world.history('task_completed').map(({ by }) => by)).toEqual([world.id('bob'), world.id('bob')]);
    expect(world.history('task_completed').map(({ standsFor }) => standsFor)).toContain(world.id('ann'));
  });

  it('votes with the weight, and with the veto, of whom they stand for', () => {
    const weights = [{ user: 'ann', weight: 5 }];
    const heavy = asked({ policy: 'weighted', share: 0.6, weights }, { ann: 'dan' });
    heavy.act('dan', 'approve', 'one');
    expect(heavy.state).toMatchObject({ status: 'ended', state: 'done' });
    const veto = asked({ policy: 'ratio', share: 0.3, veto: [{ user: 'ann' }] }, { ann: 'dan' });
    veto.act('dan', 'reject', 'one', { reason: 'no' });
    expect(veto.state).toMatchObject({ state: 'refused' });
  });

  it('binds both of them by four eyes', () => {
    const world = new World(
      flow(
        [
          start,
          approve('one', 'ann'),
          approve('two', [{ users: ['ann', 'bob', 'cat'] }], { separateFrom: ['one'] }),
          done,
          refused,
        ],
        [
          edge('start → one'),
          edge('one → two'),
          edge('two → done'),
          edge('one → refused on rejected'),
          edge('two → refused on rejected'),
        ],
      ),
      { proxies: { ann: 'bob' } },
    );
    world.start();
    world.act('bob', 'approve', 'one');
    expect(world.state?.passed.one).toMatchObject({ by: [world.id('bob')], standsFor: [world.id('ann')] });
    expect(world.desks).toEqual(['two: cat']);
  });
});

describe('giving on by hand to somebody who is away', () => {
  const everything: Approve['allow'] = ['approve', 'reject', 'transfer', 'delegate', 'add_signer', 'remove_signer'];
  const given = (proxies: Record<string, string>, more: Partial<Approve> = {}): World =>
    asked({ allow: everything, ...more }, proxies, ['ann']);

  it('a transfer comes to whoever stands in, the vote stays that of whom it was given to, and the history says why', () => {
    const world = given({ bob: 'cat' });
    world.act('ann', 'transfer', 'one', { to: world.id('bob') });
    expect(world.desks).toEqual(['one: cat']);
    const why = { code: 'proxy', params: { for: world.id('bob') } };
    expect(world.history('task_transferred')[0]).toMatchObject({
      to: world.id('cat'),
      standsFor: world.id('bob'),
      why,
    });
    world.act('cat', 'approve', 'one');
    expect(world.history('task_completed')[0]).toMatchObject({ by: world.id('cat'), standsFor: world.id('bob') });
  });

  it('of a task that somebody has in another’s place leaves the vote where it was', () => {
    const world = given({ ann: 'bob', cat: 'dan' });
    expect(world.desks).toEqual(['one: bob']);
    world.act('bob', 'transfer', 'one', { to: world.id('cat') });
    expect(world.tasks()[0]).toMatchObject({ assignee: world.id('dan'), standsFor: world.id('ann') });
  });

  it('does not come back to whoever gave it: whoever is away has it, and is told so', () => {
    const world = given({ bob: 'ann' });
    world.act('ann', 'transfer', 'one', { to: world.id('bob') });
    expect(world.desks).toEqual(['one: bob']);
    const why = { code: 'proxy_gave_it', params: { users: [world.id('ann')] } };
    expect(world.history('task_transferred')[0]).toMatchObject({ why });
    const asking = given({ bob: 'ann' });
    asking.act('ann', 'add_signer', 'one', { to: asking.id('bob'), position: 'beside' });
    expect(asking.desks).toEqual(['one: ann', 'one: bob']);
  });

  it('stays with whoever is away where four eyes keep their proxy apart', () => {
    const world = new World(single(approve('one', 'ann', { initiator: 'exclude' })), { proxies: { bob: 'dan' } });
    world.start('dan');
    world.act('ann', 'transfer', 'one', { to: world.id('bob') });
    expect(world.desks).toEqual(['one: bob']);
    expect(world.history('task_transferred')[0]?.why).toMatchObject({ code: 'proxy_separate' });
  });

  it('a delegation comes to whoever stands in, and the answer to whoever stands in for its owner', () => {
    const world = given({ bob: 'cat' });
    world.act('ann', 'delegate', 'one', { to: world.id('bob') });
    expect(world.desks).toEqual(['one: cat']);
    expect(world.history('task_delegated')[0]?.why).toEqual({ code: 'proxy', params: { for: world.id('bob') } });
    expect(world.tasks()[0]?.standsFor).toBeUndefined();
    world.options.proxies = { ann: 'eve' };
    world.act('cat', 'approve', 'one');
    expect(world.tasks()[0]).toMatchObject({ assignee: world.id('eve'), standsFor: world.id('ann') });
    world.act('eve', 'approve', 'one');
    expect(world.state?.status).toBe('ended');
  });

  it('a signer who is away is asked through their proxy, and is removed by the name that was chosen', () => {
    const world = given({ bob: 'cat' }, { policy: 'all' });
    world.act('ann', 'add_signer', 'one', { to: world.id('bob'), position: 'beside' });
    expect(world.desks).toEqual(['one: ann', 'one: cat']);
    expect(world.refused('ann', 'add_signer', 'one', { to: world.id('bob'), position: 'beside' })).toBe(
      'asked_already',
    );
    const remove = world.buttons('ann').find(({ operation }) => operation === 'remove_signer');
    expect(remove?.person).toEqual([world.id('bob')]);
    world.act('ann', 'remove_signer', 'one', { to: world.id('bob') });
    expect(world.desks).toEqual(['one: ann']);
  });

  it('an administrator’s correction follows the same rule, but does not take it back to where it was', () => {
    const world = given({ bob: 'cat', dan: 'ann' });
    const task = world.tasks()[0]?.id ?? '';
    const correct = (to: string, reason: string) =>
      world.do('root', { type: 'act', operation: 'reassign', task, to: world.id(to), reason });
    correct('dan', 'hers');
    expect(world.desks).toEqual(['one: dan']);
    correct('bob', 'his');
    expect(world.desks).toEqual(['one: cat']);
  });
});

describe('handing over', () => {
  it('to somebody who is away comes to whoever stands in for them', () => {
    const world = asked({}, { dan: 'cat' }, ['ann']);
    const task = world.tasks()[0]?.id ?? '';
    world.do('root', { type: 'hand_over', from: world.id('ann'), to: world.id('dan'), task, reason: 'Ann leaves' });
    expect(world.tasks()[0]).toMatchObject({ assignee: world.id('cat'), standsFor: world.id('dan') });
  });

  const over = (world: World, from: string, to: string, more: { reason?: string } = {}) => {
    const task = world.tasks().find(({ assignee }) => assignee === world.id(from))?.id;
    const command = { type: 'hand_over' as const, from: world.id(from), to: world.id(to), ...more };
    return { command: task === undefined ? command : { ...command, task } };
  };

  it('gives the open task of whoever leaves to somebody else, with who did it and why', () => {
    const world = asked({}, {}, ['ann']);
    world.do('root', over(world, 'ann', 'dan', { reason: 'Ann leaves' }).command);
    expect(world.desks).toEqual(['one: dan']);
    expect(world.history('task_handed_over')[0]).toMatchObject({ by: world.id('root'), reason: 'Ann leaves' });
    world.act('dan', 'approve', 'one');
    expect(world.state?.status).toBe('ended');
  });

  it('is the engine’s and an administrator’s, and of what is still theirs', () => {
    const world = asked({}, {}, ['ann']);
    const { command } = over(world, 'ann', 'dan');
    expect(world.ask('bob', command).refusal?.code).toBe('not_permitted');
    world.do('root', command);
    expect(world.ask('root', command).refusal?.code).toBe('task_moved');
    expect(world.ask('root', { ...command, task: world.id('ann') }).refusal?.code).toBe('task_gone');
  });

  it('names who is asked there already, and whom four eyes keep apart', () => {
    const world = asked({ policy: 'all', initiator: 'exclude' }, {}, ['ann', 'bob']);
    const task = world.tasks()[0]?.id ?? '';
    const state = world.state;
    if (!state) throw new Error('It has begun.');
    expect(clash(world.compiled, state, task, world.id('bob'))).toBe('asked_here_too');
    expect(clash(world.compiled, state, task, world.id('dan'))).toBeUndefined();
    const own = new World(single(approve('one', 'ann', { initiator: 'exclude' })));
    own.start('dan');
    expect(own.ask('root', over(own, 'ann', 'dan').command).refusal?.code).toBe('separate_duties');
  });

  it('to whoever stands in for them leaves the vote theirs', () => {
    const world = asked({ policy: 'all' }, {}, ['ann', 'bob']);
    const task = world.tasks()[0]?.id ?? '';
    const away = { type: 'hand_over' as const, from: world.id('ann'), task };
    expect(world.ask('engine', away).refusal?.code).toBe('nothing_to_hand_over');
    world.options.proxies = { ann: 'bob' };
    world.do('engine', away);
    expect(world.desks).toEqual(['one: bob', 'one: bob']);
    world.act('bob', 'approve', 'one');
    world.act('bob', 'approve', 'one');
    expect(world.history('task_completed').map(({ standsFor }) => standsFor)).toContain(world.id('ann'));
    expect(world.state?.status).toBe('ended');
  });

  it('moves a turn in the row, what was delegated, and works while the case is suspended', () => {
    const row = asked({ policy: 'sequence', allow: ['approve', 'reject', 'delegate'] }, {});
    row.act('ann', 'delegate', 'one', { to: row.id('dan') });
    row.onCase('root', 'suspend', { reason: 'wait' });
    const leaves = (who: string, to: string) => ({ type: 'hand_over' as const, from: row.id(who), to: row.id(to) });
    row.do('root', leaves('ann', 'eve'));
    row.do('root', leaves('bob', 'eve'));
    expect(row.ask('root', leaves('bob', 'eve')).refusal?.code).toBe('nothing_to_hand_over');
    row.onCase('root', 'resume');
    row.act('dan', 'approve', 'one');
    expect(row.desks).toEqual(['one: eve']);
    row.act('eve', 'approve', 'one');
    expect(row.desks).toEqual(['one: eve']);
  });
});
