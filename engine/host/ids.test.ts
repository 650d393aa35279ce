import { validate, version } from 'uuid';
import { expect, test } from 'vitest';
import { ManualClock } from './clock.ts';
import { idMaker } from './ids.ts';

test('ids are uuids of version 7 that grow with the clock and never come twice', () => {
  const clock = new ManualClock('2026-03-02T01:00:00.000Z');
  const newId = idMaker(clock);
  const ids = Array.from({ length: 20_000 }, () => newId());
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(ids.map((id) => id[19])).size).toBe(4);
  expect(Number.parseInt((ids[0] ?? '').replace('-', '').slice(0, 12), 16)).toBe(clock.now().getTime());
  const before = newId();
  clock.moveTo(new Date('2026-03-02T01:00:00.001Z'));
  expect(newId() > before).toBe(true);
});
