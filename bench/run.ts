/**
 * `npm run bench [-- forms flow door history]`: measures against peers and limits, all in one run on one machine, and exits 1
 * where a limit is missed. Peers are dependencies of bench/package.json, installed when a suite first needs them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keepsLimit, print, type Suite } from './measure.ts';

const here = dirname(fileURLToPath(import.meta.url));

const suites: Record<string, () => Promise<{ default: Suite }>> = {
  flow: () => import('./flow/suite.ts'),
  forms: () => import('./forms/suite.ts'),
  door: () => import('./door/suite.ts'),
  history: () => import('./history/suite.ts'),
};

/** Suites that measure against packages of bench/package.json. */
const withPeers = new Set(['flow', 'forms']);

function installPeers(): void {
  if (existsSync(join(here, 'node_modules'))) return;
  console.log('Installing the peers that are measured against …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit' });
  if (status !== 0) throw new Error('The peers could not be installed.');
}

const chosen = process.argv.slice(2);
const names = chosen.length > 0 ? chosen : Object.keys(suites);
if (names.some((name) => withPeers.has(name))) installPeers();
let missed = 0;
for (const name of names) {
  const load = suites[name];
  if (load === undefined) throw new Error(`There is no suite ${name}; there are ${Object.keys(suites).join(', ')}.`);
  const { default: run } = await load();
  const measurements = await run();
  print(name, measurements);
  missed += measurements.filter((measurement) => keepsLimit(measurement) === false).length;
}
console.log(missed === 0 ? '\nEvery limit is kept.' : `\n${missed} limits are missed.`);
process.exit(missed === 0 ? 0 : 1);
