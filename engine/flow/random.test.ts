import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFlow } from './check.ts';
import { type Block, plain, rich } from './testing/blocks.ts';
import { build } from './testing/layout.ts';
import { checkAlive, checkConserved, finish, step } from './testing/moves.ts';
import { checkAllAsked, checkReturn, checkVotes } from './testing/oracle.ts';
import { World } from './testing/world.ts';
import { whyText } from './why.ts';

/** `npm run soak` takes thousands. */
const numRuns = Number(process.env.FLOW_RUNS ?? 100);
/** The fixed one finds again what was found; the fresh one finds what was not. */
const fresh = Number(process.env.FLOW_SEED ?? Date.now() % 1_000_000_000);
/** A tenth of a second each would do; long rounds may have a busy machine. */
const LIMIT_MS = Math.max(120_000, numRuns * 1_000);
console.log(`Random flows: the fresh seed is ${fresh} (FLOW_SEED=${fresh} plays it again)`);

const lines = (count: number) => Array.from({ length: Math.max(count, 0) }, (_, index) => ({ id: `row${index}` }));

/** Random commands on a flow, everything checked after each. */
function wander(shape: Block, choices: readonly number[], size: number): World {
  const world = new World(build(shape), { facts: { size, lines: lines(size) } });
  world.start('ann');
  for (const choice of choices) {
    if (world.state?.status !== 'running' && world.state?.status !== 'suspended') break;
    const before = world.state;
    const known = world.events.length;
    step(world, choice);
    const events = world.events.slice(known);
    if (world.state) checkConserved(world.state);
    checkAlive(world);
    checkVotes(world);
    checkAllAsked(world, events);
    checkReturn(world, before, events);
  }
  return world;
}

const commands = fc.array(fc.nat(), { maxLength: 40 });
const size = fc.integer({ min: -1, max: 5 });

describe.each([
  ['fixed', 20_261_122],
  ['fresh', fresh],
])('random flows under random commands, from a %s seed', { timeout: LIMIT_MS }, (_which, seed) => {
  for (const [name, block] of [
    ['of splits, joins and choices', plain],
    ['of every kind of node, join, policy and gate', rich],
  ] as const) {
    it(`${name} conserve their tokens, never get stuck, replay to the letter, and can always end`, () => {
      fc.assert(
        fc.property(block, commands, size, (shape, choices, rows) => {
          const world = wander(shape, choices, rows);
          finish(world);
          expect(world.state).toMatchObject({ status: 'ended', tokens: [], scopes: [], tasks: [] });
          expect(world.history('ended')).toHaveLength(1);
          for (const event of world.events) {
            if ('why' in event && event.why) expect(whyText(event.why).en).not.toBe(event.why.code);
          }
          const failures = world.history('incident').map(({ code }) => code);
          expect(failures.filter((code) => code !== 'call_failed' && code !== 'subflow_failed')).toEqual([]);
        }),
        { numRuns, seed },
      );
    });
  }

  it('keep state bounded by what is open, however long they run', () => {
    fc.assert(
      fc.property(rich, fc.array(fc.nat(), { minLength: 60, maxLength: 120 }), (shape, choices) => {
        const world = new World(build(shape), { facts: { size: 3 } });
        world.start('visitor');
        for (const choice of choices) {
          if (world.state?.status !== 'running') break;
          step(world, choice);
          const { state } = world;
          const open = state.tokens.length * 600 + state.tasks.length * 400 + state.scopes.length * 200;
          const passed = Object.values(state.passed).reduce((sum, { by }) => sum + 90 + by.length * 80, 0);
          expect(JSON.stringify(state).length).toBeLessThan(400 + open + passed);
        }
      }),
      { numRuns: Math.ceil(numRuns / 4), seed },
    );
  });

  it('are found sound by the checks', () => {
    fc.assert(
      fc.property(plain, (shape) => {
        expect(checkFlow(build(shape)).filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
      { numRuns, seed },
    );
  });

  it('can be cancelled from anywhere, and leave nothing behind', () => {
    fc.assert(
      fc.property(rich, fc.array(fc.nat(), { maxLength: 12 }), (shape, choices) => {
        const world = new World(build(shape), { facts: { size: 3 } });
        world.start('visitor');
        for (const choice of choices) if (world.state?.status === 'running') step(world, choice);
        if (world.state?.status !== 'running') return;
        world.do('visitor', { type: 'edge', on: 'cancel' });
        expect(world.state).toMatchObject({ status: 'ended', state: 'refused', tokens: [], scopes: [], tasks: [] });
        const open = new Set(world.history('task_created').map(({ task }) => task));
        for (const type of ['task_completed', 'task_cancelled'] as const) {
          for (const { task } of world.history(type)) expect(open.delete(task)).toBe(true);
        }
        expect(open.size).toBe(0);
        const timers = new Set(world.history('timer_set').map(({ timer }) => timer));
        for (const { timer } of world.history('timer_cleared')) expect(timers.delete(timer)).toBe(true);
        expect(timers.size).toBe(0);
      }),
      { numRuns, seed },
    );
  });
});

describe('what random flows have found', () => {
  it('branches stay beside one of which every part can be sent back to before them', () => {
    const w = (reject: 'end' | 'back'): Block => ({ kind: 'work', policy: 'any', people: 1, reject, back: 'rerun' });
    const back = w('back');
    const web: Block = { kind: 'web', of: [back, back, back, w('end')] };
    const branches: Block[] = [w('end'), { kind: 'some', of: [w('end'), w('end')], n: 1, rest: 'wait' }, web];
    const world = new World(build({ kind: 'web', of: [...branches, { kind: 'choice', of: [w('end'), w('end')] }] }));
    world.start();
    expect(world.state?.scopes).toEqual([]);
    world.act('dan', 'complete', 'handle1');
    expect(world.at).toEqual(['work10', 'work11', 'work3', 'work6', 'work7', 'work9']);
    expect(world.history('node_cancelled')).toEqual([]);
  });
});
