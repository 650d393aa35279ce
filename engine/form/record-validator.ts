import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { compilePattern } from '../expression/pattern.ts';
import { messageFor } from './messages.ts';
import { recordSchema } from './schema.ts';
import type { FieldContext, FieldProblem, FormDefinition, JsonSchema, Localised, Values } from './types.ts';

/**
 * The door's second look: ajv over the schema of the whole record, independent of the closures that `evaluate` runs.
 * Server only: ajv makes code, which a browser's content security policy forbids.
 */

/** RE2 in ajv too, so that a pattern of a definition is linear here as it is there. */
const linear = Object.assign(
  (pattern: string) => {
    const compiled = compilePattern(pattern);
    return {
      test: (text: string) => compiled === null || compiled.test(text),
      // ajv keeps patterns by this text: without it every pattern would be the first one.
      toString: () => pattern,
    };
  },
  { code: 'linear' },
);

function makeAjv(): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: false, strict: false, code: { regExp: linear }, verbose: true });
  addFormats.default(ajv, ['date', 'date-time']);
  return ajv;
}

/** "/lines/2/qty" → "lines[2].qty". */
function pathOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`), '');
}

function messageOf(error: ErrorObject): Localised {
  const messages = (error.parentSchema as JsonSchema | undefined)?.['x-messages'] as
    | Record<string, Localised>
    | undefined;
  return messages?.[error.keyword] ?? messageFor('wrong_type');
}

function problemOf(error: ErrorObject): FieldProblem {
  const path = pathOf(error.instancePath);
  return { code: `schema_${error.keyword}`, path, field: path.replace(/\[\d+\]/g, ''), message: messageOf(error) };
}

type Validate = (values: Values) => FieldProblem[];
const known = new WeakMap<FormDefinition, Validate>();

/** Compiled when first asked for: a server with a hundred forms starts at once. */
export function recordValidator(form: FormDefinition, context: FieldContext): Validate {
  let validate = known.get(form);
  if (!validate) {
    const check = makeAjv().compile(recordSchema(form, context));
    validate = (values) => (check(values) ? [] : (check.errors ?? []).map(problemOf));
    known.set(form, validate);
  }
  return validate;
}
