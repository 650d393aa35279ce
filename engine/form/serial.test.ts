import { expect, it } from 'vitest';
import { formatSerial, isSerialFormat, serialPeriod } from './serial.ts';

const evening = '2026-03-02T16:30:00.000Z';

it('writes the day in the app’s time zone and the counter with its digits', () => {
  expect(formatSerial('RT{yyyyMMdd}{seq:5}', evening, 'Asia/Shanghai', 42)).toBe('RT2026030300042');
  expect(formatSerial('RT{yyyyMMdd}{seq:5}', evening, 'Europe/London', 42)).toBe('RT2026030200042');
  expect(formatSerial('{yy}-{MM}/{seq:3}', evening, 'Asia/Shanghai', 7)).toBe('26-03/007');
});

it('goes on with more digits when the counter outgrows them', () => {
  expect(formatSerial('A{seq:2}', evening, 'Asia/Shanghai', 1234)).toBe('A1234');
});

it('starts the counter again with each new text before it', () => {
  expect(serialPeriod('RT{yyyyMMdd}{seq:5}', evening, 'Asia/Shanghai')).toBe('RT20260303');
  expect(serialPeriod('A{seq:5}-{yyyy}', evening, 'Asia/Shanghai')).toBe('A');
});

it('knows a format that cannot be used', () => {
  expect(['A{seq:5}', '{yyyyMM}{seq:3}x'].every(isSerialFormat)).toBe(true);
  expect(['A', '{seq:2}{seq:2}', '{foo}{seq:2}', '{seq:0}', '{seq:2'].some(isSerialFormat)).toBe(false);
});
