import { describe, expect, it } from 'vitest';
import { Lanes } from './lanes.ts';

describe('lanes', () => {
  it('let so many through at once, the others in the order they came', async () => {
    const lanes = new Lanes(2);
    const told: string[] = [];
    const come = async (name: string): Promise<void> => {
      await lanes.enter();
      told.push(name);
    };
    const all = ['a', 'b', 'c', 'd'].map(come);
    await Promise.all(all.slice(0, 2));
    expect(told).toEqual(['a', 'b']);
    lanes.leave();
    await all[2];
    expect(told).toEqual(['a', 'b', 'c']);
    lanes.leave();
    await all[3];
    expect(told).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are free again when everybody has left', () => {
    const lanes = new Lanes(1);
    expect(lanes.enter()).toBeUndefined();
    lanes.leave();
    expect(lanes.enter()).toBeUndefined();
  });
});
