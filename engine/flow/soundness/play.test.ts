import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlowDefinition, FlowNode } from '../../definition/types.generated.ts';
import { approve, done, edge, flow, handle, over, refused, start } from '../testing/flows.ts';
import { World } from '../testing/world.ts';
import { abstractFlow } from './abstract.ts';
import { decideGroup } from './conditions/decide.ts';
import { type Exploration, explore, type Found } from './explore.ts';
import { groupsOf } from './groups.ts';
import { branchesAreIndependent } from './independent.ts';
import type { SoundnessFacts } from './types.ts';

const facts: SoundnessFacts = {
  scope: { size: { kind: 'integer' } },
  domainOf: () => ({ filled: true, min: '0', max: '9' }),
};

interface Plan {
  kinds: ('handle' | 'approve' | 'wait' | 'exclusive' | 'parallel' | 'join')[];
  /** Where each node leads: positions in the list; beyond it, the end. */
  to: number[];
  second: number[];
}

const plan = (kinds: Plan['kinds']): fc.Arbitrary<Plan> =>
  fc.array(fc.constantFrom(...kinds), { minLength: 2, maxLength: 6 }).chain((chosen) =>
    fc.record({
      kinds: fc.constant(chosen),
      to: fc.array(fc.nat(chosen.length), { minLength: chosen.length, maxLength: chosen.length }),
      second: fc.array(fc.nat(chosen.length), { minLength: chosen.length, maxLength: chosen.length }),
    }),
  );

/** Graphs without any structure: jumps into blocks and out of them, joins of nothing, splits that never meet. */
function build({ kinds, to, second }: Plan): FlowDefinition {
  const name = (index: number) => (index < kinds.length ? `n${index}` : 'done');
  const nodes: FlowNode[] = kinds.map((kind, index) => {
    const key = `n${index}`;
    if (kind === 'handle') return handle(key, 'ann', { allow: ['complete', 'return'] });
    if (kind === 'approve') return approve(key, 'bob', { allow: ['approve', 'reject', 'return'] });
    if (kind === 'wait')
      return { type: 'wait', key, label: key, for: [{ signal: `go${index}`, by: [{ role: 'visitor' }] }] };
    return { type: kind, key };
  });
  const edges = kinds.flatMap((kind, index) => {
    const from = `n${index}`;
    // Forward only where the engine goes on by itself: a round of its own is another fault.
    const isForward = kind === 'exclusive' || kind === 'parallel' || kind === 'join';
    const target = (wanted: number | undefined) => name(isForward ? Math.max(wanted ?? 0, index + 1) : (wanted ?? 0));
    const first = target(to[index]);
    const other = target(second[index]);
    if (kind === 'approve') return [edge(`${from} → ${first}`), edge(`${from} -rejected→ ${other}`)];
    if (kind === 'exclusive')
      return [edge(`${from} → ${first}`, { when: over('size', 4) }), edge(`${from} → ${other}`, { default: true })];
    if (kind === 'parallel') return [edge(`${from} → ${first}`), edge(`${from} → ${other}`)];
    return [edge(`${from} → ${first}`)];
  });
  return flow(
    [start, ...nodes, done, refused],
    [edge('start → n0'), ...edges, edge('* -cancel→ refused', { by: [{ role: 'visitor' }] })],
  );
}

function explored(definition: FlowDefinition, oneByOne: boolean): Exploration {
  const ways = new Map([...groupsOf(definition)].map(([key, group]) => [key, decideGroup(group, facts, 1000).ways]));
  return explore(abstractFlow(definition, facts, ways), { states: 3000, oneByOne });
}

const standing = ({ config }: Found): string =>
  config.state.tokens
    .map(({ node }) => node)
    .sort()
    .join(' ');

/** Something that a person or a signal may do now. */
function step(world: World, choice: number): void {
  const moves: (() => void)[] = [];
  for (const login of ['ann', 'bob']) {
    for (const { operation, task, targets } of world.buttons(login)) {
      if (task === undefined || operation === 'comment') continue;
      const command = { type: 'act', operation: operation as 'approve', task, reason: '-' } as const;
      for (const to of operation === 'return' ? (targets ?? []) : [undefined]) {
        moves.push(() => world.do(login, to === undefined ? command : { ...command, to: to.node }));
      }
    }
  }
  for (const { kind, operation } of world.buttons('visitor')) {
    if (kind === 'signal') moves.push(() => world.do('visitor', { type: 'signal', signal: operation }));
  }
  moves[choice % moves.length]?.();
}

describe('the states that the proof goes through', () => {
  it('hold every place to which the engine can come', () => {
    fc.assert(
      fc.property(
        plan(['handle', 'approve', 'wait', 'exclusive', 'parallel', 'join']),
        fc.array(fc.nat(), { maxLength: 15 }),
        fc.integer({ min: 0, max: 9 }),
        (shape, choices, size) => {
          const definition = build(shape);
          const exploration = explored(definition, false);
          if (!exploration.complete) return;
          const places = new Set(exploration.found.map(standing));
          const world = new World(definition, { facts: { size } });
          world.start('visitor');
          for (const choice of choices) {
            if (world.state?.status !== 'running') break;
            expect(places).toContain(world.at.join(' '));
            step(world, choice);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are all places to which the engine can be brought, by the very way that is shown', () => {
    fc.assert(
      fc.property(plan(['handle', 'approve', 'wait', 'parallel', 'join']), (shape) => {
        const definition = build(shape);
        const exploration = explored(definition, false);
        const { found } = exploration;
        const settled = found.filter(({ config }) => config.jobs.length === 0);
        for (const one of settled.slice(0, 60)) {
          const commands = commandsTo(found, one, starKey(definition));
          if (!commands) continue;
          const world = new World(definition, { facts: { size: 3 } });
          world.start('visitor');
          for (const { node, command } of commands) playInWorld(world, node, command);
          expect(world.at.join(' ')).toBe(standing(one));
        }
      }),
      {
        numRuns: 60,
        // A branch that is over before its turn comes leaves a join with nothing to wait for.
        examples: [
          [{ kinds: ['join', 'parallel', 'join', 'join', 'approve'], to: [0, 3, 0, 0, 0], second: [0, 0, 0, 0, 0] }],
        ],
      },
    );
  });

  it('come to the same nodes when branches are moved one after the other', () => {
    fc.assert(
      fc.property(plan(['handle', 'approve', 'wait', 'exclusive', 'parallel', 'join']), (shape) => {
        const definition = build(shape);
        const all = explored(definition, false);
        if (!all.complete || !branchesAreIndependent(abstractFlow(definition, facts, new Map()).compiled)) return;
        const few = explored(definition, true);
        expect(nodesOf(few)).toEqual(nodesOf(all));
        expect(few.found.some(({ config }) => config.state.status === 'ended')).toBe(
          all.found.some(({ config }) => config.state.status === 'ended'),
        );
      }),
      { numRuns: 300 },
    );
  });
});

const starKey = ({ edges }: FlowDefinition): string => edges.find(({ from }) => from === '*')?.key ?? '';

const nodesOf = ({ taken }: Exploration): string[] =>
  [
    ...new Set(
      taken.flatMap(({ move }) => move.events.flatMap((event) => (event.type === 'node_entered' ? [event.node] : []))),
    ),
  ].sort();

type Done = NonNullable<Found['move']['done']>;

/** What was done on the way to a state; nothing where it was cancelled, a return went to what was not passed, or two stood on one node. */
function commandsTo(found: readonly Found[], one: Found, star: string): Done[] | undefined {
  const commands: Done[] = [];
  for (let at: Found | undefined = one; at; at = found[at.from]) {
    const { done, edges } = at.move;
    if (edges.includes(star)) return undefined;
    if (!done) continue;
    const nodes = found[at.from]?.config.state.tokens.map(({ node }) => node) ?? [];
    if (nodes.filter((node) => node === done.node).length > 1) return undefined;
    if (done.command.type === 'act' && done.command.operation === 'return') return undefined;
    commands.unshift(done);
  }
  return commands;
}

function playInWorld(world: World, node: string, command: Done['command']): void {
  if (command.type === 'signal') world.do('visitor', { type: 'signal', signal: command.signal });
  else if (command.type === 'act') {
    const isRefusal = command.outcome === 'rejected';
    const kind = world.compiled.nodes.get(node)?.node.type;
    const operation = isRefusal ? 'reject' : kind === 'approve' ? 'approve' : 'complete';
    world.act(kind === 'approve' ? 'bob' : 'ann', operation, node, { reason: '-' });
  }
}
