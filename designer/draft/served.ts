import type { DesignFile, DesignView, DraftChange, SaveResult } from '../../engine/wire/design.ts';
import { same } from './changes.ts';
import type { DraftStore } from './store.ts';
import type { Files, JsonObject } from './types.ts';

export const jsonOf = ({ json }: Pick<DesignFile, 'json'>): JsonObject | undefined =>
  typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as JsonObject) : undefined;

export function filesOf(view: DesignView): Files {
  return Object.fromEntries(
    view.files.flatMap((file) => {
      const json = jsonOf(file);
      return json === undefined ? [] : [[file.path, json]];
    }),
  );
}

interface Known {
  json: JsonObject | undefined;
  revision: number;
}

/** What the server has of each file, as far as we know. */
export class Served {
  readonly #files = new Map<string, Known>();

  constructor(view: DesignView) {
    for (const file of view.files) this.learn(file.path, jsonOf(file), file.revision);
  }

  learn(path: string, json: JsonObject | undefined, revision: number): void {
    this.#files.set(path, { json, revision });
  }

  json(path: string): JsonObject | undefined {
    return this.#files.get(path)?.json;
  }

  revision(path: string): number | undefined {
    return this.#files.get(path)?.revision;
  }

  /** What it does not have yet, but for files that wait for a decision. */
  changes(store: Pick<DraftStore, 'files' | 'file'>, waiting: ReadonlySet<string>): DraftChange[] {
    const paths = new Set([...this.#files.keys(), ...Object.keys(store.files)]);
    return [...paths].flatMap((path): DraftChange[] => {
      const [json, theirs] = [store.file(path), this.json(path)];
      if (waiting.has(path) || json === theirs || same(json, theirs)) return [];
      return [{ path, revision: this.revision(path) ?? 0, json: json ?? null }];
    });
  }
}

/** What the server said of the draft, and what it has taken since. */
export function withSaved(view: DesignView, changes: readonly DraftChange[], result: SaveResult): DesignView {
  const files = new Map(view.files.map((file) => [file.path, file]));
  for (const saved of result.files) {
    const json = changes.find(({ path }) => path === saved.path)?.json ?? null;
    files.set(saved.path, { ...files.get(saved.path), ...saved, json, updatedAt: new Date().toISOString() });
  }
  return { ...view, hash: result.hash, problems: result.problems, files: [...files.values()] };
}
