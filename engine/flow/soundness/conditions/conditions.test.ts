import { describe, expect, it } from 'vitest';
import type { Condition, FlowEdge, FlowNode } from '../../../definition/types.generated.ts';
import type { Scope } from '../../../expression/index.ts';
import { approve, done, edge, flow, start } from '../../testing/flows.ts';
import { checkSoundness, type FactDomain, type SoundnessFacts } from '../index.ts';

const scope: Scope = {
  amount: { kind: 'number' },
  size: { kind: 'integer' },
  urgent: { kind: 'boolean' },
  reason: { kind: 'text' },
  note: { kind: 'text' },
  tags: { kind: 'list', of: { kind: 'text' } },
  due: { kind: 'date' },
  settings: { kind: 'context', fields: { limit: { kind: 'number' } } },
};

const domains: Record<string, FactDomain> = {
  amount: { scale: 2, filled: true, min: '0' },
  size: { filled: true },
  urgent: { filled: true },
  reason: { values: ['quality', 'unwanted', 'other'], filled: true },
  due: { filled: true },
  'settings.limit': { values: ['5000.00'], filled: true },
};

const names: Record<string, string> = { amount: '金额', quality: '质量问题' };

const facts: SoundnessFacts = {
  scope,
  domainOf: (fact) => domains[fact],
  nameOf: (fact, value) => {
    const name = names[value === undefined ? fact : String(value)];
    return name === undefined ? undefined : { 'zh-CN': name, en: name };
  },
};

const leaf = (fact: string, operator: string, value: unknown): Condition => ({
  all: [{ fact, operator, value } as never],
});

function decision(edges: Partial<FlowEdge>[], type: 'exclusive' | 'parallel' = 'exclusive') {
  const ways = edges.map((more, index) => edge(`which → n${index}`, more));
  const nodes: FlowNode[] = edges.map((_, index) => ({ type: 'exclusive', key: `n${index}` }));
  const out = nodes.map(({ key }) => edge(`${key} → done`));
  return flow([start, { type, key: 'which' }, ...nodes, done], [edge('start → which'), ...ways, ...out]);
}

const told = (edges: Partial<FlowEdge>[], given: SoundnessFacts = facts) =>
  checkSoundness(decision(edges), given).findings.map(({ code, witness }) => ({ code, witness }));

describe('the conditions of a decision', () => {
  it('leave a gap at the limit itself, and the witness says so in words', () => {
    const edges = [{ when: leaf('amount', 'greaterThan', '5000') }, { when: leaf('amount', 'lessThan', '5000') }];
    const [gap, ...others] = checkSoundness(decision(edges), facts).findings;
    expect(others).toEqual([]);
    expect(gap).toMatchObject({
      code: 'condition_gap',
      severity: 'error',
      nodes: ['which'],
      witness: { amount: '5000' },
      path: ['e0'],
    });
    expect(gap?.message['zh-CN']).toBe('“条件分支”的条件有缺口：金额 = 5000时，没有一条路可走。');
  });

  it('leave none where they meet, also to the cent', () => {
    const whole = [
      { when: leaf('amount', 'greaterThan', '5000') },
      { when: leaf('amount', 'lessThanInclusive', '5000') },
    ];
    expect(told(whole)).toEqual([]);
    const cents = [
      { when: leaf('amount', 'greaterThanInclusive', '5000.01') },
      { when: leaf('amount', 'lessThanInclusive', '5000') },
    ];
    expect(told(cents)).toEqual([]);
  });

  it('are judged within the bounds of the field', () => {
    const edges = [{ when: leaf('amount', 'greaterThan', '0') }, { when: leaf('amount', 'equal', '0') }];
    expect(told(edges)).toEqual([]);
    const open = { ...facts, domainOf: (fact: string) => ({ ...domains[fact], min: undefined }) as FactDomain };
    expect(told(edges, open)).toEqual([{ code: 'condition_gap', witness: { amount: '-0.01' } }]);
  });

  it('forget the empty value, which is a warning', () => {
    const empty = { ...facts, domainOf: () => ({ scale: 2 }) };
    const edges = [{ when: leaf('amount', 'greaterThan', '1') }, { when: leaf('amount', 'lessThanInclusive', '1') }];
    expect(told(edges, empty)).toEqual([{ code: 'condition_gap_when_empty', witness: { amount: null } }]);
  });

  it('go through all options of a select', () => {
    const edges = [{ when: leaf('reason', 'equal', 'unwanted') }, { when: leaf('reason', 'startsWith', 'oth') }];
    expect(told(edges)).toEqual([{ code: 'condition_gap', witness: { reason: 'quality' } }]);
    expect(told([...edges, { when: leaf('reason', 'in', ['quality']) }])).toEqual([]);
  });

  it('are held against each other over several fields', () => {
    const edges = [
      { when: { all: [leaf('urgent', 'equal', true), leaf('size', 'greaterThan', 3)] } as Condition },
      { when: leaf('urgent', 'equal', false) },
    ];
    expect(told(edges)).toEqual([{ code: 'condition_gap', witness: { urgent: true, size: expect.any(Number) } }]);
    expect(
      told([...edges, { when: leaf('size', 'lessThanInclusive', 3) }]).filter(({ code }) => code === 'condition_gap'),
    ).toEqual([]);
  });

  it('may compare with a setting, as it is now', () => {
    const edges = [
      { when: leaf('amount', 'greaterThan', '= settings.limit') },
      { when: leaf('amount', 'lessThan', '= settings.limit') },
    ];
    expect(told(edges)).toEqual([{ code: 'condition_gap', witness: { amount: '5000', 'settings.limit': '5000.00' } }]);
  });

  it('may compare dates, and choices among options', () => {
    const dates = [{ when: leaf('due', 'greaterThan', '2026-03-02') }, { when: leaf('due', 'lessThan', '2026-03-02') }];
    expect(told(dates)).toEqual([{ code: 'condition_gap', witness: { due: '2026-03-02' } }]);
    const tags = [{ when: leaf('tags', 'contains', 'vip') }, { when: leaf('tags', 'notContains', 'vip') }];
    expect(told(tags)).toEqual([]);
  });

  it('that both hold are noted, unless priorities say that this is meant', () => {
    const edges = [
      { when: leaf('amount', 'greaterThan', '10') },
      { when: leaf('amount', 'greaterThan', '5') },
      { default: true as const },
    ];
    expect(told(edges)).toEqual([{ code: 'condition_overlap', witness: { amount: '10.01' } }]);
    expect(told([{ ...edges[0], priority: 1 }, { ...edges[1], priority: 2 }, { default: true }])).toEqual([]);
  });

  it('that another always comes before are never taken', () => {
    const edges = [
      { when: leaf('amount', 'greaterThan', '5'), priority: 1 },
      { when: leaf('amount', 'greaterThan', '10'), priority: 2 },
      { default: true as const },
    ];
    expect(told(edges).map(({ code }) => code)).toEqual(['dead_node', 'edge_never_taken']);
  });

  it('are not decided where examples cannot stand for all, and nothing false is said', () => {
    const edges = [{ when: leaf('note', 'startsWith', 'a') }, { when: leaf('amount', 'greaterThan', '= size * 2') }];
    const { findings, undecided } = checkSoundness(decision(edges), facts);
    expect(undecided).toEqual(['which']);
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['note conditions_undecided']);
    const many = checkSoundness(decision([{ when: leaf('amount', 'greaterThan', '1') }]), facts, { combinations: 1 });
    expect(many.undecided).toEqual(['which']);
  });

  it('of a split leave a gap where no branch begins', () => {
    const ways = decision(
      [{ when: leaf('amount', 'greaterThan', '5') }, { when: leaf('urgent', 'equal', true) }],
      'parallel',
    );
    const gaps = checkSoundness(ways, facts).findings.filter(({ code }) => code === 'condition_gap');
    expect(gaps).toMatchObject([{ witness: { urgent: false } }]);
  });

  it('on the outcome of a person are judged like any other', () => {
    const when = leaf('urgent', 'equal', true);
    const judged = flow(
      [start, approve('one', 'ann', { allow: ['approve'] }), done],
      [edge('start → one'), edge('one → done', { when })],
    );
    expect(checkSoundness(judged, facts).findings).toMatchObject([
      { code: 'condition_gap', nodes: ['one'], witness: { urgent: false } },
    ]);
  });
});
