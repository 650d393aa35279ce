import type { AppModel, DataDefinition } from '../../definition/index.ts';
import { addWorkingTime, compileCalendar, type WorkCalendar, workingTimeBetween } from '../../flow/index.ts';
import { isLoaded, markLoaded } from '../apps/data.ts';
import { ManualClock } from '../clock.ts';
import { durationMs } from '../connectors/duration.ts';
import type { Database } from '../database/database.ts';
import { StoryConnectors } from './answers.ts';
import { stageHost } from './run.ts';
import { type Step, Story } from './story.ts';

interface Run {
  story: Story;
  at: Date;
  steps: Step[];
  /** Minutes after the hour begins at which this one's turn comes. */
  turn: number;
}

/** The demo's time: what is to come has not happened, and people work in these hours. */
interface Past {
  now: Date;
  hours: WorkCalendar | undefined;
  log(line: string): void;
}

/**
 * What has happened before the demo begins: all runs together, in the order of their moments, through the same door with
 * a clock in the past. Cut short, it goes on at the next start: every command has an id of its own place in the data.
 * `folder`: where the product keeps its files.
 */
export async function playRuns(
  database: Database,
  model: AppModel,
  now: Date,
  log: (line: string) => void,
  folder?: string,
): Promise<void> {
  for (const data of model.data.values()) {
    if (data.runs === undefined || (await isLoaded(database.knex, model.app.key, data))) continue;
    await playData(database, model, data, now, log, folder);
    await markLoaded(database.knex, model.app.key, data);
    await haveRead(database, model.app.key, now);
  }
}

/** People have looked at what they were told in the demo's past, but for the last day. */
async function haveRead({ knex }: Database, app: string, now: Date): Promise<void> {
  const before = new Date(now.getTime() - 86_400_000);
  await knex('engine.message')
    .where({ app })
    .whereNull('read_at')
    .where('created_at', '<', before)
    .update({ read_at: before });
}

async function playData(
  database: Database,
  model: AppModel,
  data: DataDefinition,
  now: Date,
  log: (line: string) => void,
  folder: string | undefined,
): Promise<void> {
  const clock = new ManualClock(now);
  const connectors = new StoryConnectors(data.answers);
  const host = await stageHost(database, { clock, connectors, model });
  const app = model.app.key;
  const runs = (data.runs ?? []).map(({ ago, steps }, position): Run => {
    const name = `${app}/${data.key}/${position}`;
    const story = new Story({ host, clock, connectors, app, name, ...(folder === undefined ? {} : { folder }) });
    return { story, at: new Date(now.getTime() - durationMs(ago)), steps: [...steps], turn: (position * 7) % 45 };
  });
  const first = earliest(runs);
  if (first) clock.moveTo(first.at);
  const definition = model.calendars.get(data.calendar ?? '');
  const past: Past = { now, hours: definition && compileCalendar(definition), log };
  for (let run = first; run; run = earliest(runs)) await playNext(run, past);
  const [any] = runs;
  await any?.story.advanceTo(now);
  await host.stop();
}

function earliest(runs: readonly Run[]): Run | undefined {
  return runs.filter(({ steps }) => steps.length > 0).sort((a, b) => a.at.getTime() - b.at.getTime())[0];
}

async function playNext(run: Run, past: Past): Promise<void> {
  const [step, ...rest] = run.steps;
  if (step === undefined) return;
  const at = momentOf(run, step, past);
  if (at > run.at) {
    // Others come before it now.
    run.at = at;
    if (step.advance !== undefined) run.steps = rest;
    // What would happen after now has not happened yet.
    if (run.at > past.now) run.steps = [];
    return;
  }
  run.steps = rest;
  await run.story.advanceTo(run.at);
  try {
    await run.story.play(step);
  } catch (cause) {
    past.log(`A step of the demo's history was left out: ${cause instanceof Error ? cause.message : String(cause)}`);
    run.steps = [];
  }
}

/** Customers and other systems come at any hour. */
const ANY_HOUR = new Set(['visitor', 'public', 'engine']);

function momentOf({ at, turn }: Run, step: Step, { hours }: Past): Date {
  if (step.advance !== undefined) return new Date(at.getTime() + durationMs(step.advance));
  const isOfStaff = !ANY_HOUR.has(step.as ?? '') && step.hook === undefined && step.schedule === undefined;
  const soon = new Date(at.getTime() + 1000).toISOString();
  if (hours === undefined || !isOfStaff || workingTimeBetween(at.toISOString(), soon, hours) > 0) return at;
  return new Date(addWorkingTime(at.toISOString(), `PT${turn + 1}M`, hours));
}
