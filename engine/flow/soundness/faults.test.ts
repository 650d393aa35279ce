import { describe, expect, it } from 'vitest';
import type { FlowDefinition, FlowNode } from '../../definition/types.generated.ts';
import type { Scope } from '../../expression/index.ts';
import { checkFlow } from '../check.ts';
import { approve, done, edge, flow, handle, over, refused, single, start } from '../testing/flows.ts';
import { checkSoundness, type Finding, type SoundnessFacts, withProof } from './index.ts';

const split: FlowNode = { type: 'parallel', key: 'split' };
const meet: FlowNode = { type: 'join', key: 'meet' };
const which: FlowNode = { type: 'exclusive', key: 'which' };

const scope: Scope = { amount: { kind: 'number' }, category: { kind: 'text' } };

const found = (definition: FlowDefinition, facts: SoundnessFacts = { scope }): readonly Finding[] =>
  checkSoundness(definition, facts).findings;

/** "error deadlock meet: e0 e1". */
const told = (definition: FlowDefinition, facts?: SoundnessFacts): string[] =>
  found(definition, facts).map(({ severity, code, nodes, path }) => {
    return `${severity} ${code} ${nodes.join('+')}${path.length > 0 ? `: ${path.join(' ')}` : ''}`;
  });

const block = (...more: ReturnType<typeof edge>[]): FlowDefinition =>
  flow(
    [start, split, handle('a', 'ann'), handle('b', 'bob'), meet, done],
    [edge('start → split'), edge('split → a'), edge('split → b'), edge('a → meet'), ...more],
  );

describe('a sound flow', () => {
  it('has no findings, and every one of its states was looked at', () => {
    const good = block(edge('b → meet'), edge('meet → done'));
    expect(checkSoundness(good)).toMatchObject({ findings: [], exact: true, undecided: [] });
  });

  it('may refuse, return, wait, be late and be cancelled', () => {
    const node = approve('check', 'ann', {
      allow: ['approve', 'reject', 'return'],
      deadline: { within: 'P1D', outcome: 'late' },
    });
    const good = flow(
      [
        start,
        handle('draft', 'bob'),
        node,
        { type: 'wait', key: 'hold', label: 'Hold', for: [{ signal: 'go' }] },
        done,
        refused,
      ],
      [
        edge('start → draft'),
        edge('draft → check'),
        edge('check → done'),
        edge('check -rejected→ draft'),
        edge('check -late→ hold'),
        edge('hold → check'),
        edge('* -cancel→ refused'),
      ],
    );
    expect(told(good)).toEqual([]);
  });
});

describe('a join', () => {
  it('that waits for a branch which goes round for ever is a deadlock for all others', () => {
    const again = handle('b', 'bob', { allow: ['comment'], outcomes: [{ key: 'again', label: 'Again' }] });
    const starved = flow(
      [start, split, handle('a', 'ann'), again, meet, done],
      [
        edge('start → split'),
        edge('split → a'),
        edge('split → b'),
        edge('a → meet'),
        edge('b -again→ b'),
        edge('b → meet'),
        edge('meet → done'),
      ],
    );
    const [first] = found(starved);
    expect(first).toMatchObject({ code: 'join_starves', severity: 'error', nodes: ['meet'], edges: ['e2'] });
    expect(first?.path).toEqual(['e0', 'e1', 'e2', 'e3']);
    expect(first?.message.en).toContain('“b” never comes');
  });

  it('that a branch never comes to is an error, with the way on which the other branch is called off', () => {
    const [problem, ...others] = checkFlow(block(edge('b → done'), edge('meet → done')), { scope });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'branch_without_join', severity: 'error', ways: ['e0'] });
    expect(told(block(edge('b → done'), edge('meet → done')))).toEqual([
      'warning work_cut_off b: e0 e1 e2',
      'warning dead_node meet',
    ]);
  });

  it('does not mind a branch that ends the flow by a refusal', () => {
    const node = approve('c', 'cat');
    const good = flow(
      [start, split, handle('a', 'ann'), node, meet, done, refused],
      [
        edge('start → split'),
        edge('split → a'),
        edge('split → c'),
        edge('a → meet'),
        edge('c → meet'),
        edge('c -rejected→ refused'),
        edge('meet → done'),
      ],
    );
    expect(told(good)).toEqual(['note work_cut_off_on_purpose refused: e0 e1 e2 e3 e5']);
  });
});

describe('a node', () => {
  it('that two branches come to without a join runs twice', () => {
    const twice = flow(
      [start, split, handle('a', 'ann'), handle('b', 'bob'), handle('both', 'cat'), meet, done],
      [
        edge('start → split'),
        edge('split → a'),
        edge('split → b'),
        edge('a → both'),
        edge('b → both'),
        edge('both → meet'),
        edge('meet → done'),
      ],
    );
    expect(told(twice)).toEqual(['error node_runs_twice both: e0 e1 e2 e3 e5 e4']);
  });

  it('that two ways of one decision come to does not', () => {
    const once = flow(
      [start, which, handle('a', 'ann'), handle('b', 'bob'), handle('both', 'cat'), done],
      [
        edge('start → which'),
        edge('which → a', { when: over('amount', '1') }),
        edge('which → b', { default: true }),
        edge('a → both'),
        edge('b → both'),
        edge('both → done'),
      ],
    );
    expect(told(once)).toEqual([]);
  });

  it('at which no decision is open has no way out', () => {
    const mute = single(approve('one', 'ann', { allow: ['comment'] }));
    expect(told({ ...mute, edges: mute.edges.slice(0, 2) })).toEqual(['error node_has_no_way_out one: e0']);
  });

  it('whose outcome has no edge stops there', () => {
    const outcomes = [{ key: 'more', label: 'More' }];
    expect(told(single(approve('one', 'ann', { outcomes })))).toEqual(['error outcome_without_edge one: e0']);
  });

  it('whose deadline ends in an outcome without an edge stops there', () => {
    const late = single(approve('one', 'ann', { deadline: { within: 'PT4H', outcome: 'late' } }));
    expect(found(late)[0]?.message.en).toBe('The outcome “late” of “one” leads nowhere.');
  });

  it('that only impossible conditions lead to is dead', () => {
    const never = flow(
      [start, which, handle('a', 'ann'), done],
      [
        edge('start → which'),
        edge('which → a', {
          when: { all: [over('amount', '5'), { fact: 'amount', operator: 'lessThan', value: '1' }] },
        }),
        edge('which → done', { default: true }),
        edge('a → done'),
      ],
    );
    expect(told(never)).toEqual(['warning dead_node a', 'warning edge_never_taken which']);
  });
});

describe('a loop', () => {
  it('from which no end can be reached is found where hope is lost', () => {
    const lost = flow(
      [start, approve('one', 'ann'), handle('a', 'ann'), handle('b', 'bob'), done],
      [edge('start → one'), edge('one → done'), edge('one -rejected→ a'), edge('a → b'), edge('b → a')],
    );
    expect(told(lost)).toEqual(['error no_way_to_end a: e0 e2']);
  });

  it('of the engine alone never stops', () => {
    const round = flow(
      [start, approve('one', 'ann'), which, { type: 'exclusive', key: 'again' }, done],
      [
        edge('start → one'),
        edge('one → done'),
        edge('one -rejected→ which'),
        edge('which → again'),
        edge('again → which'),
      ],
    );
    expect(told(round)).toEqual(['error automatic_loop which+again: e0 e2']);
  });

  it('over an edge from * is no way to an end', () => {
    const parked = flow(
      [start, approve('one', 'ann'), handle('a', 'ann'), done, refused],
      [edge('start → one'), edge('one → done'), edge('one -rejected→ a'), edge('a → a'), edge('* -cancel→ refused')],
    );
    expect(told(parked)).toEqual(['error no_way_to_end a: e0 e2']);
  });
});

describe('a return', () => {
  const returning = (returnTo: string[] | undefined) =>
    flow(
      [
        start,
        handle('a', 'ann', { allow: ['complete', 'return'], ...(returnTo ? { returnTo } : {}) }),
        handle('b', 'bob'),
        done,
      ],
      [edge('start → a'), edge('a → b'), edge('b → done')],
    );

  it('to a node that comes later can never be done', () => {
    expect(told(returning(['b']))).toEqual(['warning return_never_possible a: e0']);
  });

  it('from the first node has nowhere to go', () => {
    expect(told(returning(undefined))).toEqual(['warning return_nowhere a: e0']);
  });
});

describe('people', () => {
  const one = (node: FlowNode) => single(node).edges && { ...single(node), edges: single(node).edges.slice(0, 2) };

  it('from a field that may be empty may be nobody', () => {
    const definition = one(handle('a', [{ field: 'owner' }, { role: 'agent', when: over('amount', '1') }]));
    expect(told(definition)).toEqual(['warning assignee_may_be_nobody a']);
    expect(found(definition)[0]?.message['zh-CN']).toContain('字段“owner”可能为空，条件可能不成立');
    const nameOf = () => ({ 'zh-CN': '负责人', en: 'Owner' });
    expect(found(definition, { nameOf })[0]?.message.en).toContain('the field “Owner” may be empty');
  });

  it('are somebody where a role stands last, a field is always filled, or the definition says what else', () => {
    expect(told(one(handle('a', [{ field: 'owner' }, { role: 'agent' }])))).toEqual([]);
    const filled: SoundnessFacts = { domainOf: () => ({ filled: true }) };
    expect(told(one(handle('a', [{ field: 'owner' }])), filled)).toEqual([]);
    expect(told(one(handle('a', [{ field: 'owner' }], { empty: 'escalate' })))).toEqual([]);
  });

  it('of a role that is known to be empty are nobody', () => {
    const people = new Map<string, string[]>([['agent', []]]);
    const nobody = one(handle('a', [{ role: 'agent' }]));
    expect(told(nobody, { people })).toEqual(['warning role_is_empty a']);
    const roleName = () => ({ 'zh-CN': '客服', en: 'Agent' });
    expect(found(nobody, { people, roleName })[0]?.message['zh-CN']).toContain('“客服”里还没有人');
  });

  const eyes = (first: FlowNode, second: FlowNode) =>
    flow([start, first, second, done], [edge('start → a'), edge('a → b'), edge('b → done')]);

  it('cannot have four eyes where one person does both', () => {
    const same = eyes(handle('a', 'ann'), handle('b', 'ann', { separateFrom: ['a'] }));
    expect(told(same)).toEqual(['error four_eyes_cannot_be_met b+a']);
    expect(found(same, { personName: () => '李安' })[0]?.message['zh-CN']).toContain('只有 李安 能做');
    const role = eyes(handle('a', [{ role: 'boss' }]), handle('b', [{ role: 'boss' }], { separateFrom: ['a'] }));
    expect(told(role)).toEqual([]);
    expect(told(role, { people: new Map([['boss', ['eve']]]) })).toEqual(['warning four_eyes_cannot_be_met b+a']);
    expect(told(role, { people: new Map([['boss', ['eve', 'dan']]]) })).toEqual([]);
  });

  it('are four eyes only with whoever comes before', () => {
    const after = eyes(handle('a', 'ann', { separateFrom: ['b'] }), handle('b', 'bob'));
    expect(told(after)).toEqual(['warning four_eyes_without_effect a']);
  });
});

describe('the bound', () => {
  it('is told when it was reached, and nothing is said then of what never happens', () => {
    const good = block(edge('b → meet'), edge('meet → done'));
    const { findings, exact, explored } = checkSoundness(good, {}, { states: 3 });
    expect({ exact, explored }).toEqual({ exact: false, explored: 3 });
    expect(findings.map(({ code }) => code)).toEqual(['bounded']);
  });

  it('is said in words among the problems, and bars nothing', () => {
    const good = block(edge('b → meet'), edge('meet → done'));
    const told = withProof(good, [], checkSoundness(good, {}, { states: 3 }));
    expect(told.map(({ code, severity, path }) => ({ code, severity, path }))).toEqual([
      { code: 'bounded', severity: 'warning', path: '/nodes' },
    ]);
    expect(told[0]?.message.en).toContain('proved up to 3 states');
  });
});

describe('every finding', () => {
  it('speaks both languages, with labels and a cure', () => {
    const lost = single(
      approve('one', 'ann', {
        label: { 'zh-CN': '初审', en: 'First review' } as never,
        outcomes: [{ key: 'more', label: { 'zh-CN': '再看看', en: 'Look again' } }],
      }),
    );
    const [first] = found(lost);
    expect(first?.message).toEqual({
      'zh-CN': '“初审”的结果“再看看”没有去处。',
      en: 'The outcome “Look again” of “First review” leads nowhere.',
    });
    expect(first?.cure['zh-CN']).not.toBe('');
  });
});
