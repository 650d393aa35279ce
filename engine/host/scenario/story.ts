import { v5 as uuidOf } from 'uuid';
import type { ScenarioDefinition } from '../../definition/index.ts';
import { addWorkingTime } from '../../flow/index.ts';
import type { Values } from '../../wire.ts';
import type { Actor } from '../access/actor.ts';
import { DATA_NAMESPACE } from '../apps/data.ts';
import type { ManualClock } from '../clock.ts';
import type { RunningHost } from '../compose.ts';
import { type Command, type CommandResult, Refusal } from '../door/index.ts';
import type { StoryConnectors } from './answers.ts';
import { onRecord, openTask } from './commands.ts';
import { check } from './expect.ts';
import { standInFiles } from './files.ts';
import { Filling } from './filling.ts';
import { Outside } from './outside.ts';
import { personActor } from './person.ts';
import { StoryProblem } from './problem.ts';
import { type Named, StoryRecords } from './records.ts';

export type Step = ScenarioDefinition['steps'][number];

/** Who does something, and what they come with. */
export interface Doer {
  as?: string | undefined;
  proof?: Record<string, string> | undefined;
  /** That they hand in. */
  form?: string | undefined;
}

export interface StoryParts {
  host: RunningHost;
  clock: ManualClock;
  connectors: StoryConnectors;
  app: string;
  /** Names the commands, so that a run that was cut short goes on where it stopped. */
  name: string;
  /** Where files that people hand in are kept; without it they have no content. */
  folder?: string;
  /** Asked before each moment that something falls due; throws where it has been enough. */
  onward?(): void;
}

/** Plays steps through the same door, reads and workers as everything else; only clock and outside systems are its own. */
export class Story {
  readonly #parts: StoryParts;
  readonly records = new StoryRecords();
  readonly #outside: Outside;
  readonly #filling: Filling;
  #commands = 0;

  constructor(parts: StoryParts) {
    this.#parts = parts;
    this.#outside = new Outside(parts.host, parts.app, parts.clock);
    this.#filling = new Filling({ ...parts, records: this.records });
  }

  get host(): RunningHost {
    return this.#parts.host;
  }

  get app(): string {
    return this.#parts.app;
  }

  get calls(): StoryConnectors['calls'] {
    return this.#parts.connectors.calls;
  }

  record(name: string | undefined): Named | undefined {
    return this.records.get(name);
  }

  /** Also one that came by itself. */
  async #known(name: string | undefined): Promise<Named | undefined> {
    const known = this.records.get(name);
    if (known !== undefined || name === undefined) return known;
    await this.records.meet(this.host, this.app);
    await this.records.find(this.host, this.app, name);
    return this.records.get(name);
  }

  /** A record that is there when the story begins. */
  async given({ form, data, name }: NonNullable<ScenarioDefinition['given']>[number]): Promise<void> {
    const actor: Actor = { kind: 'engine', cause: 'story' };
    const values = await this.#filling.written(data as Values, form);
    const order = { command: this.#command(), app: this.app, type: 'create' as const, form, data: values };
    const { record } = await this.#execute(order, actor);
    if (name !== undefined) this.records.given({ form, id: record }, name);
    await this.host.settle();
  }

  async play(step: Step): Promise<void> {
    if (step.advance !== undefined) return this.advance(step.advance);
    if (step.together !== undefined) return this.#together(step.together, step.accepted);
    if (step.expect !== undefined) return this.expect(step.expect);
    const refusal = await this.#tried(() => this.#act(step));
    this.#asTold(step, refusal);
    await this.host.settle();
  }

  async expect(expected: NonNullable<Step['expect']>): Promise<void> {
    for (const { record } of expected) await this.#known(record);
    const found = await Promise.all(expected.map((one) => check(this, one)));
    const mismatches = found.flat();
    if (mismatches.length > 0) throw new StoryProblem('What was expected did not come.', mismatches);
  }

  /** Time passes; what falls due in it happens in its order, each at its own moment. */
  async advance(duration: string): Promise<void> {
    await this.advanceTo(new Date(addWorkingTime(this.#parts.clock.now().toISOString(), duration)));
  }

  async advanceTo(until: Date): Promise<void> {
    const { clock } = this.#parts;
    for (;;) {
      this.#parts.onward?.();
      await this.host.settle();
      const next = await this.nextDue();
      if (next === undefined || next > until) break;
      if (next > clock.now()) clock.moveTo(next);
    }
    if (until > clock.now()) clock.moveTo(until);
    await this.host.settle();
  }

  /** When something happens by itself next. */
  async nextDue(): Promise<Date | undefined> {
    const due = [await this.host.timers.next(), await this.host.outbox.next()].filter((date) => date !== undefined);
    return due.sort((a, b) => a.getTime() - b.getTime())[0];
  }

  async #together(steps: readonly Step[], accepted: number | undefined): Promise<void> {
    const results = await Promise.all(steps.map((step) => this.#tried(() => this.#act(step))));
    const through = results.filter((refusal) => refusal === undefined).length;
    if (accepted !== undefined && through !== accepted) {
      const codes = results.map((refusal) => refusal?.code ?? 'ok').join(', ');
      throw new StoryProblem(`${accepted} of the steps were to go through, and ${through} did (${codes}).`);
    }
    await this.host.settle();
  }

  async #tried(work: () => Promise<void>): Promise<Refusal | undefined> {
    try {
      await work();
      return undefined;
    } catch (cause) {
      if (cause instanceof Refusal) return cause;
      throw cause;
    }
  }

  #asTold(step: Step, refusal: Refusal | undefined): void {
    const codes =
      refusal === undefined ? [] : [refusal.code, ...(refusal.details.problems ?? []).map(({ code }) => code)];
    if (step.refused === undefined && refusal) {
      const problems = (refusal.details.problems ?? []).map(({ path, message }) => `${path}: ${message.en}`);
      throw new StoryProblem(`It was refused: ${[refusal.message, ...problems].join('; ')}`, [], refusal);
    }
    if (step.refused !== undefined && !codes.includes(step.refused)) {
      const what = refusal ? `refused with ${codes.join(', ')}` : 'accepted';
      throw new StoryProblem(`It was to be refused with ${step.refused}, and was ${what}.`);
    }
  }

  async #act(step: Step): Promise<void> {
    const verb = ACTS.find((one) => step[one] !== undefined);
    if (step.submit !== undefined) return this.#submit(step, step.submit);
    if (step.schedule !== undefined) return this.#outside.schedule(step.schedule, this.#command());
    if (step.hook !== undefined) {
      const met = await this.#outside.callBack(step.hook, step);
      return this.records.met(this.host, this.app, met);
    }
    const on = await this.#known(step.record);
    if (on === undefined) throw new StoryProblem('The step names no record, and none was submitted before it.');
    if (verb !== undefined) return this.#onTask(step, verb, on);
    const base = { command: this.#command(), app: this.app, form: on.form, record: on.id };
    const actor = await this.#actor(step, on);
    const data = await this.#filling.changed(step, on.form, () => this.values(on));
    const { reassign } = step;
    const task = reassign === undefined ? undefined : (await openTask({ ...this.#parts, on }, reassign, step.from)).id;
    await this.#execute(onRecord(step, base, { data, task }), actor);
    if (step.delete !== undefined) this.records.forget(on.id);
  }

  async #submit(step: Step, form: string): Promise<void> {
    const given = await this.#filling.written((step.data ?? {}) as Values, form);
    const actor = await this.#actor(step, undefined, given);
    const data = await this.#filling.withRows(step, form, given, actor);
    const order = { command: this.#command(), app: this.app, type: 'create' as const, form, data };
    const result = await this.#execute({ ...order, ...(step.chosen && { chosen: step.chosen }) }, actor);
    this.records.submitted({ form, id: result.record }, step.name);
  }

  async #onTask(step: Step, operation: (typeof ACTS)[number], on: Named): Promise<void> {
    const login = step.as;
    const mine = await openTask({ ...this.#parts, on }, step[operation] ?? '', login);
    const staff = await this.host.people.of(this.app);
    const first = mine.role === null ? undefined : staff.members(mine.role, mine.having ?? {})[0];
    const doer = login ?? staff.person(mine.assignee ?? first ?? '')?.login;
    const actor = await this.#actor({ ...step, ...(doer ? { as: doer } : {}) }, on);
    const data = await this.#filling.changed(step, on.form, () => this.values(on));
    await this.#execute(
      {
        command: this.#command(),
        app: this.app,
        type: 'task',
        task: mine.id,
        operation,
        data,
        ...(step.outcome === undefined ? {} : { outcome: step.outcome }),
        ...(step.to === undefined ? {} : { to: step.to }),
        ...(step.position === undefined ? {} : { position: step.position }),
        ...(step.resume === undefined ? {} : { resume: step.resume }),
        ...(step.reason === undefined ? {} : { reason: step.reason }),
        ...(step.chosen === undefined ? {} : { chosen: step.chosen }),
      },
      actor,
      on.form,
    );
  }

  async #execute(command: Command & { form?: string }, actor: Actor, form?: string): Promise<CommandResult> {
    const model = this.host.apps.get(this.app);
    const of = command.form ?? form;
    if (model !== undefined && of !== undefined && 'data' in command && command.data !== undefined) {
      const data = command.data as Values;
      const { clock, folder } = this.#parts;
      const story = { app: model, form: of, data, actor, ...(folder === undefined ? {} : { folder }) };
      await standInFiles(this.host.database, clock, story);
    }
    return this.host.door.execute(command, actor);
  }

  #command(): string {
    return uuidOf(`${this.#parts.name}/${this.#commands++}`, DATA_NAMESPACE);
  }

  /** The record as the engine has it. */
  async values(on: Named): Promise<Values & { state: string | null }> {
    const form = this.host.apps.current(this.app)?.form(on.form);
    if (form === undefined) throw new StoryProblem(`There is no form ${on.form}.`);
    const { rows } = await this.host.database.knex.raw<{ rows: Record<string, unknown>[] }>(
      `${form.storage.select().replaceAll('?', '\\?')} where r.id = ?`,
      [on.id],
    );
    if (rows[0] === undefined) throw new StoryProblem('The record is gone.');
    const { head, values } = form.storage.decode(rows[0]);
    return { ...values, state: head.state, created_at: head.created_at } as Values & { state: string | null };
  }

  #actor(step: Step, on: Named | undefined, data?: Values): Promise<Actor> {
    return this.actor({ as: step.as, proof: step.proof, form: step.submit }, on, data);
  }

  /** Whoever a step says does it. A customer proves what they say, or what the record holds; a link is good for one form. */
  async actor({ as, proof, form }: Doer, on: Named | undefined, data?: Values): Promise<Actor> {
    if (as === 'engine') return { kind: 'engine', cause: 'story' };
    if (as === 'public') {
      if (form === undefined) throw new StoryProblem('Whoever has a public form’s link hands it in, and no more.');
      return { kind: 'visitor', app: this.app, form, proof: { visit: this.#command() } };
    }
    if (as !== 'visitor' && as !== undefined) return personActor(this.host, this.app, as);
    return proof === undefined ? this.#visitor(on, data) : { kind: 'visitor', app: this.app, proof };
  }

  async #visitor(on: Named | undefined, data: Values | undefined): Promise<Actor> {
    const fields = this.host.apps.get(this.app)?.app.portal?.proof.fields ?? [];
    const values = data ?? (on ? await this.values(on) : {});
    const proof = fields.map((field) => [field, String(values[field] ?? '')]);
    return { kind: 'visitor', app: this.app, proof: Object.fromEntries(proof) as Record<string, string> };
  }
}

const ACTS = [
  ...(['approve', 'reject', 'complete', 'return', 'transfer', 'claim', 'unclaim', 'comment'] as const),
  ...(['cc', 'delegate', 'add_signer', 'remove_signer'] as const),
];

export { personActor } from './person.ts';
export { StoryProblem } from './problem.ts';
