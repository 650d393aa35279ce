import type { AppModel, Problem, ScenarioDefinition } from '../../definition/index.ts';
import { textOf } from '../../form/index.ts';
import type {
  AnswersView,
  ChoiceView,
  OptionView,
  RecordView,
  SimulationCopy,
  SimulationDesk,
  SimulationOrder,
  SimulationScript,
  SimulationView,
  TaskView,
  Values,
} from '../../wire.ts';
import { rolesIn } from '../access/actor.ts';
import type { Actor, Locale, UserActor } from '../access/index.ts';
import { analyse } from '../design/analysis.ts';
import { type Draft, filesOf } from '../design/draft.ts';
import type { Host } from '../host.ts';
import { wireError } from '../http/refusals.ts';
import type { OptionsAsk } from '../records/ports.ts';
import { beginning } from './beginning.ts';
import { choicesFor, choosableFor, type Eyes, withOurChoices } from './chosen.ts';
import { Copier, type CopyOrder } from './copy.ts';
import { scenarioOf } from './keep.ts';
import { simulationRefusals } from './refusals.ts';
import { Rooms } from './rooms.ts';
import { checkScript } from './script.ts';
import { Session, type SessionParts, type Stop } from './session.ts';
import { Shelf } from './shelf.ts';

export interface Asked {
  app: string;
  id: string;
  user: UserActor;
  locale: Locale;
}

/**
 * Simulations that are under way. A story is always sent whole, so a session is no more than what has been worked out
 * already: the one that nobody has used longest gives way, and whoever comes back to it plays it again unawares.
 */
export class Simulations {
  readonly #host: Host;
  readonly #rooms: Rooms;
  readonly #draft: (app: string, user: UserActor) => Promise<Draft>;
  readonly #may: (app: string, user: UserActor) => Promise<void>;
  readonly #shelf: Shelf;
  #isStopped = false;

  constructor(
    host: Host,
    around: {
      log(line: string): void;
      /** Throw where this person may not design the app. */
      draft(app: string, user: UserActor): Promise<Draft>;
      may(app: string, user: UserActor): Promise<void>;
      idleMs?: number;
    },
  ) {
    this.#host = host;
    this.#rooms = new Rooms(host.database);
    this.#shelf = new Shelf((line) => around.log(line), around.idleMs);
    this.#draft = (app, user) => around.draft(app, user);
    this.#may = (app, user) => around.may(app, user);
  }

  async play(asked: Asked, order: SimulationOrder): Promise<SimulationView> {
    await this.#may(asked.app, asked.user);
    if (order.script) checkScript(order.script);
    const warm = await this.#warm(asked, order);
    const session = warm ?? (await this.#begun(asked, order));
    try {
      return await this.#shelf.used(asked.id, session, async () => {
        const stop = await session.play(order.script?.steps ?? []);
        return { ...(await session.view()), ...(stop ? { stopped: told(stop, asked.locale) } : {}) };
      });
    } finally {
      // Its making was a use of it.
      if (warm === undefined) this.#shelf.release(asked.id);
    }
  }

  /** What somebody needs to see a form as this person would. */
  desk(asked: Asked, who: string, record?: string): Promise<SimulationDesk> {
    return this.#look(asked, who, record, async ({ place }, actor) => ({
      app: {
        ...(await place.host.records.app(asked.app, actor)),
        at: placeOf(asked, who),
      },
      ...(actor.kind === 'user' && { user: { id: actor.id, login: actor.login, name: actor.name } }),
      ...(actor.kind === 'visitor' && actor.form === undefined && { proof: { ...actor.proof } }),
      ...(actor.kind === 'visitor' && { roles: [...rolesIn(actor, asked.app)] }),
    }));
  }

  task(asked: Asked, who: string, task: string): Promise<TaskView> {
    return this.#look(asked, who, undefined, async ({ place }, actor) => {
      if (actor.kind !== 'user') throw simulationRefusals.gone();
      const view = await place.host.tasks.get(task, actor, asked.locale);
      return { ...view, record: await withOurChoices(place, view.record, eyesOf(asked, who, actor)) };
    });
  }

  record(asked: Asked, who: string, form: string, record: string): Promise<RecordView> {
    return this.#look(asked, who, record, async ({ place }, actor) => {
      const view = await place.host.records.get(asked.app, form, record, actor, asked.locale);
      return withOurChoices(place, view, eyesOf(asked, who, actor));
    });
  }

  answers(asked: Asked, who: string, form: string, values: Values, record?: string): Promise<AnswersView> {
    return this.#look(asked, who, record, ({ place }, actor) =>
      place.host.records.answers(asked.app, form, values, record, actor, asked.locale),
    );
  }

  options(asked: Asked, who: string, form: string, path: string, ask: OptionsAsk): Promise<OptionView[]> {
    return this.#look(asked, who, undefined, ({ place }, actor) =>
      place.host.records.options(asked.app, form, path, ask, actor, asked.locale),
    );
  }

  /** Whom whoever hands this in has to choose; customers choose nobody. */
  choices(asked: Asked, who: string, form: string, values: Values): Promise<ChoiceView[]> {
    return this.#look(asked, who, undefined, async ({ place }, actor) =>
      actor.kind === 'user' ? choicesFor(place, form, values, eyesOf(asked, who, actor)) : [],
    );
  }

  choosable(
    asked: Asked,
    who: string,
    order: { form: string; node: string; search: string; record?: string },
  ): Promise<OptionView[]> {
    return this.#look(asked, who, order.record, ({ place }, actor) =>
      choosableFor(place, order, eyesOf(asked, who, actor)),
    );
  }

  /** A record of the live app, as far as whoever asks may see it, as the story can have it. */
  copy(asked: Asked, order: CopyOrder): Promise<SimulationCopy> {
    return this.#look(asked, 'engine', undefined, (session) => new Copier(this.#host, session, asked.user).copy(order));
  }

  people(asked: Asked, search: string): Promise<OptionView[]> {
    return this.#look(asked, 'engine', undefined, async ({ place }) => {
      const wanted = search.toLowerCase();
      const staff = (await place.host.people.of(asked.app)).everybody();
      const named = staff.map(({ login, name }) => ({ value: login, label: textOf(name, asked.locale) }));
      return named.filter(({ value, label }) => `${value} ${label}`.toLowerCase().includes(wanted));
    });
  }

  async keep(
    asked: Asked,
    order: SimulationOrder & Pick<ScenarioDefinition, 'key' | 'label'>,
  ): Promise<ScenarioDefinition> {
    const view = await this.play(asked, order);
    const session = await this.#shelf.find(asked.id);
    if (session === undefined || view.stopped) throw simulationRefusals.gone();
    return session.inTurn(() => scenarioOf(session, order));
  }

  async close(asked: Pick<Asked, 'app' | 'id' | 'user'>): Promise<void> {
    await this.#may(asked.app, asked.user);
    const session = await this.#shelf.find(asked.id);
    if (session !== undefined && isOf(session, asked)) await this.#shelf.end(asked.id);
  }

  start(): void {
    this.#shelf.start();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#shelf.stop();
    await this.#rooms.close();
  }

  /** How many are under way, for whoever watches the server. */
  get count(): number {
    return this.#shelf.count;
  }

  /** The session where it stands, if this only goes on from there. */
  async #warm(asked: Asked, { flow, script, hash }: SimulationOrder): Promise<Session | undefined> {
    const session = await this.#shelf.find(asked.id);
    if (session === undefined) return undefined;
    if (!isOf(session, asked)) throw simulationRefusals.gone();
    const isSame = script !== undefined && hash === session.parts.hash && flow === session.parts.flow;
    return isSame && session.continues(script) ? session : undefined;
  }

  async #begun(asked: Asked, order: SimulationOrder): Promise<Session> {
    const { app, id } = asked;
    const before = await this.#shelf.find(id);
    const { model, hash } =
      before !== undefined && before.parts.hash === order.hash ? before.parts : await this.#model(asked, order);
    if (!model.flows.has(order.flow)) throw simulationRefusals.unknownFlow(order.flow);
    const script = order.script ?? (await beginning(this.#host.database.knex, model, this.#host.clock.now()));
    if (before !== undefined) await this.#shelf.end(id);
    await this.#shelf.makeRoom(app);
    if (this.#isStopped) throw simulationRefusals.gone();
    const parts = { id, app, flow: order.flow, model, hash, owner: asked.user.id };
    return this.#shelf.put(id, app, this.#opened(parts, script));
  }

  async #opened(parts: SessionParts, script: SimulationScript): Promise<Session> {
    return Session.begin(parts, script, await this.#rooms.open(parts.model));
  }

  /** The draft as it is now. What its proof finds is no reason not to look at it: that is when one wants to. */
  async #model({ app, user }: Asked, { hash: wanted }: SimulationOrder): Promise<{ model: AppModel; hash: string }> {
    const { model, problems, hash } = analyse(filesOf(await this.#draft(app, user)));
    if (wanted !== undefined && wanted !== hash) throw simulationRefusals.moved();
    const errors = problems.filter((one: Problem) => one.severity === 'error' && one.ways === undefined);
    if (model === undefined || errors.length > 0) throw simulationRefusals.errors(errors);
    return { model, hash };
  }

  /** Reads as somebody of the story would. Nothing that is asked meanwhile is part of it. */
  async #look<T>(
    asked: Asked,
    who: string,
    record: string | undefined,
    work: (session: Session, actor: Actor) => Promise<T>,
  ): Promise<T> {
    await this.#may(asked.app, asked.user);
    const session = await this.#shelf.find(asked.id);
    if (session === undefined || !isOf(session, asked)) throw simulationRefusals.gone();
    return this.#shelf.used(asked.id, session, () =>
      session.connectors.looking(async () => work(session, await session.actor(who, record))),
    );
  }
}

const placeOf = ({ app, id }: Asked, who: string): string =>
  `/api/design/${app}/simulations/${id}/as/${encodeURIComponent(who)}`;

function eyesOf(asked: Asked, who: string, actor: Actor): Eyes {
  return { actor, at: placeOf(asked, who), locale: asked.locale };
}

const isOf = ({ parts }: Session, { app, user }: Pick<Asked, 'app' | 'user'>): boolean =>
  parts.app === app && parts.owner === user.id;

function told({ step, what, cause }: Stop, locale: Locale): NonNullable<SimulationView['stopped']> {
  const { code, message, cure, problems = [] } = wireError(cause, locale).error;
  return { step, what, problem: { code, message, problems, ...(cure === undefined ? {} : { cure }) } };
}
