import { deref, type Place, propertiesOf, type Schema, type Schemas } from './schema.ts';

/** The best example of each part, taken from definitions that really run. */
export type Examples = ReadonlyMap<Schema, Example>;

interface Example {
  value: unknown;
  file: string;
}

/** About a dozen lines: more is no example but a definition. */
const MOST_CHARACTERS = 900;
const GOOD_CHARACTERS = 250;

/** Walks definitions along their schemas and keeps for each part the example that shows most of it and is not long. */
export class ExampleSearch {
  readonly found = new Map<Schema, Example>();
  readonly #schemas: Schemas;

  constructor(schemas: Schemas) {
    this.#schemas = schemas;
  }

  walk(place: Place, value: unknown, file: string): void {
    const target = deref(this.#schemas, place);
    const { schema } = target;
    if (schema.oneOf) {
      const fitting = schema.oneOf.find((one) => fits(this.#schemas, { schema: one, file: target.file }, value));
      if (fitting) this.walk({ schema: fitting, file: target.file }, value, file);
    }
    if (Array.isArray(value)) {
      if (schema.items) for (const item of value) this.walk({ schema: schema.items, file: target.file }, item, file);
      return;
    }
    if (typeof value !== 'object' || value === null || schema.oneOf) return;
    this.#offer(schema, value, file);
    this.#inside(target, value as Record<string, unknown>, file);
  }

  #inside(target: Place, value: Readonly<Record<string, unknown>>, file: string): void {
    const known = new Map(propertiesOf(this.#schemas, target).map((one) => [one.name, one.place]));
    const { schema } = target;
    const others = Object.values(schema.patternProperties ?? {})[0] ?? schema.additionalProperties;
    for (const [name, part] of Object.entries(value)) {
      const place = known.get(name) ?? (typeof others === 'object' ? { schema: others, file: target.file } : undefined);
      if (place) this.walk(place, part, file);
    }
  }

  #offer(schema: Schema, value: object, file: string): void {
    if (schema.type !== 'object') return;
    const best = this.found.get(schema);
    if (best === undefined || score(value) > score(best.value)) this.found.set(schema, { value, file });
  }
}

/** More properties are better, and a few lines are better than one or thirty. */
function score(value: unknown): number {
  const size = JSON.stringify(value).length;
  const shown = Object.keys(value as object).length;
  return size > MOST_CHARACTERS ? -size : shown - Math.abs(size - GOOD_CHARACTERS) / 1000;
}

function fits(schemas: Schemas, place: Place, value: unknown): boolean {
  const { schema, file } = deref(schemas, place);
  if (schema.oneOf) return schema.oneOf.some((one) => fits(schemas, { schema: one, file }, value));
  if (schema.const !== undefined) return schema.const === value;
  if (schema.enum) return schema.enum.includes(value);
  if (typeof value === 'string') return schema.type === 'string' && new RegExp(schema.pattern ?? '', 'u').test(value);
  if (Array.isArray(value)) return schema.type === 'array';
  if (typeof value !== 'object' || value === null) return schema.type === typeof value || schema.type === 'integer';
  if (schema.type !== 'object') return false;
  const properties = propertiesOf(schemas, { schema, file });
  const keys = new Set(Object.keys(value));
  if (properties.some(({ name, required }) => required && !keys.has(name))) return false;
  const closed = schema.additionalProperties === false || schema.allOf !== undefined;
  const names = new Set(properties.map(({ name }) => name));
  if (closed && [...keys].some((name) => name !== '$schema' && !names.has(name))) return false;
  return properties.every(
    ({ name, place: inside }) =>
      deref(schemas, inside).schema.const === undefined ||
      !keys.has(name) ||
      fits(schemas, inside, value[name as never]),
  );
}
