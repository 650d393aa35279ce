import type { DesignView, FileStatus } from '../../engine/wire/design.ts';
import type { DraftStore } from '../draft/store.ts';
import { type Definition, definitionsOf, FOLDERS, type Folder, labelOf, placeOf } from '../shell/places.ts';

/** One definition as the home page shows it. */
export interface Health extends Definition {
  status: FileStatus;
  errors: number;
  warnings: number;
  updatedBy?: string;
  updatedAt?: string;
}

export interface HealthGroup {
  folder: Folder;
  items: Health[];
}

/** Every definition with how it is doing; removed ones too, as long as they can be had back. */
export function healthOf(store: DraftStore, view: DesignView): HealthGroup[] {
  const known = new Map(view.files.map((file) => [file.path, file]));
  const count = (path: string, severity: string) =>
    store.problems.filter((problem) => problem.file === path && problem.severity === severity).length;
  const there = definitionsOf(store.files).map((definition): Health => {
    const file = known.get(definition.path);
    return {
      ...definition,
      status: file === undefined || file.status === 'removed' ? 'added' : file.status,
      errors: count(definition.path, 'error'),
      warnings: count(definition.path, 'warning'),
      ...(file?.updatedBy === undefined ? {} : { updatedBy: file.updatedBy }),
      ...(file?.updatedAt === undefined ? {} : { updatedAt: file.updatedAt }),
    };
  });
  const gone = view.files.flatMap((file): Health[] => {
    const place = placeOf(file.path);
    if (place === undefined || file.status !== 'removed' || store.file(file.path) !== undefined) return [];
    const json = typeof file.json === 'object' && file.json !== null && !Array.isArray(file.json) ? file.json : {};
    return [
      { ...place, path: file.path, json, label: labelOf(json) ?? place.key, status: 'removed', errors: 0, warnings: 0 },
    ];
  });
  return FOLDERS.map((folder) => ({ folder, items: [...there, ...gone].filter((one) => one.folder === folder) }));
}
