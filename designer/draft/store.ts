import { computed, type InjectionKey, shallowRef } from 'vue';
import type { Problem } from '../../engine/definition/index.ts';
import { History } from './history.ts';
import type { Command, Files, JsonObject, Selection } from './types.ts';

export type { Command, DraftFiles, Files, Json, JsonObject, Selection } from './types.ts';

/** The draft of one app as one person edits it. Everything that changes it is a command; whoever saves it listens. */
export class DraftStore {
  readonly app: string;
  readonly #history: History;
  readonly #files = shallowRef<Files>({});
  readonly #selection = shallowRef<Selection>([]);
  readonly #problems = shallowRef<readonly Problem[]>([]);
  /** Counts changes of the history, whose labels are not reactive by themselves. */
  readonly #turn = shallowRef(0);
  readonly #listeners = new Set<() => void>();

  readonly undoLabel = computed(() => (this.#turn.value, this.#history.undoLabel));
  readonly redoLabel = computed(() => (this.#turn.value, this.#history.redoLabel));

  constructor(app: string, files: Files) {
    this.app = app;
    this.#history = new History(files);
    this.#files.value = files;
  }

  /** Reactive: immutable, and what has not changed stays the same object. */
  get files(): Files {
    return this.#files.value;
  }
  get selection(): Selection {
    return this.#selection.value;
  }
  get problems(): readonly Problem[] {
    return this.#problems.value;
  }

  file(path: string): JsonObject | undefined {
    return this.#files.value[path];
  }

  /** Tells whoever keeps the draft on the server. Returns how to stop listening. */
  whenChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  run(command: Command): void {
    const changed = this.#history.run(command, performance.now());
    this.#show(changed);
  }
  undo(): void {
    this.#show(this.#history.undo());
  }
  redo(): void {
    this.#show(this.#history.redo());
  }
  select(selection: Selection): void {
    this.#history.select(selection);
    this.#selection.value = selection;
  }

  /** What the server says of the draft as a whole. */
  tell(problems: readonly Problem[]): void {
    this.#problems.value = problems;
  }

  /** Files as somebody else has left them, or as they were merged. Not a change of ours that would have to be saved. */
  take(changed: Readonly<Record<string, JsonObject | undefined>>): void {
    this.#history.take(changed);
    this.#show(false);
    this.#files.value = this.#history.files;
  }

  #show(changed: boolean): void {
    this.#files.value = this.#history.files;
    this.#selection.value = this.#history.selection;
    this.#turn.value += 1;
    if (changed) for (const listener of this.#listeners) listener();
  }
}

export const draftKey: InjectionKey<DraftStore> = Symbol('draft');
