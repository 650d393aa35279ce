import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFlow } from './check.ts';
import { type Block, build, plain, rich } from './testing/blocks.ts';
import { checkAlive, checkConserved, finish, step } from './testing/moves.ts';
import { World } from './testing/world.ts';
import { whyText } from './why.ts';

const numRuns = Number(process.env.FLOW_RUNS ?? 300);

/** Random commands on a flow, everything checked after each. */
function wander(shape: Block, choices: readonly number[], size: number): World {
  const world = new World(build(shape), { facts: { size } });
  world.start('ann');
  for (const choice of choices) {
    if (world.state?.status !== 'running' && world.state?.status !== 'suspended') break;
    step(world, choice);
    if (world.state) checkConserved(world.state);
    checkAlive(world);
  }
  return world;
}

const commands = fc.array(fc.nat(), { maxLength: 30 });
const size = fc.integer({ min: -1, max: 5 });

describe('random flows under random commands', () => {
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
        { numRuns },
      );
    }, 120_000);
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
      { numRuns: 60 },
    );
  }, 120_000);

  it('are found sound by the checks', () => {
    fc.assert(
      fc.property(plain, (shape) => {
        expect(checkFlow(build(shape)).filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
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
      { numRuns: 200 },
    );
  }, 120_000);
});
