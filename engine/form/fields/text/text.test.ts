import { expect, it } from 'vitest';
import { trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'text', label: 'F' });

it('trims, joins lines and keeps full-width letters of names', () => {
  expect(field.enter('  张　三\n四 ')).toBe('张　三 四');
  expect(field.enter('   ')).toBeNull();
  expect(field.enter(42)).toBe('42');
});

it('reads full-width digits as digits where a pattern or a scanner expects codes', () => {
  const code = trial({ key: 'f', type: 'text', label: 'F', pattern: '^[A-Z]{2}\\d+$' });
  expect(code.enter('ＳＯ１２')).toBe('SO12');
  expect(code.enter('so12')).toBe('pattern');
});

it('counts characters as people do', () => {
  const short = trial({ key: 'f', type: 'text', label: 'F', minLength: 2, maxLength: 3 });
  expect([short.enter('😀😀😀'), short.enter('a'), short.enter('abcd')]).toEqual(['😀😀😀', 'too_short', 'too_long']);
});

it('masks by kind, and shows nothing of what is too short to mask', () => {
  const mask = (kind: 'tail' | 'name' | 'phone') => trial({ key: 'f', type: 'text', label: 'F', mask: kind }).mask;
  expect(mask('tail')('6222020012345678')).toBe('****5678');
  expect(mask('tail')('12345')).toBe('***');
  expect(mask('name')('王小明')).toBe('王**');
  expect(mask('phone')('13800138000')).toBe('138****8000');
  expect(field.mask('secret')).toBe('***');
});
