import { type AppModel, canonical, loadApp, type Problem, sha256 } from '../../definition/index.ts';
import type { Json } from '../../wire.ts';

export interface Analysis {
  hash: string;
  /** There where every file has the right structure. */
  model: AppModel | undefined;
  problems: Problem[];
}

const KEPT = 8;
const known = new Map<string, Analysis>();

/** What is wrong with a set of files. The same content is looked at once: designers save often and open more often. */
export function analyse(files: ReadonlyMap<string, Json>): Analysis {
  const hash = hashOf(files);
  const before = known.get(hash);
  if (before) return before;
  const { app: model, problems } = loadApp([...files].map(([path, json]) => ({ path, json })));
  const analysis = { hash, model, problems };
  known.set(hash, analysis);
  const [oldest] = known.keys();
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  return analysis;
}

/** As a model's own hash, for files that make no model too. */
export function hashOf(files: ReadonlyMap<string, Json>): string {
  return sha256(canonical(Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1)))));
}
