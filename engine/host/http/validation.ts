import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { FastifyInstance } from 'fastify';

/**
 * Bodies are taken as they are: "5" is not 5, and an unknown key is an error, not something to drop in silence. Only
 * addresses, which are all text, are read as numbers and booleans.
 */
export function addValidation(app: FastifyInstance): void {
  const strict = new Ajv2020({
    allErrors: false,
    strict: false,
    coerceTypes: false,
    removeAdditional: false,
    useDefaults: false,
  });
  const address = new Ajv2020({ allErrors: false, strict: false, coerceTypes: true, removeAdditional: false });
  for (const ajv of [strict, address]) formats.default(ajv);
  app.setValidatorCompiler(({ schema, httpPart }) => {
    const ajv = httpPart === 'querystring' || httpPart === 'params' ? address : strict;
    return ajv.compile(schema as object);
  });
}
