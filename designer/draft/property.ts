import type { Label } from '../../engine/definition/index.ts';
import { labelOf } from '../shell/places.ts';
import type { Segment } from './changes.ts';
import type { Json, JsonObject } from './types.ts';

const modules = import.meta.glob<JsonObject>('../../schemas/**/*.schema.json', { eager: true, import: 'default' });
/** By their $id: "form.schema.json", "fields/money.schema.json". */
const schemas = new Map(Object.values(modules).map((schema) => [String(schema.$id), schema]));

/** The folder of a definition → the schema that it follows. */
const ROOTS: Record<string, string> = {
  app: 'app',
  forms: 'form',
  flows: 'flow',
  rules: 'rule',
  tables: 'table',
  messages: 'message',
  connectors: 'connector',
  calendars: 'calendar',
  reports: 'report',
  scenarios: 'scenario',
  data: 'data',
};

export function schemaOf(folder: string): JsonObject | undefined {
  return schemas.get(`${ROOTS[folder] ?? folder}.schema.json`);
}

interface Place {
  schema: JsonObject;
  /** $id of the file it stands in, which its references are relative to. */
  file: string;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the panel calls the property at this place, in words; undefined where the schema has none. */
export function propertyLabel(folder: string, path: readonly Segment[]): Label | undefined {
  const root = schemaOf(folder);
  const name = path.at(-1);
  if (root === undefined || typeof name !== 'string') return undefined;
  let places: Place[] = [{ schema: root, file: String(root.$id) }];
  for (const segment of path) places = places.flatMap((place) => inside(place, segment));
  for (const { schema } of places) {
    const label = labelOf({ label: schema['x-label'] ?? null });
    if (label !== undefined) return label;
  }
  return undefined;
}

/** Every schema that may stand behind one step; a list of alternatives may hold several. */
function inside(place: Place, segment: Segment): Place[] {
  return alternatives(place).flatMap(({ schema, file }) => {
    const { properties, items, additionalProperties } = schema;
    if (typeof segment !== 'string') return isObject(items) ? [{ schema: items, file }] : [];
    const own = isObject(properties) && Object.hasOwn(properties, segment) ? properties[segment] : undefined;
    if (isObject(own)) return [{ schema: own, file }];
    return isObject(additionalProperties) ? [{ schema: additionalProperties, file }] : [];
  });
}

const DEEPEST = 8;

function alternatives(place: Place, depth = 0): Place[] {
  if (depth > DEEPEST) return [];
  const { schema, file } = place;
  const referred = typeof schema.$ref === 'string' ? follow(schema.$ref, file) : undefined;
  const lists = [schema.oneOf, schema.anyOf, schema.allOf].flatMap((list) => (Array.isArray(list) ? list : []));
  return [
    place,
    ...(referred === undefined ? [] : alternatives(referred, depth + 1)),
    ...lists.filter(isObject).flatMap((one) => alternatives({ schema: one, file }, depth + 1)),
  ];
}

function follow(reference: string, from: string): Place | undefined {
  const [name = '', pointer = ''] = reference.split('#');
  // $ids are paths below schemas/.
  const file = name === '' ? from : new URL(name, `https://schemas/${from}`).pathname.slice(1);
  let schema: Json | undefined = schemas.get(file);
  for (const step of pointer.split('/').slice(1)) schema = isObject(schema) ? schema[step] : undefined;
  return isObject(schema) ? { schema, file } : undefined;
}
