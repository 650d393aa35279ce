import { describe, expect, it } from 'vitest';
import type { FlowDefinition } from '../definition/types.generated.ts';
import type { Json } from '../expression/index.ts';
import { compileFlow, stillAhead } from './index.ts';
import { approve, done, edge, flow, handle, is, over, refused, start } from './testing/flows.ts';

const definition = flow(
  [
    start,
    approve('review', 'bob'),
    { type: 'exclusive', key: 'kind' },
    handle('parcel', 'cat'),
    { type: 'exclusive', key: 'size' },
    approve('boss', 'eve'),
    handle('pay', 'dan'),
    done,
    refused,
  ],
  [
    edge('start → review'),
    edge('review -rejected→ refused'),
    edge('review → kind'),
    edge('kind → size', { when: is('category', 'file') }),
    edge('kind → parcel', { default: true }),
    edge('parcel → size'),
    edge('size → boss', { when: over('amount', 5000) }),
    edge('size → pay', { default: true }),
    edge('boss → pay'),
    edge('pay → done'),
  ],
);

function ahead(from: string[], facts: Record<string, Json>, of: FlowDefinition = definition): string {
  const scope = { category: { kind: 'text' }, amount: { kind: 'number' } } as const;
  const compiled = compileFlow(of, { scope, tables: new Map(), calendars: new Map(), admin: 'admin' });
  const env = { now: '2026-03-02T01:00:00.000Z', timeZone: 'UTC' };
  return [...stillAhead(compiled, from, { facts, env })].sort().join(' ');
}

describe('what still lies ahead', () => {
  it('is every way that somebody may choose', () => {
    expect(ahead(['review'], {})).toBe('boss done kind parcel pay refused review size');
  });

  it('leaves out what is ruled out by what is known, and only that', () => {
    expect(ahead(['review'], { category: 'file' })).toBe('boss done kind pay refused review size');
    expect(ahead(['review'], { category: 'file', amount: '20' })).toBe('done kind pay refused review size');
    expect(ahead(['review'], { category: 'box', amount: '6000' })).toBe(
      'boss done kind parcel pay refused review size',
    );
  });

  it('is nothing where the flow stands nowhere', () => {
    expect(ahead([], {})).toBe('');
  });
});
