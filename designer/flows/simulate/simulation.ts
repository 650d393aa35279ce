import { shallowRef } from 'vue';
import type { Label, ScenarioDefinition } from '../../../engine/definition/index.ts';
import type { RecordRow } from '../../../engine/wire.ts';
import type {
  SimulationAnswer,
  SimulationProblem,
  SimulationScript,
  SimulationStep,
  SimulationView,
} from '../../../engine/wire/simulation.ts';
import { ApiError } from '../../../runtime/api/client.ts';
import { type SimulationApi, simulationApi } from './api.ts';
import { type Differences, differencesOf } from './differences.ts';
import { nothingPlayed, type Played } from './played.ts';

type Script = SimulationScript;

/**
 * A story that is played through the draft. The story is kept here and sent whole each time; what the server has of it is
 * only worked out already, so that a step back, a change of an answer and a server that went are one and the same thing.
 */
export class Simulation {
  readonly app: string;
  readonly flow: string;
  readonly view = shallowRef<SimulationView>();
  readonly busy = shallowRef(false);
  /** Why the last step did not go through, or nothing can be played at all. */
  readonly problem = shallowRef<SimulationProblem>();
  readonly failure = shallowRef<ApiError>();
  readonly played = shallowRef<Played>(nothingPlayed);
  /** What the draft as it is now tells otherwise than before; none: it was not played again since. */
  readonly differs = shallowRef<Differences>();
  /** The step that was refused just now, and with what; undefined where nothing was, or a story could not expect it. */
  readonly refused = shallowRef<{ step: SimulationStep; code: string }>();
  readonly api: SimulationApi;
  /** The last step was refused where it was filled in, and is told of there. */
  readonly isToldThere = shallowRef(false);
  readonly #ready: () => Promise<boolean>;

  /** `ready`: the server has all that is drawn here. */
  constructor(app: string, flow: string, ready: () => Promise<boolean>) {
    this.app = app;
    this.flow = flow;
    this.api = simulationApi(app, crypto.randomUUID());
    this.#ready = ready;
  }

  get steps(): readonly SimulationStep[] {
    return this.view.value?.script.steps ?? [];
  }

  /** From nothing, with the clock and the people of this moment; or another story, as it stands. */
  async begin(script?: Script): Promise<boolean> {
    await this.#ready();
    this.differs.value = undefined;
    return this.#send(script, undefined);
  }

  /** One step more; false where it does not go through. */
  async play(step: SimulationStep, isToldThere = false): Promise<boolean> {
    const { value: view } = this.view;
    if (view === undefined || this.busy.value) return false;
    this.isToldThere.value = isToldThere;
    const isThrough = await this.#send({ ...view.script, steps: [...view.script.steps, step] }, view.hash);
    const { value: told } = this.problem;
    const code = told?.problems[0]?.code ?? told?.code;
    if (!isThrough && code !== undefined && code !== 'step_failed') this.refused.value = { step, code };
    return isThrough;
  }

  /** The step that was refused belongs to the story: it has to be refused each time, and with this. */
  async expectRefusal(): Promise<boolean> {
    const { value: refused } = this.refused;
    if (refused === undefined) return false;
    return this.play({ ...refused.step, refused: refused.code }, this.isToldThere.value);
  }

  /** Without its last step, or its last few. */
  back(steps = 1): Promise<boolean> {
    return this.#changed((script) => ({ ...script, steps: script.steps.slice(0, -steps) }));
  }

  restart(): Promise<boolean> {
    return this.#changed((script) => ({ ...script, steps: [] }));
  }

  /** The clock from which it begins, the answers of other systems, what is there before: all is played anew. */
  change(part: Partial<Script>): Promise<boolean> {
    return this.#changed((script) => ({ ...script, ...part }));
  }

  /** Records that are there before it begins, besides those that are. */
  give(given: NonNullable<Script['given']>): Promise<boolean> {
    return this.change({ given: [...(this.view.value?.script.given ?? []), ...given] as NonNullable<Script['given']> });
  }

  /** The same story through the draft as it is now. */
  async again(): Promise<boolean> {
    const before = this.view.value;
    if (before === undefined) return this.begin();
    await this.#ready();
    const isThrough = await this.#send(before.script, undefined);
    const { value: after } = this.view;
    if (after !== undefined && after !== before) this.differs.value = differencesOf(before, after);
    return isThrough;
  }

  differencesSeen(): void {
    this.differs.value = undefined;
  }

  /** What the k-th call of an operation is told. Calls before it are told what they were told. */
  answer(answer: SimulationAnswer, number: number | undefined): Promise<boolean> {
    return this.#changed((script) => ({ ...script, answers: answersWith(script, this.view.value, answer, number) }));
  }

  /** The story with what came of it, as a file of the app. */
  async keep(key: string, label: Label): Promise<ScenarioDefinition | undefined> {
    const { value: view } = this.view;
    if (view === undefined) return undefined;
    const { flow } = this;
    let kept: ScenarioDefinition | undefined;
    await this.#guarded(async () => {
      kept = (await this.api.keep({ flow, script: view.script, hash: view.hash, key, label })).scenario;
    });
    return kept;
  }

  /** Records of the live app to choose from; those that one may not see are none. */
  async samples(form: string): Promise<RecordRow[]> {
    try {
      return await this.api.samples(form);
    } catch (error) {
      if (error instanceof ApiError) return [];
      throw error;
    }
  }

  /** Looks through somebody's eyes; a play that the server has put away is played again first. */
  async look<T>(ask: (api: SimulationApi) => Promise<T>): Promise<T> {
    try {
      return await ask(this.api);
    } catch (error) {
      const { value: view } = this.view;
      if (!(error instanceof ApiError) || error.code !== 'simulation_gone' || view === undefined) throw error;
      await this.#send(view.script, view.hash);
      return ask(this.api);
    }
  }

  dispose(): void {
    if (this.view.value !== undefined) void this.api.end().catch(() => undefined);
  }

  #changed(change: (script: Script) => Script): Promise<boolean> {
    const { value: view } = this.view;
    return view === undefined ? this.begin() : this.#send(change(view.script), view.hash);
  }

  async #send(script: Script | undefined, hash: string | undefined): Promise<boolean> {
    const { flow } = this;
    let isThrough = false;
    await this.#guarded(async () => {
      const view = await this.api.play({
        flow,
        ...(script === undefined ? {} : { script }),
        ...(hash === undefined ? {} : { hash }),
      });
      this.problem.value = view.stopped?.problem;
      isThrough = view.stopped === undefined;
      const { value: before } = this.view;
      // Refused: nothing has happened, and what was typed stays where it is.
      if (!isThrough && before?.hash === view.hash && before.script.steps.length === view.script.steps.length) return;
      this.view.value = view;
      const last = view.entries.at(-1);
      this.played.value = {
        nodes: view.nodes,
        went: new Set(view.entries.flatMap(({ edges }) => edges)),
        fresh: new Set(last?.edges ?? []),
      };
    });
    return isThrough;
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    this.busy.value = true;
    this.failure.value = undefined;
    this.problem.value = undefined;
    this.refused.value = undefined;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.failure.value = error;
    } finally {
      this.busy.value = false;
    }
  }
}

export function answersWith(
  script: Script,
  view: SimulationView | undefined,
  answer: SimulationAnswer,
  number: number | undefined,
): SimulationAnswer[] {
  const others = (script.answers ?? []).filter((one) => one.call !== answer.call || one.with !== undefined);
  // What a form asks is told the same as often as it asks.
  if (number === undefined) {
    const isOther = (one: SimulationAnswer) =>
      one.call !== answer.call || JSON.stringify(one.with) !== JSON.stringify(answer.with);
    return [answer, ...(script.answers ?? []).filter(isOther)];
  }
  const calls = (view?.entries ?? []).flatMap(({ lines }) =>
    lines.flatMap((line) => (line.kind === 'call' && !line.isQuestion && line.call === answer.call ? [line] : [])),
  );
  const told = calls.map((line) => ({ ...line.answer, times: 1 }));
  told[number - 1] = { ...answer, ...(answer.fail === 'unavailable' ? {} : { times: 1 }) } as (typeof told)[number];
  // Where nobody answers any more, what was told later is told no longer.
  return [...others, ...(answer.fail === 'unavailable' ? told.slice(0, number) : told)];
}
