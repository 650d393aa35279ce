import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSource, patternsLoading } from './browser.ts';
import { compileLinear } from './linear.ts';
import { simplePattern } from './simple.ts';

const atom = fc.constantFrom(
  'a',
  'B',
  '7',
  '中',
  ' ',
  '-',
  '\\d',
  '\\w',
  '\\W',
  '\\.',
  '\\$',
  '[0-9A-Z]',
  '[^a]',
  '[a\\-\\]]',
  '.',
);
const quantifier = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '{2,}');
const pattern = fc
  .tuple(fc.constantFrom('', '^'), fc.array(fc.tuple(atom, quantifier), { maxLength: 4 }), fc.constantFrom('', '$'))
  .map(([begin, parts, end]) => begin + parts.map(([one, many]) => one + many).join('') + end);
const text = fc.string({
  unit: fc.constantFrom('a', 'B', '7', '中', ' ', '-', '.', '$', ']', '\n', '\r', '\u2028', '😀', 'x'),
  maxLength: 12,
});

describe('patterns in the browser', () => {
  it('finds in every text what the automaton finds', () => {
    fc.assert(
      fc.property(pattern, text, (source, subject) => {
        const own = simplePattern(source);
        if (own !== undefined)
          expect([source, own.test(subject)]).toEqual([source, compileLinear(source, '')?.test(subject)]);
      }),
      { numRuns: 5000 },
    );
  });

  it.each(['^[0-9A-Z]{6,20}$', '^1[3-9]\\d{9}$', '^[A-Z]{2,6}$', '^[0-9A-Za-z-]*$'])('runs %s by itself', (source) => {
    expect(simplePattern(source)).toBeDefined();
  });

  it.each([
    '(a+)+b',
    'a|b',
    '^\\d*\\d*\\d*x',
    '\\d*\\d*x',
    'a*?b',
    '\\s',
    '\\bx',
    '(?i)x',
    '[[:alpha:]]',
    '\\p{L}',
    '\\x41',
  ])('leaves %s to the automaton', (source) => {
    expect(simplePattern(source)).toBeUndefined();
  });

  it('is quick on the worst text for a pattern that it runs by itself', () => {
    const started = performance.now();
    expect(simplePattern('^a*[a-z]*7$')?.test('a'.repeat(5000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('refuses nothing until the automaton is here, and then what it should', async () => {
    const choice = compileSource('^(yes|no)$', '');
    expect(choice?.test('perhaps')).toBe(true);
    await patternsLoading();
    expect([choice?.test('perhaps'), choice?.test('no')]).toEqual([false, true]);
    expect(patternsLoading()).toBeUndefined();
  });
});
