import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../database/database.ts';
import { startEmbedded } from '../database/embedded.ts';
import { migrate } from '../database/migrate.ts';
import { startBank } from '../testing/bank.ts';
import { duelists, fightAll } from '../testing/duels.ts';
import { flowSoak } from '../testing/flowSoak.ts';
import { publishLoad } from '../testing/publishLoad.ts';
import { seeded } from '../testing/seeded.ts';
import { type Person, soakRound } from '../testing/soak.ts';

/**
 * `npm run soak [rounds] [seed]`: the server killed under load, again and again, by turns alone and as one of two; then ten
 * random form changes a round, published while 16 clients write; then random flows, worked on at two servers that are killed;
 * two hundred duels of each kind; and thousands of random flows of the core. The database is DATABASE_URL (it should be empty), or one of our own with fsync, as in production.
 */
const PUBLISHES = 10;
const FLOWS = 12;
const DUELS = 200;
const CORE_RUNS = 150;
const rounds = Number(process.argv[2] ?? 20);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
console.log(`${rounds} rounds, seed ${seed} (npm run soak -- ${rounds} ${seed} plays them again)`);

const random = seeded(seed);

const dataDir = await mkdtemp(join(tmpdir(), 'soak-'));
const own = process.env.DATABASE_URL ? undefined : await startEmbedded(join(dataDir, 'database'), () => undefined);
const url = process.env.DATABASE_URL ?? socketUrl(own?.connection);
const database = await openDatabase({ url, dataDir, log: () => undefined });
await migrate(database.knex);
const bank = await startBank();
const people = new Map<string, Person>();
let failures = 0;
for (let round = 1; round <= rounds; round++) {
  const servers = round % 2 === 0 ? 2 : 1;
  const result = await soakRound(
    { database, url, bank, dataDir, people, random, log: (line) => console.error(line) },
    servers,
  );
  const { acknowledged, unanswered, faults } = result;
  if (faults.length > 0) failures += 1;
  const verdict = faults.length === 0 ? 'ok' : 'FAULT';
  console.log(
    `${verdict} round ${round}, ${servers} server(s): ${acknowledged} acknowledged, ${unanswered} unanswered at the kill`,
  );
  for (const fault of faults) console.log(`   ${fault}`);
}
await part('publishes', async () => {
  const load = await publishLoad({ database, dataDir, writers: 16, publishes: rounds * PUBLISHES, random });
  tell(`${load.published} publishes, ${load.written} commands, ${load.told} clients told`, load.faults);
});
for (let round = 1; round <= Math.max(1, Math.round(rounds / 5)); round++) {
  await part(`random flows ${round}`, async () => {
    const work = { seed: seed + round, flows: FLOWS, workMs: 6_000, kills: 4 };
    const log = (line: string): void => console.error(line);
    const flows = await flowSoak({ database, url, bank, dataDir, random, log, ...work });
    tell(
      `random flows ${round}: ${flows.begun} cases begun, ${flows.acts} commands, ${work.kills} kills`,
      flows.faults,
    );
  });
}
await part('duels', async () => {
  const duelling = await duelists({ ...database, url });
  const faults = await fightAll(duelling, DUELS).finally(() => duelling.stop());
  tell(`${DUELS} duels of each kind on two servers`, faults);
});
const core = spawnSync('npx', ['vitest', 'run', '--project', 'unit', 'engine/flow/random.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, FLOW_RUNS: String(rounds * CORE_RUNS), FLOW_SEED: String(seed) },
});
tell(`${rounds * CORE_RUNS} random flows of the core from each seed`, core.status === 0 ? [] : ['see above']);
await bank.stop();
await database.stop();
await own?.stop();
await rm(dataDir, { recursive: true, force: true });
console.log(failures === 0 ? 'Nothing lost, nothing twice, nothing stuck.' : `${failures} rounds with faults.`);
process.exit(failures === 0 ? 0 : 1);

/** What comes to nothing is a fault, and no reason to leave out the rest of an hour's work. */
async function part(what: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (cause) {
    tell(what, [cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)]);
  }
}

function tell(what: string, faults: readonly string[]): void {
  console.log(`${faults.length === 0 ? 'ok' : 'FAULT'} ${what}`);
  for (const fault of faults) console.log(`   ${fault}`);
  if (faults.length > 0) failures += 1;
}

function socketUrl(connection: { host: string; port: number; user: string; database: string } | undefined): string {
  if (connection === undefined) throw new Error('No database server.');
  const { host, port, user, database: name } = connection;
  return `postgresql://${user}@localhost:${port}/${name}?host=${encodeURIComponent(host)}`;
}
