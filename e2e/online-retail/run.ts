/**
 * `npm run online-retail`: real orders into the running product, real cancellations through the flow, the boards beside
 * plain SQL. ONLINE_RETAIL names the whole file, as it is or packed with gzip; without it the excerpt beside this file is
 * taken. Exits 1 where a board and SQL differ.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { type Replay, replay } from './replay.ts';
import { startStage } from './server.ts';

const folder = await mkdtemp(join(tmpdir(), 'online-retail-'));
const path = await unpacked(process.env.ONLINE_RETAIL ?? fileURLToPath(new URL('excerpt.csv', import.meta.url)));
const url = process.env.DATABASE_URL;
const stage = await startStage({ DATA_DIR: folder, ...(url ? { DATABASE_URL: url } : {}) }, console.log);
let isSame = false;
try {
  const result = await replay(stage, path, console.log);
  report(result);
  isSame = result.boards.every(({ differences }) => differences.length === 0);
} finally {
  await stage.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(isSame ? 0 : 1);

/** The import takes a CSV as it is. */
async function unpacked(file: string): Promise<string> {
  if (!file.endsWith('.gz')) return file;
  const plain = join(folder, 'lines.csv');
  await pipeline(createReadStream(file), createGunzip(), createWriteStream(plain));
  return plain;
}

function report({ imported, lines, orders, cancelled, returns, left, returnSeconds, boards }: Replay): void {
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(`\nMemory: ${memory} MB at most, database apart`);
  console.log(
    `\nImport: ${lines} lines, ${orders} orders of ${imported.view.accepted} lines, ${imported.seconds.toFixed(1)} s`,
  );
  for (const { code, text, count } of imported.view.reasons)
    console.log(`  ${String(count).padStart(6)}  ${code}: ${text}`);
  const made = Object.values(returns).reduce((sum, count) => sum + count, 0);
  console.log(`\nReturns: ${made} of ${cancelled} cancelled invoices, ${returnSeconds.toFixed(1)} s`);
  for (const [state, count] of Object.entries(returns)) console.log(`  ${String(count).padStart(6)}  ${state}`);
  console.log('Not returns:');
  for (const [reason, nos] of Object.entries(left)) {
    console.log(
      `  ${String(nos.length).padStart(6)}  ${reason} (${nos.slice(0, 5).join(', ')}${nos.length > 5 ? ', …' : ''})`,
    );
  }
  console.log('\nBoards beside SQL:');
  for (const { board, tile, figures, differences } of boards) {
    console.log(
      `  ${`${board}.${tile}`.padEnd(32)} ${String(figures).padStart(4)} figures  ${differences.length === 0 ? 'the same' : 'DIFFERENT'}`,
    );
    for (const { of, board: shown, sql } of differences)
      console.log(`      ${of || 'value'}: board ${shown}, SQL ${sql}`);
  }
}
