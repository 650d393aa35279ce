import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { type Measurement, median, type Suite } from '../measure.ts';
import type * as Core from './core.ts';
import { draggingFigures } from './dragging.ts';
import { bpmnEngine, type Case, xstateActor, xstateBare, xstateWhole } from './peers.ts';
import { productFigures } from './product.ts';
import { proofFigures } from './proof.ts';

/** Bundled as `npm start` bundles it: tsx wraps each inner function to keep its name, which peers from npm are spared. */
async function bundledCore(): Promise<typeof Core> {
  const outfile = join(tmpdir(), `flow-core-${process.pid}.mjs`);
  const entry = fileURLToPath(new URL('core.ts', import.meta.url));
  await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'error' });
  try {
    return (await import(pathToFileURL(outfile).href)) as typeof Core;
  } finally {
    rmSync(outfile, { force: true });
  }
}

/** Commands a second of processor time, so that what else runs on the machine counts little. */
async function rate(run: Case, milliseconds: number): Promise<number> {
  const until = performance.now() + milliseconds;
  const before = process.cpuUsage();
  let commands = 0;
  do {
    for (let round = 0; round < 20; round += 1) {
      const done = run();
      commands += typeof done === 'number' ? done : await done;
    }
  } while (performance.now() < until);
  const { user, system } = process.cpuUsage(before);
  return (commands * 1e6) / (user + system);
}

const rounds = 9;

/** An event is a command to a case: its start, or what somebody says. Rounds in turn; the first warms up and does not count. */
const suite: Suite = async () => {
  const own = (await bundledCore()).ours();
  const engines: Record<string, Case> = {
    'our core': own.run,
    'xstate, same job': await xstateWhole(),
    'xstate, bare machine': await xstateBare(),
    'xstate, bare running actor': await xstateActor(),
    'bpmn-engine': await bpmnEngine(),
  };
  const rates: Record<string, number[]> = {};
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, run] of Object.entries(engines)) {
      const measured = await rate(run, 250);
      if (round > 0) (rates[name] ??= []).push(measured);
    }
  }
  // Ratios within a round, so that what else the machine does falls on both.
  const times = (peer: string) =>
    median((rates['our core'] ?? []).map((mine, round) => mine / (rates[peer]?.[round] ?? Number.NaN)));
  const figures = Object.entries(rates).map(
    ([name, list]): Measurement => ({ name, value: median(list), unit: 'events/s' }),
  );
  return [
    ...figures,
    { name: 'our core / xstate, same job', value: times('xstate, same job'), unit: '×', limit: { least: 5 } },
    { name: 'our core / xstate, bare machine', value: times('xstate, bare machine'), unit: '×' },
    { name: 'our core / xstate, bare running actor', value: times('xstate, bare running actor'), unit: '×' },
    { name: 'our core / bpmn-engine', value: times('bpmn-engine'), unit: '×' },
    ...proofFigures(),
    { name: 'state with two open tasks', value: own.bytes(), unit: 'bytes', limit: { most: 2000 } },
    ...(await draggingFigures()),
    ...(await productFigures()),
  ];
};

export default suite;
