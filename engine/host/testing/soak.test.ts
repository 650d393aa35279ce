import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bank, startBank } from './bank.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { seeded } from './seeded.ts';
import { type Person, type RoundResult, soakRound } from './soak.ts';

let database: TestDatabase;
let bank: Bank;
let dataDir: string;
const people = new Map<string, Person>();

beforeAll(async () => {
  [database, bank, dataDir] = await Promise.all([testDatabase(), startBank(), mkdtemp(join(tmpdir(), 'soak-'))]);
});

afterAll(async () => {
  await bank.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Two fixed moments for the kill; `npm run soak` tries twenty others. */
const round = (at: number, servers: 1 | 2): Promise<RoundResult> =>
  soakRound({ database, url: database.url, bank, dataDir, people, random: seeded(at), log: () => undefined }, servers);

it('loses nothing and does nothing twice when it is killed under load', async () => {
  const { faults, acknowledged } = await round(7, 1);
  expect(faults).toEqual([]);
  expect(acknowledged).toBeGreaterThan(0);
}, 180_000);

it('loses nothing either where two servers share the database and one of them is killed', async () => {
  const { faults, acknowledged } = await round(11, 2);
  expect(faults).toEqual([]);
  expect(acknowledged).toBeGreaterThan(0);
}, 180_000);
