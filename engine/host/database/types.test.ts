import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantText } from './types.ts';

test('an instant is written as JavaScript writes it, whatever the offset and however many digits PostgreSQL keeps', () => {
  expect(instantText('2026-03-02 01:00:00+00')).toBe('2026-03-02T01:00:00.000Z');
  expect(instantText('2026-03-02 01:00:00.5+00')).toBe('2026-03-02T01:00:00.500Z');
  expect(instantText('2026-03-02 01:00:00.123456+00')).toBe('2026-03-02T01:00:00.123Z');
  expect(instantText('2026-03-02 09:00:00.25+08')).toBe('2026-03-02T01:00:00.250Z');
  expect(instantText('2026-03-02 06:30:00+05:30')).toBe('2026-03-02T01:00:00.000Z');
  expect(instantText('infinity')).toBe('infinity');
  fc.assert(
    fc.property(fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
      const text = date.toISOString();
      expect(instantText(text.replace('T', ' ').replace('Z', '+00'))).toBe(text);
    }),
  );
});
