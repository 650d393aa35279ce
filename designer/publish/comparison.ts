import type { VersionFiles } from '../../engine/wire/design.ts';
import { changesBetween, type JsonChange } from '../draft/changes.ts';
import type { Files, JsonObject } from '../draft/types.ts';
import { definitionsOf } from '../shell/places.ts';

/** One file in two states of an app. */
export interface Comparison {
  path: string;
  before: JsonObject | undefined;
  after: JsonObject | undefined;
  changes: JsonChange[];
}

export function filesOfVersion({ files }: VersionFiles): Files {
  return Object.fromEntries(
    files.flatMap(({ path, json }) =>
      typeof json === 'object' && json !== null && !Array.isArray(json) ? [[path, json as JsonObject]] : [],
    ),
  );
}

/** The files that differ: app.json first, then in the order of the home page. */
export function comparisons(before: Files, after: Files): Comparison[] {
  const order = ['app.json', ...definitionsOf({ ...before, ...after }).map(({ path }) => path)];
  return order.flatMap((path): Comparison[] => {
    const [old, next] = [before[path], after[path]];
    if (old === next) return [];
    const changes = changesBetween(old ?? {}, next ?? {});
    return changes.length === 0 && old !== undefined && next !== undefined
      ? []
      : [{ path, before: old, after: next, changes }];
  });
}
