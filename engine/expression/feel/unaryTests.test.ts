import { describe, expect, it } from 'vitest';
import type { FactType, Json, Scope } from '../types.ts';
import { compileUnaryTests } from './formula.ts';

const env = { now: '2026-03-02T01:00:00.000Z', timeZone: 'Asia/Shanghai' };
const scope: Scope = { limit: { kind: 'number' } };

const passes = (cell: string, kind: 'text' | 'number' | 'date' | 'boolean' | 'any', input: Json): boolean =>
  compileUnaryTests(cell, { kind } as FactType, scope).test(input, { limit: '100.00' }, env);

describe('the cell of a decision table', () => {
  it.each<[string, 'text' | 'number' | 'date' | 'boolean' | 'any', Json, boolean]>([
    ['-', 'number', null, true],
    ['> 5000', 'number', '5000.00', false],
    ['> 5000', 'number', '5000.01', true],
    ['[1..5]', 'number', '5', true],
    ['[1..5)', 'number', '5', false],
    ['< limit', 'number', '99.99', true],
    ['"size","quality"', 'text', 'quality', true],
    ['"size","quality"', 'text', 'unwanted', false],
    ['not("size","quality")', 'text', 'unwanted', true],
    ['not("size","quality")', 'text', 'size', false],
    ['not("size")', 'text', null, true],
    ['not(> 5)', 'number', null, false],
    ['> 5', 'number', null, false],
    ['null', 'text', null, true],
    ['starts with(?, "服")', 'text', '服装', true],
    ['["a", "b"]', 'text', 'b', true],
    ['>= @"2026-03-01"', 'date', '2026-03-01', true],
    ['true', 'boolean', true, true],
    ['true', 'boolean', false, false],
    ['3', 'any', 3, true],
  ])('%s for %s %j: %s', (cell, kind, input, expected) => {
    expect(passes(cell, kind, input)).toBe(expected);
  });

  it('depends on the facts it names', () => {
    expect(compileUnaryTests('< limit', { kind: 'number' }, scope).depends).toEqual(['limit']);
  });

  it('is refused when no value of the input could pass', () => {
    expect(() => compileUnaryTests('"high"', { kind: 'number' }, scope)).toThrow(/cannot be used between/);
    expect(() => compileUnaryTests('> 5', { kind: 'text' }, scope)).toThrow(/cannot be used between/);
  });
});
