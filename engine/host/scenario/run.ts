import type { AppModel, ScenarioDefinition } from '../../definition/index.ts';
import type { Values } from '../../wire.ts';
import { loadData } from '../apps/data.ts';
import { installApp } from '../apps/install.ts';
import { ManualClock } from '../clock.ts';
import { composeHost, type HostOptions, type RunningHost } from '../compose.ts';
import type { Database } from '../database/database.ts';
import { Refusal } from '../door/index.ts';
import { createMessageSender } from '../messages/index.ts';
import { StoryConnectors } from './answers.ts';
import type { Mismatch } from './expect.ts';
import { setPeople } from './people.ts';
import { type Step, Story, StoryProblem } from './story.ts';

export interface ScenarioResult {
  key: string;
  passed: boolean;
  /** Position of the step that failed, from 1; 0 for `given`, undefined for the end's expectations. */
  step?: number;
  what?: string;
  message?: string;
  mismatches: readonly Mismatch[];
}

/** The app with its people and master data, in a database that stories are cloned from. */
export async function prepareStage(database: Database, model: AppModel, now: Date): Promise<void> {
  await installApp(database.knex, model);
  const clock = new ManualClock(now);
  const host = await stageHost(database, { clock, connectors: new StoryConnectors(), model });
  await loadData({ knex: database.knex, door: host.door, model, now, demo: 'people' });
  await host.stop();
}

export interface StageOptions {
  clock: ManualClock;
  connectors: StoryConnectors;
  env?: HostOptions['env'];
  /** What is played, where it is at hand: it is not loaded again for each story. */
  model?: AppModel;
}

/** A host whose clock and outside systems belong to a story. */
export function stageHost(
  database: Database,
  { clock, connectors, env = {}, model }: StageOptions,
): Promise<RunningHost> {
  return composeHost({
    database,
    clock,
    env,
    models: model ? [model] : [],
    connectors: () => connectors,
    messages: (shelf) => createMessageSender({ app: (key) => shelf.get(key), publicUrl: 'http://localhost' }),
    log: () => undefined,
  });
}

/** One scenario, on a database of its own that `prepareStage` has prepared. */
export async function runScenario(
  database: Database,
  model: AppModel,
  scenario: ScenarioDefinition,
): Promise<ScenarioResult> {
  const clock = new ManualClock(scenario.clock);
  const connectors = new StoryConnectors(scenario.answers);
  const app = model.app.key;
  await setPeople(database, app, scenario);
  await setSettings(database, app, scenario.settings as Values | undefined);
  const host = await stageHost(database, { clock, connectors, model });
  const story = new Story({ host, clock, connectors, app, name: `scenario ${scenario.key}` });
  // Rules by the clock come due in stories too.
  await host.schedules.arrange();
  let at = 0;
  try {
    for (const given of scenario.given ?? []) await story.given(given);
    for (const [position, step] of scenario.steps.entries()) {
      at = position + 1;
      await story.play(step);
    }
    at = -1;
    await story.expect(scenario.expect ?? []);
    return { key: scenario.key, passed: true, mismatches: [] };
  } catch (cause) {
    return failed(scenario, at, cause);
  } finally {
    await host.stop();
  }
}

function failed(scenario: ScenarioDefinition, at: number, cause: unknown): ScenarioResult {
  const step = at > 0 ? scenario.steps[at - 1] : undefined;
  const isTold = cause instanceof StoryProblem;
  const isKnown = isTold || cause instanceof Refusal;
  return {
    key: scenario.key,
    passed: false,
    message: cause instanceof Error ? (isKnown ? cause.message : (cause.stack ?? cause.message)) : String(cause),
    mismatches: isTold ? cause.mismatches : [],
    ...(at >= 0 ? { step: at } : {}),
    ...(step ? { what: describeStep(step) } : {}),
  };
}

export function describeStep(step: Step): string {
  const { as, data: _data, lines: _lines, ...rest } = step;
  return `${as ? `${as}: ` : ''}${JSON.stringify(rest)}`;
}

/** Settings of the app that differ in a story. */
export async function setSettings({ knex }: Database, app: string, settings: Values | undefined): Promise<void> {
  const rows = Object.entries(settings ?? {}).map(([key, value]) => ({ app, key, value: JSON.stringify(value) }));
  if (rows.length > 0) await knex('engine.setting').insert(rows).onConflict(['app', 'key']).merge(['value']);
}
