import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changesBetween, type JsonChange, same, withChanges } from './changes.ts';
import { differences, firstChoice, merged } from './merge.ts';
import type { Json, JsonObject } from './types.ts';

const form = (fields: JsonObject[], more: JsonObject = {}): JsonObject => ({ key: 'claim', fields, ...more });
const field = (key: string, more: JsonObject = {}): JsonObject => ({ key, type: 'text', ...more });

it('says what was added, removed, changed and moved, by the keys of things', () => {
  const before = form([field('a'), field('b'), field('c')]);
  const after = form([field('c'), field('a', { type: 'money' }), field('d')], { label: 'Claim' });
  expect(changesBetween(before, after)).toEqual<JsonChange[]>([
    { kind: 'changed', path: ['fields', { key: 'a' }, 'type'], before: 'text', after: 'money' },
    { kind: 'removed', path: ['fields', { key: 'b' }], before: field('b') },
    { kind: 'moved', path: ['fields'], before: ['a', 'c'], after: ['c', 'a'] },
    { kind: 'added', path: ['fields', { key: 'd' }], after: field('d'), behind: 'a' },
    { kind: 'added', path: ['label'], after: 'Claim' },
  ]);
});

const keyed = fc.uniqueArray(
  fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), type: fc.constantFrom('text', 'money') }),
  { selector: ({ key }) => key, maxLength: 5 },
);
const someForm = fc.record(
  { fields: keyed, label: fc.constantFrom('x', 'y'), list: fc.array(fc.integer(), { maxLength: 3 }) },
  { requiredKeys: [] },
) as fc.Arbitrary<JsonObject>;

it('makes the one state of the other with the changes between them, and touches neither', () => {
  fc.assert(
    fc.property(someForm, someForm, (before, after) => {
      const was = structuredClone(before);
      expect(same(withChanges(before, changesBetween(before, after)), after)).toBe(true);
      expect(before).toEqual(was);
    }),
  );
});

it('keeps what both did where it is in nobody’s way', () => {
  const base = form([field('a'), field('b')]);
  const theirs = form([field('a', { label: 'A' }), field('b'), field('t')]);
  const mine = form([field('a'), field('b', { label: 'B' }), field('m')]);
  const list = differences({ base, theirs, mine });
  expect(list.every(({ against }) => against.length === 0)).toBe(true);
  const result = merged({ base, theirs, mine }, firstChoice(list));
  expect((result?.fields as Json[]).map((one) => (one as JsonObject).key)).toEqual(['a', 'b', 'm', 't']);
  expect(result).toMatchObject({ fields: [{ label: 'A' }, { label: 'B' }, {}, {}] });
});

it('lets two changes of one place clash, and a change inside what the other removed', () => {
  const base = form([field('a'), field('b')]);
  const theirs = form([field('a', { type: 'money' })]);
  const mine = form([field('a', { type: 'date' }), field('b', { label: 'B' })]);
  const ways = { base, theirs, mine };
  const list = differences(ways);
  expect(list.map(({ by, against }) => [by, against.length])).toEqual([
    ['them', 1],
    ['them', 1],
    ['me', 1],
    ['me', 1],
  ]);
  expect(merged(ways, firstChoice(list))).toEqual(mine);
  expect(
    merged(
      ways,
      list.filter(({ by }) => by === 'them'),
    ),
  ).toEqual(theirs);
});

it('is theirs with all of theirs chosen, mine with all of mine, and the same where both did the same', () => {
  fc.assert(
    fc.property(someForm, someForm, someForm, (base, theirs, mine) => {
      const ways = { base, theirs, mine };
      const list = differences(ways);
      const result = merged(ways, firstChoice(list));
      expect(result).toBeDefined();
      if (same(theirs, mine)) expect([list, same(result, mine)]).toEqual([[], true]);
      if (same(base, theirs)) expect(same(result, mine)).toBe(true);
      if (same(base, mine)) expect(same(result, theirs)).toBe(true);
    }),
  );
});
