import { apply, create, type Patches } from 'mutative';
import type { Localised } from '../../engine/definition/index.ts';
import type { Command, DraftFiles, Files, Selection } from './types.ts';

/** A step that can be taken back: what it changed and what it takes to undo that, never copies of files. */
interface Step {
  label: Localised;
  patches: Patches;
  inverse: Patches;
  before: Selection;
  after: Selection;
  merge: string | undefined;
  at: number;
}

/** Typing goes on within this many milliseconds. */
const TYPING_MS = 1000;

/**
 * Files that were exchanged whole are put back as the very objects they were: mutative copies what it applies, and every
 * screen would draw everything anew.
 */
function applied(files: Files, patches: Patches): Files {
  if (!patches.every(({ op, path }) => op !== 'remove' && path.length === 1)) return apply(files, patches);
  const next: DraftFiles = { ...files };
  for (const { path, value } of patches) next[String(path[0])] = value as Files[string];
  return next;
}

/** Files and how they became so. Pure but for the steps it keeps: the clock is given. */
export class History {
  #files: Files;
  #selection: Selection = [];
  readonly #done: Step[] = [];
  #undone: Step[] = [];

  constructor(files: Files) {
    this.#files = files;
  }

  get files(): Files {
    return this.#files;
  }
  get selection(): Selection {
    return this.#selection;
  }
  get undoLabel(): Localised | undefined {
    return this.#done.at(-1)?.label;
  }
  get redoLabel(): Localised | undefined {
    return this.#undone.at(-1)?.label;
  }

  select(selection: Selection): void {
    this.#selection = selection;
  }

  /** False where the command changed nothing: that is no step. */
  run(command: Command, now: number): boolean {
    let selected: Selection | undefined;
    const [files, patches, inverse] = create(
      this.#files as object,
      (draft) => {
        selected = command.execute(draft as DraftFiles);
      },
      { enablePatches: true },
    );
    const before = this.#selection;
    if (selected !== undefined) this.#selection = selected;
    if (patches.length === 0) return false;
    this.#files = files as Files;
    this.#undone = [];
    this.#keep({
      label: command.label,
      patches,
      inverse,
      before,
      after: this.#selection,
      merge: command.merge,
      at: now,
    });
    return true;
  }

  #keep(step: Step): void {
    const last = this.#done.at(-1);
    if (last === undefined || step.merge === undefined || last.merge !== step.merge || step.at - last.at > TYPING_MS) {
      this.#done.push(step);
      return;
    }
    this.#done[this.#done.length - 1] = {
      ...step,
      patches: [...last.patches, ...step.patches],
      inverse: [...step.inverse, ...last.inverse],
      before: last.before,
    };
  }

  undo(): boolean {
    const step = this.#done.pop();
    if (step === undefined) return false;
    this.#files = applied(this.#files, step.inverse);
    this.#selection = step.before;
    // What is typed next is a step of its own.
    this.#undone.push({ ...step, merge: undefined });
    return true;
  }

  redo(): boolean {
    const step = this.#undone.pop();
    if (step === undefined) return false;
    this.#files = applied(this.#files, step.patches);
    this.#selection = step.after;
    this.#done.push(step);
    return true;
  }

  /**
   * Files that somebody else has changed, or a merge of theirs and ours: taken in as they are. Steps that touched them
   * cannot be taken back any more, since what they would restore is no longer there.
   */
  take(changed: Readonly<Record<string, Files[string] | undefined>>): void {
    const next: DraftFiles = { ...this.#files };
    for (const [path, file] of Object.entries(changed)) {
      if (file === undefined) delete next[path];
      else next[path] = file;
    }
    this.#files = next;
    const touches = (step: Step): boolean =>
      [...step.patches, ...step.inverse].some(({ path }) => String(path[0] ?? '') in changed);
    const last = this.#done.findLastIndex(touches);
    this.#done.splice(0, last + 1);
    if (this.#undone.some(touches)) this.#undone = [];
  }
}
