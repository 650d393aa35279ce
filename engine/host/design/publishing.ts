import { setTimeout as pause } from 'node:timers/promises';
import type { AppModel } from '../../definition/index.ts';
import { formCases } from '../../form/cases.ts';
import type { FailedCase, Obstacle, PublishRefusal, PublishResult } from '../../wire.ts';
import type { UserActor } from '../access/index.ts';
import { LiveApp } from '../apps/live.ts';
import { Refusal } from '../door/refusal.ts';
import type { Host } from '../host.ts';
import { analyse } from './analysis.ts';
import type { Draft } from './draft.ts';
import { filesOf } from './draft.ts';
import { changePlan } from './plan.ts';
import { designRefusals } from './refusals.ts';
import { carryOutRun } from './run.ts';
import { PublishRuns, type Run } from './runs.ts';

/** The POST answers by then; what takes longer is asked for again. */
const ANSWER_MS = 4_000;
const LOOK_EVERY_MS = 10_000;

export interface PublishOrder {
  /** The run's id: the same command is one publish. */
  command: string;
  /** Of the draft that was looked at. */
  hash: string;
  note?: string | undefined;
}

/** From a draft to the version that everybody works with. What can be known at once is refused at once. */
export class Publishing {
  readonly #host: Host;
  readonly #runs: PublishRuns;
  readonly #log: (line: string) => void;
  readonly #working = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(host: Host, log: (line: string) => void) {
    this.#host = host;
    this.#log = log;
    this.#runs = new PublishRuns(host.database.knex, host.clock);
  }

  /** Takes up what a process left behind. */
  start(): void {
    const look = (): void => {
      if (this.#working.size > 0 || this.#isStopped) return;
      this.#watch(this.#resume());
    };
    this.#timer = setInterval(look, LOOK_EVERY_MS).unref();
    look();
  }

  /** A run that is under way ends first: steps are small, and what is left is taken up at the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await Promise.all(this.#working);
  }

  async publish(draft: Draft, order: PublishOrder, user: UserActor): Promise<PublishResult> {
    const known = await this.#runs.get(draft.app, order.command);
    if (known) return known;
    const model = await this.#ready(draft, order);
    const run = await this.#runs.begin(draft, model, order, user);
    const work = this.#carryOut(run);
    this.#watch(work);
    await Promise.race([work, pause(ANSWER_MS, undefined, { ref: false })]);
    return (await this.#runs.get(draft.app, run.id)) ?? run.result;
  }

  async get(app: string, id: string): Promise<PublishResult> {
    const found = await this.#runs.get(app, id);
    if (!found) throw designRefusals.unknownPublish();
    return found;
  }

  current(app: string): Promise<PublishResult | undefined> {
    return this.#runs.running(app);
  }

  /** What can be known without touching anything. */
  async #ready(draft: Draft, { hash }: PublishOrder): Promise<AppModel> {
    const { hash: now, model, problems } = analyse(filesOf(draft));
    if (now !== hash) throw designRefusals.draftMoved();
    const before = this.#host.apps.get(draft.app);
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (model === undefined || errors.length > 0) {
      const isOnlyCases = errors.every(({ code }) => code === 'case_failed');
      throw notReady({ definitions: errors, cases: model && isOnlyCases ? failedCases(model) : [], obstacles: [] });
    }
    if (model.app.key !== draft.app) throw designRefusals.otherKey(draft.app, model.app.key);
    if (before?.hash === model.hash) throw designRefusals.nothingToPublish();
    const { obstacles } = await changePlan(this.#host.database.knex, draft, before);
    if (obstacles.length > 0) throw notReady({ definitions: [], cases: [], obstacles });
    return model;
  }

  async #carryOut(run: Run): Promise<void> {
    await carryOutRun(this.#host, this.#runs, run, () => this.#isStopped);
  }

  async #resume(): Promise<void> {
    for (const run of await this.#runs.leftBehind()) await this.#carryOut(run);
  }

  #watch(work: Promise<void>): void {
    const watched = work
      .catch((cause: unknown) => this.#log(`A publish stopped and will be taken up again: ${String(cause)}`))
      .finally(() => this.#working.delete(watched));
    this.#working.add(watched);
  }
}

/** The forms' own tests; that one fails is an error of the definition already, here with what was found. */
export function failedCases(model: AppModel): FailedCase[] {
  const app = new LiveApp(model, 0);
  return [...model.forms.keys()].flatMap((key) => {
    const form = app.form(key);
    if (form === undefined || (form.form.cases ?? []).length === 0) return [];
    return formCases(form.compiled)
      .filter(({ passed }) => !passed)
      .map(({ key: one, failures }): FailedCase => ({ form: key, case: one, failures: [...failures] }));
  });
}

function notReady(refusal: PublishRefusal): Refusal {
  const [obstacle]: Obstacle[] = refusal.obstacles;
  return new Refusal(
    'not_ready',
    obstacle?.text ?? {
      'zh-CN': '草稿还不能发布：定义有错误，或表单的测试没有通过。',
      en: 'The draft cannot be published yet: definitions have errors, or tests of forms fail.',
    },
    {
      status: 422,
      more: { ...refusal },
      cure: obstacle?.cure ?? {
        'zh-CN': '请按列出的位置更正，然后再发布。',
        en: 'Put right what is listed, then publish.',
      },
    },
  );
}
