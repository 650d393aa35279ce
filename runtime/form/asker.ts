import { shallowReactive } from 'vue';
import type { Changes, FormSession } from '../../engine/form/index.ts';
import type { AnswersView } from '../../engine/wire.ts';
import { ApiError, api } from '../api/client.ts';
import { placeOf } from '../api/place.ts';
import type { StoreOptions } from './store.ts';

/** What is being asked from outside, and what came of it: shown beside the fields a linked query hangs on. */
export interface Asking {
  busy: boolean;
  error?: string;
}

/** Linked queries, rollups and looked-up fields that what was typed calls for: asked once typing pauses. */
export class Asker {
  readonly asking: Asking = shallowReactive({ busy: false });
  private readonly path: string;
  private readonly record: string | undefined;
  private readonly session: FormSession;
  private readonly heard: (changes: Changes) => void;
  /** Whoever has no more than a form's link learns nothing while typing: the server looks when it is sent. */
  private readonly isTold: boolean;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = '';
  private running: Promise<void> | undefined;

  constructor(
    { app, compiled, record, input }: Pick<StoreOptions, 'app' | 'compiled' | 'record' | 'input'>,
    session: FormSession,
    heard: (changes: Changes) => void,
  ) {
    this.path = `${placeOf(app)}/forms/${compiled.form.key}/answers`;
    this.record = record;
    this.isTold = input.roles.some((role) => role !== 'public');
    this.session = session;
    this.heard = heard;
  }

  schedule(wait: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), wait);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** Settled once all is known that can be: asked by several at once, they wait for the same answers. */
  ask(): Promise<void> {
    clearTimeout(this.timer);
    this.running ??= this.askAll().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** Answers may call for more of them, and somebody may have typed on meanwhile. */
  private async askAll(): Promise<void> {
    for (let question = this.question(); question !== '' && question !== this.asked; question = this.question()) {
      this.asked = question;
      await this.askOnce();
      if (this.asking.error !== undefined) return;
    }
  }

  /** What is not known yet, by the ids that the server works out too. */
  private question(): string {
    if (!this.isTold) return '';
    const { lookups, rollups } = this.session.requirements();
    return [...lookups, ...rollups]
      .map(({ id }) => id)
      .sort()
      .join('\n');
  }

  private async askOnce(): Promise<void> {
    this.asking.busy = true;
    delete this.asking.error;
    try {
      const values = this.session.values();
      const known = this.record === undefined ? {} : { record: this.record };
      this.answer(await api.post<AnswersView>(this.path, { values, ...known }));
    } catch (error) {
      this.asked = '';
      this.asking.error = error instanceof ApiError ? error.told : String(error);
    } finally {
      this.asking.busy = false;
    }
  }

  answer({ lookups: views, rollups }: AnswersView): void {
    const lookups = Object.fromEntries(
      Object.entries(views).map(([id, view]) => [
        id,
        view.found
          ? { found: true as const, fill: view.fill, rows: view.rows }
          : { found: false as const, ...(view.message === undefined ? {} : { message: view.message }) },
      ]),
    );
    this.heard(this.session.answer({ lookups, rollups }));
  }
}
