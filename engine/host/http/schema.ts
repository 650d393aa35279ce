/** JSON Schemas that several routes share. They check what comes in and are what /api/openapi.json says. */

export type Schema = Record<string, unknown>;

export const key: Schema = { type: 'string', pattern: '^\\p{L}[\\p{L}\\p{N}_]{0,47}$' };
export const uuid: Schema = { type: 'string', format: 'uuid' };
export const text = (maxLength = 200): Schema => ({ type: 'string', maxLength });
export const values: Schema = { type: 'object', description: 'Values by field key.', additionalProperties: true };

/** Whom whoever submits has chosen: ids or logins by node. */
export const chosen: Schema = {
  type: 'object',
  description: 'People for steps of the flow, by node.',
  maxProperties: 100,
  additionalProperties: { type: 'array', items: { type: 'string', maxLength: 200 }, maxItems: 50 },
};

export function object(properties: Schema, required: readonly string[] = []): Schema {
  return { type: 'object', properties, required: [...required], additionalProperties: false };
}

/** A name: one text for all, or one for each language. */
export const LABEL: Schema = { anyOf: [text(), object({ 'zh-CN': text(), en: text() }, ['zh-CN', 'en'])] };

/** Path parameters: keys of definitions, and ids. */
export function params(...names: string[]): Schema {
  const isId = new Set(['id']);
  return object(Object.fromEntries(names.map((name) => [name, isId.has(name) ? uuid : key])), names);
}

const problem = object(
  { code: { type: 'string' }, path: { type: 'string' }, rowId: { type: 'string' }, message: { type: 'string' } },
  ['code', 'path', 'message'],
);

/** Documented answers are open objects: what they hold is in engine/wire.ts, and Fastify must not cut them to size. */
export const anything: Schema = { type: 'object', additionalProperties: true };
export const list: Schema = { type: 'array', items: anything };

export const error: Schema = {
  description: 'Why it was refused; the message is in the language of Accept-Language.',
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: {
        code: { type: 'string' },
        message: { type: 'string' },
        cure: { type: 'string' },
        at: { type: 'string' },
        problems: { type: 'array', items: problem },
        current: { type: 'object', additionalProperties: true },
      },
      required: ['code', 'message'],
      additionalProperties: true,
    },
  },
  required: ['error'],
};

export interface Doc {
  tags: string[];
  summary: string;
  params?: Schema;
  querystring?: Schema;
  body?: Schema;
  hide?: boolean;
  consumes?: string[];
  produces?: string[];
  security?: Record<string, string[]>[];
}

/** A route's schema, with the answers that every route has. */
export function documented(doc: Doc): Doc & { response: Schema } {
  return { ...doc, response: { '4xx': error, '5xx': error } };
}

export const command: Schema = {
  ...uuid,
  description:
    'Made by the caller: the same command is done once, however often it is sent. Header Idempotency-Key does as well.',
};

export const revision: Schema = {
  type: 'integer',
  minimum: 0,
  description: 'The revision of the record that was looked at: refused as `stale` where it has changed since.',
};

export const version: Schema = {
  type: 'integer',
  minimum: 1,
  description:
    'Of the app whose form was filled in: what does not fit because the form has changed since is answered with 409 form_changed.',
};

export const page: Schema = { type: 'integer', minimum: 1, maximum: 100_000 };
export const size: Schema = { type: 'integer', minimum: 1, maximum: 200 };
