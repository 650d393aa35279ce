import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Kind, Problem } from '../model.ts';
import { nearest } from '../nearest.ts';
import { step } from '../texts.ts';
import { withoutOtherAlternatives } from './alternatives.ts';
import { propertiesOf } from './graph.ts';
import { sayingOf } from './messages.ts';
import { structuralErrors } from './schemas.ts';

const named = (error: ErrorObject): string | undefined => {
  const params = error.params as { additionalProperty?: string; unevaluatedProperty?: string };
  return params.additionalProperty ?? params.unevaluatedProperty;
};

/** A misspelt property is one mistake, not an unknown and a missing one. */
function withoutConsequences(errors: readonly ErrorObject[]): ErrorObject[] {
  const meant = new Set<string>();
  for (const error of errors) {
    const name = named(error);
    const near = name === undefined ? undefined : nearest(name, propertiesOf(error.parentSchema));
    if (near !== undefined) meant.add(`${error.instancePath}${step(near)}`);
  }
  const lacking = new Set(errors.filter((error) => error.keyword === 'required').map((error) => error.instancePath));
  return errors.filter((error) => {
    if (error.keyword === 'required') {
      const { missingProperty } = error.params as { missingProperty: string };
      return !meant.has(`${error.instancePath}${step(missingProperty)}`);
    }
    return !(error.keyword === 'discriminator' && lacking.has(error.instancePath));
  });
}

/** What is wrong with the structure of one file, in words for whoever wrote it. */
export function checkStructure(kind: Kind, file: string, json: unknown): Problem[] {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (const error of withoutConsequences(withoutOtherAlternatives(structuralErrors(kind, json)))) {
    const saying = sayingOf(error);
    const name = named(error);
    const path = name === undefined ? error.instancePath : error.instancePath + step(name);
    const same = `${path} ${saying.message.en}`;
    if (seen.has(same)) continue;
    seen.add(same);
    problems.push({ ...saying, file, path, severity: 'error' });
  }
  return problems;
}
