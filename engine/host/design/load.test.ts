import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { publishLoad } from '../testing/publishLoad.ts';
import { seeded } from '../testing/seeded.ts';

const SEED = 20_260_302;
/** `npm run soak` publishes two hundred. */
const PUBLISHES = 30;

it('16 clients write while 30 random form changes are published: no 5xx, no value lost, and a client with a stale form gets a clear answer', async () => {
  const database = await testDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'load-'));
  const result = await publishLoad({ database, dataDir, writers: 16, publishes: PUBLISHES, random: seeded(SEED) });
  await rm(dataDir, { recursive: true, force: true });
  expect(result.faults).toEqual([]);
  expect(result.published).toBe(PUBLISHES);
  expect(result.written).toBeGreaterThan(100);
  expect(result.told).toBeGreaterThan(0);
}, 240_000);
