import { expect, it } from 'vitest';
import { instantAt, nowThere, wallTime, weekLater, zoneName } from './clock.ts';

it('says and reads times on the clock of whoever is away, over a change to summer time as well', () => {
  expect(wallTime('2026-03-02T01:30:00.000Z', 'Asia/Shanghai')).toBe('2026-03-02 09:30');
  expect(instantAt('2026-03-02 09:30', 'Asia/Shanghai')).toBe('2026-03-02T01:30:00.000Z');
  expect(instantAt('2026-03-28 18:00', 'Europe/Berlin')).toBe('2026-03-28T17:00:00.000Z');
  expect(instantAt('2026-03-29 18:00', 'Europe/Berlin')).toBe('2026-03-29T16:00:00.000Z');
  expect(instantAt('soon', 'Europe/Berlin')).toBeUndefined();
});

it('offers now, and the evening of the same day next week', () => {
  const now = Date.parse('2026-03-02T20:15:42.000Z');
  expect(nowThere('Asia/Shanghai', now)).toBe('2026-03-03 04:15');
  expect(weekLater('Asia/Shanghai', now)).toBe('2026-03-10 18:00');
});

it('calls a clock what people call it, in their language', () => {
  expect(zoneName('Europe/Berlin', 'en')).toBe('Central European Time');
  expect(zoneName('Asia/Shanghai', 'zh-CN')).toBe('中国标准时间');
});
