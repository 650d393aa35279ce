import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../database/database.ts';
import { startEmbedded } from '../database/embedded.ts';
import { migrate } from '../database/migrate.ts';
import { startBank } from '../testing/bank.ts';
import { publishLoad } from '../testing/publishLoad.ts';
import { seeded } from '../testing/seeded.ts';
import { type Person, soakRound } from '../testing/soak.ts';

/**
 * `npm run soak [rounds] [seed]`: the server killed under load, again and again, by turns alone and as one of two; then ten
 * random form changes a round, published while 16 clients write. The database is DATABASE_URL (it should be empty), or one of our own with fsync, as in production.
 */
const PUBLISHES = 10;
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
const load = await publishLoad({ database, dataDir, writers: 16, publishes: rounds * PUBLISHES, random });
console.log(
  `${load.faults.length === 0 ? 'ok' : 'FAULT'} ${load.published} publishes, ${load.written} commands, ${load.told} clients told`,
);
for (const fault of load.faults) console.log(`   ${fault}`);
if (load.faults.length > 0) failures += 1;
await bank.stop();
await database.stop();
await own?.stop();
await rm(dataDir, { recursive: true, force: true });
console.log(failures === 0 ? 'Nothing lost, nothing twice, nothing stuck.' : `${failures} rounds with faults.`);
process.exit(failures === 0 ? 0 : 1);

function socketUrl(connection: { host: string; port: number; user: string; database: string } | undefined): string {
  if (connection === undefined) throw new Error('No database server.');
  const { host, port, user, database: name } = connection;
  return `postgresql://${user}@localhost:${port}/${name}?host=${encodeURIComponent(host)}`;
}
