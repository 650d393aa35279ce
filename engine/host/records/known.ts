import { LOCALES } from '../access/actor.ts';
import { quoted } from '../apps/names.ts';
import { refusals } from '../door/refusal.ts';
import { isUuid } from '../door/work.ts';
import type { ReadParts } from './list.ts';
import type { KnownRecord } from './ports.ts';
import type { Sight } from './sight.ts';
import { textsOf } from './texts.ts';

/** The record that a line of an import means; who may not read the field finds nothing by it. */
export async function knownRecord(
  parts: ReadParts,
  sight: Sight,
  { field, value }: { field?: string; value: string },
): Promise<KnownRecord | undefined> {
  sight.mustSeeSomething();
  if (field === undefined && !isUuid(value)) return undefined;
  const values: unknown[] = [value];
  const where = field === undefined ? 'r.id = $1' : `r.${quoted(keyField(sight, field))}::text = $1`;
  const rows = await parts.sql.ask(
    `${sight.form.storage.select()} where ${where} and ${sight.rows(values)} limit 2`,
    values,
  );
  const [row] = rows;
  if (row === undefined || rows.length > 1) return undefined;
  const record = sight.form.storage.decode(row);
  const data = sight.visible(record);
  const { timeZone, model } = sight.app;
  const shown = await Promise.all(
    LOCALES.map(async (locale) => {
      const { texts, files } = await textsOf(parts, sight.app, sight.form, [data], locale);
      const names = Object.fromEntries(Object.values(files).map(({ id, name }) => [id, name]));
      return { locale, timeZone, currency: model.app.currency, texts: { ...texts, ...names } };
    }),
  );
  return { id: record.head.id, revision: record.head.revision, data, rights: sight.rights(record), shown };
}

function keyField(sight: Sight, key: string): string {
  const column = sight.form.storage.column(key);
  if (column === undefined || !sight.isReadable(key)) throw refusals.unknown('field', key);
  return key;
}
