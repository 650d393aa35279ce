import { cellPath, fieldType } from '../../engine/form/index.ts';
import type { FileView } from '../../engine/wire.ts';
import { api } from '../api/client.ts';
import { placeOf } from '../api/place.ts';
import type { FormStore } from './store.ts';

/** Where files stand: in fields of their own and in the cells of sub-tables. */
function filePaths({ compiled, session }: FormStore): string[] {
  return compiled.form.fields.flatMap((field) => {
    if (field.type !== 'table') return fieldType(field).admits === undefined ? [] : [field.key];
    const columns = field.fields.filter((column) => fieldType(column).admits !== undefined);
    if (columns.length === 0) return [];
    return session
      .rows(field.key)
      .flatMap((row) => columns.map((column) => cellPath(`${field.key}.${column.key}`, row)));
  });
}

/** What the files of a draft are called: a draft keeps their ids only. One that is gone stays without a name. */
export async function learnFiles(store: FormStore): Promise<void> {
  const ids = filePaths(store).flatMap((path) => {
    const value = store.session.value(path);
    return Array.isArray(value) ? value.map(String) : [];
  });
  const asked = ids
    .filter((id) => store.files[id] === undefined)
    .map((id) => api.get<FileView>(`${placeOf(store.app)}/files/${id}/about`).catch(() => undefined));
  for (const file of await Promise.all(asked)) if (file !== undefined) store.addFile(file);
}
