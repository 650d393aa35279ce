import type { ErrorObject } from 'ajv/dist/2020.js';
import { nearest } from '../nearest.ts';
import { appliedWith, propertiesOf, reachable, requiredOf, resolved } from './graph.ts';

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

/** How far the data looks as if this alternative was meant: each property that only it knows speaks for it. */
function likeness(branch: unknown, data: unknown): number {
  const schema = resolved(branch);
  const type = typeof schema.type === 'string' ? schema.type : 'const' in schema ? typeof schema.const : 'object';
  if (type !== kindOf(data)) return -1000;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return 0;
  const names = Object.keys(data);
  const known = new Set(propertiesOf(branch));
  const required = new Set(requiredOf(branch));
  const fits = names.filter((name) => known.has(name)).length;
  const strange = names.length - fits;
  const missing = [...required].filter((name) => !names.includes(name)).length;
  // The first required property is what an alternative is named after: set, create, send, call.
  const [head] = required;
  const named = head === undefined || names.includes(head) ? 5 : nearest(head, names) === undefined ? 0 : 3;
  return fits * 2 - strange - missing + named;
}

const under = (path: string, root: string): boolean => path === root || path.startsWith(`${root}/`);

function meantBranch(branches: readonly unknown[], data: unknown): unknown {
  const scores = branches.map((branch) => likeness(branch, data));
  const best = Math.max(...scores);
  return best > -1000 ? branches[scores.indexOf(best)] : undefined;
}

/**
 * Whether the error is one of this alternative's. About the value itself only the alternative's own schemas count:
 * where conditions hold conditions, each alternative reaches all the others further down.
 */
function isOf(branch: unknown, error: ErrorObject, root: string): boolean {
  const { parentSchema } = error;
  if (typeof parentSchema !== 'object' || parentSchema === null || !under(error.instancePath, root)) return false;
  return (error.instancePath === root ? appliedWith(branch) : reachable(branch)).has(parentSchema);
}

/**
 * Of several alternatives ajv tells what is wrong with each. Kept is what is wrong with the one that was meant,
 * and the alternatives themselves are only named where none looks meant.
 */
export function withoutOtherAlternatives(errors: readonly ErrorObject[]): ErrorObject[] {
  let left = [...errors];
  for (const choice of errors) {
    if ((choice.keyword !== 'oneOf' && choice.keyword !== 'anyOf') || !left.includes(choice)) continue;
    const branches: unknown[] = Array.isArray(choice.schema) ? choice.schema : [];
    const meant = meantBranch(branches, choice.data);
    const inside = left.filter(
      (error) => error !== choice && branches.some((branch) => isOf(branch, error, choice.instancePath)),
    );
    const kept = inside.filter((error) => meant !== undefined && isOf(meant, error, choice.instancePath));
    left = left.filter((error) => !inside.includes(error) || kept.includes(error));
    if (kept.length > 0) left = left.filter((error) => error !== choice);
  }
  return left;
}
