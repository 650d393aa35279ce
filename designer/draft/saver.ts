import { type ShallowRef, shallowRef } from 'vue';
import type { DesignFile, DesignView, DraftChange, DraftConflict, SaveResult } from '../../engine/wire/design.ts';
import { ApiError } from '../../runtime/api/client.ts';
import { same } from './changes.ts';
import type { ThreeWays } from './merge.ts';
import type { Kept, Shelf } from './shelf.ts';
import { jsonOf, Served, withSaved } from './served.ts';
import type { DraftStore } from './store.ts';
import type { JsonObject } from './types.ts';

export type SavedState = 'saved' | 'saving' | 'unsaved' | 'offline' | 'conflict' | 'refused';

/** A file that somebody else has saved while it was being changed here. */
export interface Conflict extends ThreeWays {
  path: string;
  revision: number;
  by?: string;
}

/** What somebody else has changed and is already taken in, or what they and I have changed both. */
export interface News {
  path: string;
  by?: string;
  /** Of one who works at the same files now. */
  clash: boolean;
}

export interface Surroundings {
  store: DraftStore;
  load(): Promise<DesignView>;
  save(changes: DraftChange[]): Promise<SaveResult>;
  saveWhileLeaving(changes: DraftChange[]): void;
  shelf: Shelf;
  /** Calls back after so many milliseconds; returns how to call it off. */
  after(ms: number, work: () => void): () => void;
  tell(news: News[]): void;
}

const PAUSE_MS = 800;
const AGAIN_MS = 5000;

/** Brings what is edited to the server and what others edit from it. Nothing that was typed is lost on the way. */
export class Saver {
  readonly state = shallowRef<SavedState>('saved');
  readonly conflicts = shallowRef<readonly Conflict[]>([]);
  /** Why the server did not take it, where the state is `refused`. */
  readonly refusal = shallowRef<ApiError>();
  /** False: the browser keeps nothing, and the page has to stay open until all is saved. */
  readonly isKept = shallowRef(true);
  /** What the server says of the draft, newest first known. */
  readonly view: ShallowRef<DesignView>;

  readonly #around: Surroundings;
  readonly #served: Served;
  #calledOff: () => void = () => undefined;
  #running: Promise<void> | undefined;
  /** How often something was sent. */
  #sent = 0;
  readonly #stopListening: () => void;

  constructor(view: DesignView, around: Surroundings) {
    this.#around = around;
    this.view = shallowRef(view);
    this.#served = new Served(view);
    around.store.tell(view.problems);
    this.#stopListening = around.store.whenChanged(() => this.#changed());
    this.#takeUp(around.shelf.read());
  }

  close(): void {
    this.#calledOff();
    this.#stopListening();
  }

  /** What the server does not have yet. Files in conflict wait until somebody has decided. */
  changes(): DraftChange[] {
    return this.#served.changes(this.#around.store, new Set(this.conflicts.value.map(({ path }) => path)));
  }

  /** Sends what there is to send; resolves to whether the server has everything. */
  async flush(): Promise<boolean> {
    this.#calledOff();
    for (let turn = 0; turn < 3 && (this.#running !== undefined || this.changes().length > 0); turn += 1) {
      await (this.#running ?? this.#send());
      if (this.state.value === 'offline' || this.state.value === 'refused') break;
    }
    return this.state.value === 'saved';
  }

  /** The page is being hidden or closed. */
  leave(): void {
    this.#keep();
    const changes = this.changes();
    if (changes.length > 0 && this.#running === undefined) this.#around.saveWhileLeaving(changes);
  }

  /** Somebody has saved something: takes in what is not being changed here, and asks about the rest. */
  async look(): Promise<void> {
    const view = await this.#loaded();
    this.view.value = view;
    const news: News[] = [];
    const taken: Record<string, JsonObject | undefined> = {};
    for (const file of view.files) {
      if (this.#served.revision(file.path) === file.revision) continue;
      const clash = this.#isChanged(file.path) && !same(jsonOf(file), this.#around.store.file(file.path));
      if (clash) this.#raise(file);
      else {
        taken[file.path] = jsonOf(file);
        this.#served.learn(file.path, taken[file.path], file.revision);
      }
      news.push({ path: file.path, clash, ...(file.updatedBy === undefined ? {} : { by: file.updatedBy }) });
    }
    if (Object.keys(taken).length > 0) this.#around.store.take(taken);
    this.#around.store.tell(view.problems);
    this.#show();
    if (news.length > 0) this.#around.tell(news);
  }

  /** What is read while something of ours is being saved may be older than that, and no news. */
  async #loaded(): Promise<DesignView> {
    for (;;) {
      await this.#running;
      const sent = this.#sent;
      const view = await this.#around.load();
      if (sent === this.#sent) return view;
    }
  }

  /** The file as it was decided; what differs from theirs is saved next. */
  resolve(path: string, decided: JsonObject | undefined): void {
    const conflict = this.conflicts.value.find((one) => one.path === path);
    if (conflict === undefined) return;
    this.conflicts.value = this.conflicts.value.filter((one) => one !== conflict);
    this.#served.learn(path, conflict.theirs, conflict.revision);
    this.#around.store.take({ [path]: decided });
    this.#changed();
  }

  #isChanged(path: string): boolean {
    return !same(this.#around.store.file(path), this.#served.json(path));
  }

  #changed(): void {
    const { store } = this.#around;
    this.conflicts.value = this.conflicts.value.map((one) => ({ ...one, mine: store.file(one.path) }));
    this.#show();
    this.#keep();
    if (this.changes().length === 0) return;
    this.#calledOff();
    this.#calledOff = this.#around.after(PAUSE_MS, () => void this.#send());
  }

  #send(): Promise<void> {
    this.#running ??= this.#sendNow().finally(() => {
      this.#running = undefined;
      this.#show();
      this.#keep();
    });
    return this.#running;
  }

  async #sendNow(): Promise<void> {
    const changes = this.changes();
    if (changes.length === 0) return;
    this.refusal.value = undefined;
    this.#sent += 1;
    this.state.value = 'saving';
    try {
      this.#saved(changes, await this.#around.save(changes));
    } catch (error) {
      this.state.value = 'unsaved';
      if (!(error instanceof ApiError)) throw error;
      this.#failed(error);
    }
  }

  #saved(changes: DraftChange[], result: SaveResult): void {
    const revisions = new Map(result.files.map((file) => [file.path, file]));
    for (const { path, json } of changes) {
      const revision = revisions.get(path)?.revision;
      if (revision !== undefined) this.#served.learn(path, jsonOf({ json }), revision);
    }
    this.#around.store.tell(result.problems);
    this.view.value = withSaved(this.view.value, changes, result);
    this.state.value = 'saved';
    if (this.changes().length > 0) this.#calledOff = this.#around.after(PAUSE_MS, () => void this.#send());
  }

  #failed(error: ApiError): void {
    if (error.code === 'draft_conflict') {
      const { conflicts = [] } = error.body as { conflicts?: DraftConflict[] };
      for (const { file } of conflicts) this.#met(file);
      this.#around.tell(
        conflicts.map(({ path, file }) => ({
          path,
          clash: this.conflicts.value.some((one) => one.path === path),
          ...(file.updatedBy === undefined ? {} : { by: file.updatedBy }),
        })),
      );
      // The others were held back with them.
      this.#calledOff = this.#around.after(0, () => void this.#send());
    } else if (error.status === 0 || error.status >= 500 || error.status === 429) {
      this.state.value = 'offline';
      this.#calledOff = this.#around.after(AGAIN_MS, () => void this.#send());
    } else {
      this.refusal.value = error;
      this.state.value = 'refused';
    }
  }

  #met(file: DesignFile): void {
    const theirs = jsonOf(file);
    if (same(theirs, this.#around.store.file(file.path))) this.#served.learn(file.path, theirs, file.revision);
    else this.#raise(file);
  }

  #raise(file: DesignFile): void {
    const before = this.conflicts.value.find((one) => one.path === file.path);
    const conflict: Conflict = {
      path: file.path,
      revision: file.revision,
      base: before?.base ?? this.#served.json(file.path),
      theirs: jsonOf(file),
      mine: this.#around.store.file(file.path),
      ...(file.updatedBy === undefined ? {} : { by: file.updatedBy }),
    };
    this.conflicts.value = [...this.conflicts.value.filter((one) => one !== before), conflict];
  }

  /** Edits of an earlier visit that did not reach the server. */
  #takeUp(kept: readonly Kept[]): void {
    if (kept.length === 0) return;
    const taken: Record<string, JsonObject | undefined> = {};
    for (const one of kept) {
      const theirs = this.#served.json(one.path);
      const revision = this.#served.revision(one.path) ?? 0;
      if (same(theirs, one.mine)) continue;
      taken[one.path] = one.mine;
      if (revision === one.revision || same(theirs, one.base)) continue;
      const conflict: Conflict = { path: one.path, revision, base: one.base, theirs, mine: one.mine };
      this.conflicts.value = [...this.conflicts.value, conflict];
    }
    if (Object.keys(taken).length > 0) this.#around.store.take(taken);
    this.#changed();
  }

  #keep(): void {
    const conflicts = this.conflicts.value.map(
      ({ path, base }): Kept => this.#keptOf(path, this.#served.revision(path) ?? 0, base),
    );
    const changes = this.changes().map(
      ({ path, revision }): Kept => this.#keptOf(path, revision, this.#served.json(path)),
    );
    this.isKept.value = this.#around.shelf.write([...conflicts, ...changes]);
  }

  #keptOf(path: string, revision: number, base: JsonObject | undefined): Kept {
    const mine = this.#around.store.file(path);
    return { path, revision, ...(base === undefined ? {} : { base }), ...(mine === undefined ? {} : { mine }) };
  }

  #show(): void {
    if (this.conflicts.value.length > 0) this.state.value = 'conflict';
    else if (this.#running !== undefined && this.state.value === 'saving') return;
    else if (this.changes().length === 0) this.state.value = 'saved';
    else if (this.state.value !== 'offline' && this.state.value !== 'refused') this.state.value = 'unsaved';
  }
}
