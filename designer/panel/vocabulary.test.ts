// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { SCHEMAS } from '../../engine/definition/structure/schemas.ts';
import { draft } from '../editors/testing.test-data.ts';
import { choicesFor, isKnownKind } from './references.ts';
import { isKnown } from './registry.ts';

/** Every word of one kind that any schema uses. */
function wordsOf(keyword: string): string[] {
  const found = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, inner] of Object.entries(node)) {
      if (key === keyword && typeof inner === 'string') found.add(inner);
      else walk(inner);
    }
  };
  walk(SCHEMAS);
  return [...found].sort();
}

it('knows every editor that a schema asks for', () => {
  expect(wordsOf('x-editor').filter((name) => !isKnown(name))).toEqual([]);
});

it('knows what every reference of a schema may be chosen from', () => {
  expect(wordsOf('x-ref').filter((reference) => !isKnownKind(reference))).toEqual([]);
});

it('finds the form that a neighbour names, and offers its fields by their labels', () => {
  const root = { then: [{ create: 'order', data: {} }] };
  const question = { context: { draft, form: 'claim' }, root, pointer: '/then/0/data/x', say: String };
  expect(choicesFor('field of create', question).map(({ value }) => value)).toEqual(['order_no', 'buyer', 'items']);
  expect(choicesFor('field', question).map(({ value }) => value)).toContain('reason');
  expect(choicesFor('state', question).map(({ value }) => value)).toEqual(['open', 'closed']);
});
