import { describe, expect, it } from 'vitest';
import { instantOf, wallClock } from './wall-clock.ts';

describe('wall clock of a zone', () => {
  it('shows an instant as the people of the zone see it, and finds the way back', () => {
    expect(wallClock('2026-03-02T01:00:00.000Z', 'Asia/Shanghai')).toBe('2026-03-02 09:00:00');
    expect(instantOf('2026-03-02 09:00:00', 'Asia/Shanghai')).toBe('2026-03-02T01:00:00.000Z');
  });
  it('is right on both sides of a change to summer time', () => {
    for (const wall of ['2026-03-29 00:30:00', '2026-03-29 03:30:00', '2026-10-25 04:30:00']) {
      expect(wallClock(instantOf(wall, 'Europe/Berlin'), 'Europe/Berlin')).toBe(wall);
    }
  });
});
