import { shallowRef } from 'vue';
import type { Label, ScenarioDefinition } from '../../../engine/definition/index.ts';
import type {
  SimulationAnswer,
  SimulationEntry,
  SimulationProblem,
  SimulationScript,
  SimulationStep,
  SimulationView,
} from '../../../engine/wire/simulation.ts';
import { ApiError } from '../../../runtime/api/client.ts';
import { type SimulationApi, simulationApi } from './api.ts';
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
  /** Steps in which the draft as it is now tells something else than before. */
  readonly differs = shallowRef<ReadonlySet<number>>(new Set());
  readonly api: SimulationApi;
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
    this.differs.value = new Set();
    return this.#send(script, undefined);
  }

  /** One step more; false where it does not go through. */
  async play(step: SimulationStep): Promise<boolean> {
    const { value: view } = this.view;
    if (view === undefined || this.busy.value) return false;
    return this.#send({ ...view.script, steps: [...view.script.steps, step] }, view.hash);
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

  /** The same story through the draft as it is now. */
  async again(): Promise<boolean> {
    const before = this.view.value;
    if (before === undefined) return this.begin();
    await this.#ready();
    const isThrough = await this.#send(before.script, undefined);
    this.differs.value = differences(before.entries, this.view.value?.entries ?? []);
    return isThrough;
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

/** What somebody reads of a step: times and ids apart, which are other ones each time. */
function told({ lines, path }: SimulationEntry): string {
  const said = lines.map((line) => {
    if (line.kind === 'event') return [line.event, line.text.en];
    if (line.kind === 'message') return [line.key, line.to.en, line.title];
    return line.kind === 'call' ? [line.call, line.data] : [line.kind];
  });
  return JSON.stringify([path, said]);
}

function differences(before: readonly SimulationEntry[], after: readonly SimulationEntry[]): ReadonlySet<number> {
  const known = new Map(before.map((entry) => [entry.step, told(entry)]));
  const steps = new Set(after.map(({ step }) => step));
  const other = after.filter((entry) => known.has(entry.step) && known.get(entry.step) !== told(entry));
  const lacking = before.filter(({ step }) => !steps.has(step));
  return new Set([...other, ...lacking].map(({ step }) => step));
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
