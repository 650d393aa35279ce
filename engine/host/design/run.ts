import type { Localised } from '../../definition/index.ts';
import type { FailedScenario, Obstacle, PublishResult } from '../../wire.ts';
import { loadData } from '../apps/data.ts';
import { sqlOn } from '../apps/existing.ts';
import { planInstall, publish } from '../apps/install.ts';
import { InstallProblem } from '../apps/problem.ts';
import { asPublisher, holding } from '../apps/publisher.ts';
import { sqlState } from '../door/connections.ts';
import type { Host } from '../host.ts';
import type { ScenarioResult } from '../scenario/run.ts';
import { playScenarios } from '../scenario/scratch.ts';
import { obstacle, obstaclesOf } from './plan.ts';
import type { PublishRuns, Run } from './runs.ts';

const NOT_ALLOWED = '42501';

interface Played {
  failed: FailedScenario[];
  warnings: Localised[];
}

/**
 * One publish from where it is to its end: the app's stories in a database of their own, then what the data says, then the
 * steps, the version at the very end. Whoever holds the run's lock works on it; a process that was killed lets it go.
 */
export async function carryOutRun(host: Host, runs: PublishRuns, run: Run, isStopped: () => boolean): Promise<void> {
  await holding(host.database.knex, `publish ${run.id}`, false, async () => {
    if (!(await runs.isRunning(run.id))) return;
    try {
      await workOn(host, runs, run, isStopped);
    } catch (cause) {
      await runs.end(run.id, 'failed', { obstacles: [], scenarios: [], warnings: [], error: failure(cause) });
      await tell(host, run);
      throw cause;
    }
  });
}

async function workOn(host: Host, runs: PublishRuns, run: Run, isStopped: () => boolean): Promise<void> {
  const played = await play(host, runs, run, isStopped);
  // The server ends: the run stays open, and is begun again at the next start.
  if (played === undefined) return;
  const { failed: scenarios, warnings } = played;
  const refuse = async (obstacles: Obstacle[]): Promise<void> => {
    await runs.end(run.id, 'refused', { scenarios, warnings, obstacles });
    await tell(host, run);
  };
  if (scenarios.length > 0) return refuse([]);
  await runs.advance(run.id, 'data', 0, 0);
  const { steps } = await planInstall(sqlOn(host.database.knex), run.model);
  const obstacles = await obstaclesOf(host.database.knex, steps);
  if (obstacles.length > 0) return refuse(obstacles);
  try {
    const number = await makeCurrent(host, runs, run);
    await runs.end(run.id, 'done', { obstacles: [], scenarios: [], warnings }, number);
    await tell(host, run);
  } catch (cause) {
    if (!(cause instanceof InstallProblem)) throw cause;
    await refuse([obstacle(cause, 'app.json')]);
  }
}

/** undefined: the server ends. */
async function play(host: Host, runs: PublishRuns, run: Run, isStopped: () => boolean): Promise<Played | undefined> {
  const failed: FailedScenario[] = [];
  const total = run.model.scenarios.size;
  let done = 0;
  try {
    for await (const result of playScenarios(host.database, run.model)) {
      done += 1;
      if (!result.passed) failed.push(failedScenario(run, result));
      if (isStopped()) return undefined;
      await runs.advance(run.id, 'scenarios', done, total);
      await tell(host, run);
    }
    return { failed, warnings: [] };
  } catch (cause) {
    if (sqlState(cause) !== NOT_ALLOWED) throw cause;
    return { failed, warnings: [NOT_PLAYED] };
  }
}

const NOT_PLAYED: Localised = {
  'zh-CN': '没有运行场景测试：数据库用户不能建立临时数据库（CREATEDB）。',
  en: 'The scenarios were not played: the database’s user may not make databases (CREATEDB).',
};

function failedScenario({ model }: Run, { key, step, what, message, mismatches }: ScenarioResult): FailedScenario {
  const label = model.scenarios.get(key)?.label;
  return {
    key,
    mismatches: [...mismatches],
    ...(label !== undefined && { label }),
    ...(step !== undefined && { step }),
    ...(what !== undefined && { what }),
    ...(message !== undefined && { message }),
  };
}

async function makeCurrent(host: Host, runs: PublishRuns, run: Run): Promise<number> {
  const { knex } = host.database;
  const origin = { origin: 'designer' as const, texts: run.texts, note: run.result.note, by: run.by };
  const plan = await asPublisher(knex, true, (publisher) =>
    publish(publisher, run.model, origin, async (done, total) => {
      await runs.advance(run.id, 'steps', done, total);
      await tell(host, run);
    }),
  );
  if (plan === undefined) throw new Error('Who waits becomes the publisher.');
  await host.refresh();
  // Master data that the version brings along; demo data and passwords are no business of a publish.
  await loadData({ knex, door: host.door, model: run.model, now: host.clock.now(), demo: false });
  return plan.number;
}

async function tell({ database }: Host, { app, id }: Run): Promise<void> {
  const notice = JSON.stringify({ kind: 'design', app, id });
  await database.knex.raw('select pg_notify(?, ?)', ['engine', notice]);
}

function failure(cause: unknown): NonNullable<PublishResult['error']> {
  if (cause instanceof InstallProblem) {
    const { code, text, cure } = cause;
    return { code, message: text, cure: cure ?? AGAIN };
  }
  return {
    code: 'publish_stopped',
    message: {
      'zh-CN': '发布中断了，仍在使用原来的版本。',
      en: 'The publish stopped; the version from before is in use.',
    },
    cure: AGAIN,
  };
}

const AGAIN: Localised = {
  'zh-CN': '请再次发布，会从中断处继续；若仍失败，请查看服务器日志。',
  en: 'Publish again, it goes on from where it stopped; if it fails again, look at the server’s log.',
};
