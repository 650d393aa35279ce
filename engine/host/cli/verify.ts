/**
 * `npm run verify [-- --app <key>] [--since <date>] [--json] [--rebuild <instance>|all --reason <text>]`: is the history of
 * every flow whole, and is what is stored what it says? Safe while the server runs.
 * Ends with 0 where all is well, 1 where something differs, 2 where it was asked wrongly, 3 where some of it could not be
 * checked (hashes made with a key that is not given).
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { userInfo } from 'node:os';
import { finished } from 'node:stream/promises';
import { Shelf } from '../apps/shelf.ts';
import { systemClock } from '../clock.ts';
import { Connections } from '../door/connections.ts';
import { Anchors, anchorLine } from '../history/anchors.ts';
import { optionsOf, USAGE, WrongOptions } from '../history/options.ts';
import { rebuild } from '../history/rebuild.ts';
import type { Fault } from '../history/types.ts';
import { type Hear, verify } from '../history/verify.ts';
import { faultText } from '../history/words.ts';
import { withDatabase } from './database.ts';

const { env } = process;
const asked = optionsFrom(process.argv.slice(2));
const { locale, isJson, write } = asked;
const key = env.HISTORY_KEY || undefined;
const say = (line: string): void => (isJson ? undefined : console.log(line));
const began = performance.now();
let rebuilt = 0;
let refused = 0;

function optionsFrom(args: readonly string[]): ReturnType<typeof optionsOf> {
  try {
    return optionsOf(args, env);
  } catch (cause) {
    if (!(cause instanceof WrongOptions)) throw cause;
    console.error(`${cause.message}\n${USAGE}`);
    process.exit(2);
  }
}

function tell(fault: Fault): void {
  console.log(isJson ? JSON.stringify(fault) : faultText(fault, locale));
}

await withDatabase(2, async ({ knex }) => {
  const shelf = new Shelf(new Connections(knex));
  const anchors = write === undefined ? undefined : createWriteStream(write, { mode: 0o600 });

  const hear: Hear = async ({ instance }, verdict) => {
    if (anchors && verdict.isWhole && !anchors.write(anchorLine({ instance: instance.id, ...instance }))) {
      await once(anchors, 'drain');
    }
    if (asked.rebuild === undefined || verdict.faults.length === 0) return;
    const by = userInfo().username;
    const parts = { knex, shelf, clock: systemClock, trust: { ...asked, key }, by, reason: asked.reason };
    const { outcome } = await rebuild(parts, instance.id);
    if (outcome === 'rebuilt') rebuilt += 1;
    if (outcome === 'refused') refused += 1;
    const line = { instance: instance.id, rebuild: outcome };
    console.log(isJson ? JSON.stringify(line) : `${instance.id} ${asked.words(outcome)}`);
  };

  const given = asked.anchors === undefined ? undefined : new Anchors(asked.anchors);
  const sum = await verify(knex, { ...asked, key, anchors: given }, tell, hear);
  anchors?.end();
  if (anchors) await finished(anchors);
  const seconds = (performance.now() - began) / 1000;
  if (isJson) console.log(JSON.stringify({ ...sum, rebuilt, refused, seconds: Number(seconds.toFixed(1)) }));
  say(asked.summary(sum, { seconds, rebuilt, refused }));
  const isAllRebuilt = asked.rebuild !== undefined && refused === 0 && rebuilt === sum.faulty && sum.faulty > 0;
  if (sum.faults > 0 && !isAllRebuilt) process.exitCode = 1;
  else if (sum.unchecked > 0) process.exitCode = 3;
});
