import { Side } from '../flow/side.ts';
import { openStage, type Stage } from '../flow/stage.ts';
import type { Measurement, Suite } from '../measure.ts';
import { copyCases } from './copies.ts';
import type { Verified } from './verifySide.ts';

const CASES = 20;
const FEW = 10_000;
const MANY = 100_000;

/** What `npm run verify` costs, and that its memory does not grow with what it walks through. */
const suite: Suite = async () => {
  const stage = await openStage();
  try {
    const templates = await casesOf(stage);
    const few = await verified(stage, templates, FEW);
    const many = await verified(stage, templates, MANY);
    return [
      ...figures(few),
      ...figures(many),
      { name: 'peak memory / at the fewer', value: many.peak / few.peak, unit: '×', limit: { most: 1.25 } },
      { name: 'CPU an event / at the fewer', value: each(many) / each(few), unit: '×', limit: { most: 1.3 } },
    ];
  } finally {
    await stage.stop();
  }
};

/** Cases that the door has led to their end. */
async function casesOf({ url, client }: Stage): Promise<string[]> {
  const side = await Side.start(new URL('../flow/cases/doorSide.ts', import.meta.url), { url });
  await side.ask('run', { cases: CASES, most: 4 });
  await side.stop();
  const { rows } = await client.query<{ id: string }>('select id from engine.instance order by id');
  return rows.map(({ id }) => id);
}

async function verified({ url, client }: Stage, templates: readonly string[], instances: number): Promise<Verified> {
  await client.query(`delete from engine.event where not (instance = any ($1))`, [templates]);
  for (const table of ['engine.task', 'engine.timer'])
    await client.query(`delete from ${table} where not (instance = any ($1))`, [templates]);
  await client.query(`delete from engine.instance where not (id = any ($1))`, [templates]);
  await client.query(`delete from bench.request where not (instance = any ($1))`, [templates]);
  await copyCases(client, templates, instances - templates.length);
  const side = await Side.start(new URL('verifySide.ts', import.meta.url), { url });
  const result = await side.ask<Verified>('verify');
  await side.stop();
  if (result.faults.length > 0) throw new Error(`What was copied does not verify: ${result.faults.join('\n')}`);
  return result;
}

const each = ({ cpu, sum }: Verified): number => cpu / sum.events;

function figures({ sum, cpu, peak }: Verified): Measurement[] {
  const at = `${sum.instances.toLocaleString('en')} instances`;
  return [
    { name: `events of ${at}`, value: sum.events, unit: 'events' },
    { name: `verify ${at}`, value: cpu / 1e6, unit: 'CPU s' },
    { name: `peak memory at ${at}`, value: peak, unit: 'MB' },
  ];
}

export default suite;
