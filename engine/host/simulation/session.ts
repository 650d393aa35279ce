import { type AppModel, canonical, type FormDefinition } from '../../definition/index.ts';
import type { SimulationEntry, SimulationScript, SimulationStep, SimulationView, Values } from '../../wire.ts';
import type { Actor } from '../access/actor.ts';
import { LiveApp } from '../apps/live.ts';
import { ManualClock } from '../clock.ts';
import type { RunningHost } from '../compose.ts';
import type { Database } from '../database/database.ts';
import { Connections } from '../door/connections.ts';
import { Refusal } from '../door/index.ts';
import { setPeople } from '../scenario/people.ts';
import { named } from '../scenario/pointers.ts';
import { describeStep, setSettings, stageHost } from '../scenario/run.ts';
import { Story, StoryProblem } from '../scenario/story.ts';
import { SimulatedConnectors } from './connectors.ts';
import { doerOf } from './doer.ts';
import { nextOf, outsideOf } from './outside.ts';
import { openTasks, type Place, recordShown, recordsOf, standing } from './picture.ts';
import { simulationRefusals } from './refusals.ts';
import { tidied } from './tidy.ts';
import { Teller } from './told.ts';

/** One step may not keep a server busy longer than this: years of reminders are somebody's slip. */
const PATIENCE_MS = 20_000;

export interface SessionParts {
  id: string;
  app: string;
  flow: string;
  model: AppModel;
  hash: string;
  /** Who began it: nobody else sees it. */
  owner: string;
}

export interface Stop {
  step: number;
  what: string;
  cause: Refusal;
}

/** One story as far as it has been played, with the host that plays it. */
export class Session {
  readonly parts: SessionParts;
  readonly clock: ManualClock;
  readonly connectors: SimulatedConnectors;
  readonly place: Place;
  readonly #close: () => Promise<void>;
  readonly #teller: Teller;
  readonly #entries: SimulationEntry[] = [];
  readonly #before = new Map<string, Values>();
  #script: SimulationScript;
  #until = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  private constructor(
    parts: SessionParts,
    script: SimulationScript,
    room: { database: Database; close(): Promise<void> },
    made: { host: RunningHost; clock: ManualClock; connectors: SimulatedConnectors },
  ) {
    const { host, clock, connectors } = made;
    const onward = (): void => {
      if (Date.now() > this.#until) throw simulationRefusals.tooLong();
    };
    const name = `simulation ${parts.id}`;
    const story = new Story({ host, clock, connectors, app: parts.app, name, onward });
    const app = host.apps.current(parts.app) ?? new LiveApp(parts.model, 1);
    this.parts = parts;
    this.clock = clock;
    this.connectors = connectors;
    this.place = { host, sql: new Connections(room.database.knex), app, story, flow: parts.flow };
    this.#script = { ...script, steps: [] };
    this.#teller = new Teller(host, app, parts.flow, connectors);
    this.#close = async () => {
      await host.stop();
      await room.close();
    };
  }

  /** A story at its beginning. Throws a Refusal where what is given is refused; nothing stays behind then. */
  static async begin(
    parts: SessionParts,
    script: SimulationScript,
    room: { database: Database; close(): Promise<void> },
  ): Promise<Session> {
    const clock = new ManualClock(script.clock);
    const connectors = new SimulatedConnectors(script.answers);
    try {
      await setPeople(room.database, parts.app, script);
      await setSettings(room.database, parts.app, script.settings as Values | undefined);
      const host = await stageHost(room.database, { clock, connectors, model: parts.model });
      const session = new Session(parts, script, room, { host, clock, connectors });
      session.#until = Date.now() + PATIENCE_MS;
      // As where scenarios are played: rules by the clock come due too.
      await host.schedules.arrange();
      for (const given of script.given ?? []) await session.place.story.given(given);
      await session.#tell(-1);
      return session;
    } catch (cause) {
      await room.close();
      throw cause;
    }
  }

  get script(): SimulationScript {
    return this.#script;
  }

  /** Whether what is asked for only goes on where this one stands. */
  continues(script: SimulationScript): boolean {
    const { steps, ...head } = this.#script;
    const { steps: wanted, ...wantedHead } = script;
    const isSameHead = canonical(wantedHead) === canonical(head);
    if (this.#isClosed || !isSameHead || steps.length > wanted.length) return false;
    return steps.every((step, at) => canonical(step) === canonical(wanted[at] ?? {}));
  }

  /** Plays what has not been played yet; stops at a step that does not go through. */
  async play(steps: readonly SimulationStep[]): Promise<Stop | undefined> {
    for (let at = this.#script.steps.length; at < steps.length; at++) {
      const given = steps[at];
      if (given === undefined) break;
      try {
        const step = await this.#tidied(given);
        await this.#keepValues();
        this.#until = Date.now() + PATIENCE_MS;
        await this.place.story.play(step);
        this.#script = { ...this.#script, steps: [...this.#script.steps, step] };
        await this.#tell(at);
      } catch (cause) {
        return { step: at, what: describeStep(given), cause: refusalOf(cause) };
      }
    }
    return undefined;
  }

  async view(): Promise<Omit<SimulationView, 'stopped'>> {
    const { place, parts } = this;
    const next = await nextOf(place);
    const stands = await standing(place);
    const current = Object.entries(stands.nodes).flatMap(([key, played]) => (played === 'current' ? [key] : []));
    const staff = await place.host.people.of(parts.app);
    const records = recordsOf(place);
    return {
      id: parts.id,
      app: parts.app,
      flow: parts.flow,
      hash: parts.hash,
      script: this.#script,
      now: this.clock.now().toISOString(),
      ...(next && { next: next.toISOString() }),
      people: staff.everybody().map(({ login, name, roles }) => ({ login, name, roles })),
      entries: this.#entries,
      records: await Promise.all(records.map((one) => recordShown(place, one, this.#before))),
      tasks: await openTasks(place),
      ...stands,
      outside: await outsideOf(place, this.clock.now(), current),
      questions: this.connectors.questions.map(({ call, data, answer, isChosen }) => ({
        call,
        data,
        answer,
        isChosen,
      })),
    };
  }

  /** Somebody of the story; a customer proves what they say, or what the record holds. */
  async actor(who: string, record: string | undefined): Promise<Actor> {
    const { story } = this.place;
    const on = recordsOf(this.place).find(({ record: { id } }) => id === record)?.record;
    try {
      return await story.actor(doerOf(who), on);
    } catch (cause) {
      throw refusalOf(cause);
    }
  }

  /** One thing at a time. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work, work);
    this.#turn = next.catch(() => undefined);
    return next;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.inTurn(this.#close);
  }

  async #tidied(step: SimulationStep): Promise<SimulationStep> {
    const { place } = this;
    if (step.data === undefined) return step;
    if (step.submit !== undefined) {
      const form = place.app.model.forms.get(step.submit);
      return this.#named(tidied(step, form, undefined), form);
    }
    await place.story.records.meet(place.host, place.app.key);
    const on = place.story.record(step.record);
    if (on === undefined) return step;
    const form = place.app.model.forms.get(on.form);
    return this.#named(tidied(step, form, await place.story.values(on)), form);
  }

  /** Ids are other ones each time: people are told by login, records by name. */
  async #named(step: SimulationStep, form: FormDefinition | undefined): Promise<SimulationStep> {
    if (step.data === undefined || form === undefined) return step;
    const { host, app, story } = this.place;
    const parts = { host, app: app.key, records: story.records };
    return { ...step, data: await named(parts, form.fields, step.data as Values) };
  }

  async #keepValues(): Promise<void> {
    for (const { record } of recordsOf(this.place)) {
      this.#before.set(record.id, await this.place.story.values(record));
    }
  }

  async #tell(step: number): Promise<void> {
    const { story, host, app } = this.place;
    await story.records.meet(host, app.key);
    const told = await this.#teller.since(recordsOf(this.place).map(({ record }) => record));
    this.#entries.push({ step, at: this.clock.now().toISOString(), ...told });
  }
}

/** What a story says did not go as told is for whoever plays it; anything else is a fault of the program's own. */
function refusalOf(cause: unknown): Refusal {
  if (cause instanceof Refusal) return cause;
  if (!(cause instanceof StoryProblem)) throw cause;
  const mismatches = cause.mismatches.map(
    ({ what, expected, actual }) => `${what}: ${JSON.stringify(expected)} ≠ ${JSON.stringify(actual)}`,
  );
  const text = [cause.message, ...mismatches].join(' ');
  const told = { 'zh-CN': `这一步没有按说的进行：${text}`, en: `The step did not go as told: ${text}` };
  return cause.refusal ?? new Refusal('step_failed', told, { status: 422 });
}
