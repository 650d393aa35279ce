import { type Field, fieldType, textKey } from '../../engine/form/index.ts';
import type { OptionView } from '../../engine/wire.ts';
import { api } from '../api/client.ts';
import { placeOf } from '../api/place.ts';
import type { FormStore } from '../form/store.ts';
import { text } from '../i18n/index.ts';

/** Options that the definition lists, as far as linkage leaves them; undefined where they come from the server. */
export function ownOptions(store: FormStore, field: Field, path: string): OptionView[] | undefined {
  if (!('options' in field) || !Array.isArray(field.options)) return undefined;
  store.track(path);
  const left = store.session.options(path);
  return field.options
    .filter((option) => left === undefined || left.includes(option.key))
    .map((option) => ({ value: option.key, label: text(option.label) }));
}

/** Options that are records or people, found by what is typed. Their texts are kept for showing the choice later. */
export async function findOptions(store: FormStore, path: string, search: string): Promise<OptionView[]> {
  const plain = path.replace(/\[[^\]]*\]/, '');
  const { app, compiled } = store;
  const facts = narrowing(store, path);
  const found = await api.get<OptionView[]>(`${placeOf(app)}/forms/${compiled.form.key}/options/${plain}`, {
    search,
    ...(facts === undefined ? {} : { facts }),
  });
  const kind = kindOf(compiled.fields.get(plain));
  for (const option of found) store.texts[textKey(kind, option.value)] = option.label;
  return found;
}

/** A question has its length: where what narrows does not fit in, all is offered and judged when it is handed in. */
const FACTS_LENGTH = 4000;

/** What the choices are narrowed by, of what has been filled in so far; undefined where by nothing. */
export function narrowing(store: FormStore, path: string): string | undefined {
  const facts = store.session.narrowedBy(path);
  const json = facts === undefined ? '' : JSON.stringify(facts);
  return json === '' || json.length > FACTS_LENGTH ? undefined : json;
}

const kindOf = (field: Field | undefined) => field && fieldType(field).pointsTo?.(field)?.kind;

export function choiceText(store: FormStore, field: Field, value: string): string {
  if ('options' in field && Array.isArray(field.options)) {
    const option = field.options.find((candidate) => candidate.key === value);
    return option === undefined ? value : text(option.label);
  }
  return store.texts[textKey(kindOf(field), value)] ?? value;
}
