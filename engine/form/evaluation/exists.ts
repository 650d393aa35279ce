import type { Place, RowState, State } from '../compile/model.ts';
import { textList } from '../fields/lists.ts';
import { isUuid } from '../fields/plain.ts';
import type { Condition, ExistsRequirement, Json } from '../types.ts';
import { storedOf, valueOf } from './stored.ts';

type Asked = Omit<ExistsRequirement, 'id' | 'path' | 'value' | 'facts'>;

/** What has to be there for a choice to stand; undefined for fields that point to nothing. */
function askedOf({ field }: Place): Asked | undefined {
  switch (field.type) {
    case 'user':
      return { kind: 'user', ...(field.role ? { role: field.role } : {}) };
    case 'reference':
      return { kind: 'reference', form: field.form, ...whereOf(field.where) };
    case 'select':
    case 'radio':
    case 'multiselect': {
      if (Array.isArray(field.options)) return undefined;
      const { form, value, where } = field.options;
      return { kind: 'option', form, field: value, ...whereOf(where) };
    }
    case 'file':
    case 'image':
    case 'video': {
      const accept = field.type === 'file' ? field.accept : [field.type];
      return { kind: 'file', ...(accept ? { accept } : {}), ...(field.maxSize ? { maxSize: field.maxSize } : {}) };
    }
    default:
      return undefined;
  }
}

const whereOf = (where: object | undefined): { where?: Condition } => (where ? { where: where as Condition } : {});

const listed = (value: Json | undefined): string[] =>
  typeof value === 'string' ? [value] : value === undefined ? [] : textList(value);

/** Only what is new is asked: what was right when it was stored may be gone since. */
export function existsAsked(place: Place, state: State, row: RowState | undefined): ExistsRequirement[] {
  const asked = askedOf(place);
  if (!asked) return [];
  const stored = new Set(listed(storedOf(place, state, row)));
  const chosen = listed(valueOf(place, state, row)).filter((value) => !stored.has(value));
  const facts = place.whereFacts?.(state, row);
  return chosen
    .filter((value) => asked.kind === 'option' || isUuid(value))
    .map((value) => ({
      id: `${place.path}=${value}${facts ? JSON.stringify(facts) : ''}`,
      path: place.path,
      value,
      ...asked,
      ...(facts ? { facts } : {}),
    }));
}
