import { type ShallowRef, shallowRef } from 'vue';
import type { DesignFile, DesignView, DraftChange, DraftConflict, SaveResult } from '../../engine/wire/design.ts';
import { ApiError } from '../../runtime/api/client.ts';
import { same } from './changes.ts';
import type { ThreeWays } from './merge.ts';
import type { Kept, Shelf } from './shelf.ts';
import type { DraftStore } from './store.ts';
import type { Files, JsonObject } from './types.ts';

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

/** What the server has of a file, as far as we know. */
interface Known {
  json: JsonObject | undefined;
  revision: number;
}

const PAUSE_MS = 800;
const AGAIN_MS = 5000;

export function filesOf(view: DesignView): Files {
  return Object.fromEntries(
    view.files.flatMap((file) => {
      const json = jsonOf(file);
      return json === undefined ? [] : [[file.path, json]];
    }),
  );
}

const jsonOf = ({ json }: Pick<DesignFile, 'json'>): JsonObject | undefined =>
  typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as JsonObject) : undefined;

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
  readonly #known = new Map<string, Known>();
  #calledOff: () => void = () => undefined;
  #running: Promise<void> | undefined;
  /** How often something was sent. */
  #sent = 0;
  readonly #stopListening: () => void;

  constructor(view: DesignView, around: Surroundings) {
    this.#around = around;
    this.view = shallowRef(view);
    for (const file of view.files) this.#known.set(file.path, { json: jsonOf(file), revision: file.revision });
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
    const { store } = this.#around;
    const paths = new Set([...this.#known.keys(), ...Object.keys(store.files)]);
    const waiting = new Set(this.conflicts.value.map(({ path }) => path));
    return [...paths].flatMap((path): DraftChange[] => {
      const known = this.#known.get(path);
      const json = store.file(path);
      if (waiting.has(path) || json === known?.json || same(json, known?.json)) return [];
      return [{ path, revision: known?.revision ?? 0, json: json ?? null }];
    });
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
      const known = this.#known.get(file.path);
      if (known?.revision === file.revision) continue;
      const clash = this.#isChanged(file.path) && !same(jsonOf(file), this.#around.store.file(file.path));
      if (clash) this.#raise(file);
      else {
        taken[file.path] = jsonOf(file);
        this.#known.set(file.path, { json: taken[file.path], revision: file.revision });
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
    this.#known.set(path, { json: conflict.theirs, revision: conflict.revision });
    this.#around.store.take({ [path]: decided });
    this.#changed();
  }

  #isChanged(path: string): boolean {
    return !same(this.#around.store.file(path), this.#known.get(path)?.json);
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
      if (revision !== undefined) this.#known.set(path, { json: jsonOf({ json }), revision });
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
    if (same(theirs, this.#around.store.file(file.path)))
      this.#known.set(file.path, { json: theirs, revision: file.revision });
    else this.#raise(file);
  }

  #raise(file: DesignFile): void {
    const before = this.conflicts.value.find((one) => one.path === file.path);
    const conflict: Conflict = {
      path: file.path,
      revision: file.revision,
      base: before?.base ?? this.#known.get(file.path)?.json,
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
      const known = this.#known.get(one.path) ?? { json: undefined, revision: 0 };
      if (same(known.json, one.mine)) continue;
      taken[one.path] = one.mine;
      if (known.revision === one.revision || same(known.json, one.base)) continue;
      const conflict: Conflict = {
        path: one.path,
        revision: known.revision,
        base: one.base,
        theirs: known.json,
        mine: one.mine,
      };
      this.conflicts.value = [...this.conflicts.value, conflict];
    }
    if (Object.keys(taken).length > 0) this.#around.store.take(taken);
    this.#changed();
  }

  #keep(): void {
    const conflicts = this.conflicts.value.map(
      ({ path, base }): Kept => this.#keptOf(path, this.#known.get(path)?.revision ?? 0, base),
    );
    const changes = this.changes().map(
      ({ path, revision }): Kept => this.#keptOf(path, revision, this.#known.get(path)?.json),
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

function withSaved(view: DesignView, changes: readonly DraftChange[], result: SaveResult): DesignView {
  const files = new Map(view.files.map((file) => [file.path, file]));
  for (const saved of result.files) {
    const json = changes.find(({ path }) => path === saved.path)?.json ?? null;
    files.set(saved.path, { ...files.get(saved.path), ...saved, json, updatedAt: new Date().toISOString() });
  }
  return { ...view, hash: result.hash, problems: result.problems, files: [...files.values()] };
}
