import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { publishLoad } from '../testing/publishLoad.ts';

const SEED = 20_260_302;
/** `npm run soak` publishes two hundred. */
const PUBLISHES = 10;

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

it('16 clients write while 10 random form changes are published: no 5xx, no value lost, and a client with a stale form gets a clear answer', async () => {
  const database = await testDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'load-'));
  const result = await publishLoad({ database, dataDir, writers: 16, publishes: PUBLISHES, random: seeded(SEED) });
  await rm(dataDir, { recursive: true, force: true });
  expect(result.faults).toEqual([]);
  expect(result.published).toBe(PUBLISHES);
  expect(result.written).toBeGreaterThan(100);
  expect(result.told).toBeGreaterThan(0);
}, 240_000);
