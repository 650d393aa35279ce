import type { FormDefinition, Label } from '../../../engine/definition/index.ts';
import { type Condition, compileCondition, ExpressionError } from '../../../engine/expression/index.ts';
import type { FactSet } from '../../facts/index.ts';
import { factsOf, surroundings } from '../formula/judge.ts';
import type { Sample } from '../samples.ts';

export type Check = NonNullable<FormDefinition['checks']>[number];

/** What a check does where it holds: refuses, warns, or only tells reviewers. */
export type Effect = 'refuse' | 'warn' | 'criterion';
export const effects: readonly Effect[] = ['refuse', 'warn', 'criterion'];

export const effectOf = ({ refuse, warn }: Partial<Check>): Effect =>
  refuse !== undefined ? 'refuse' : warn !== undefined ? 'warn' : 'criterion';

export const messageOf = ({ refuse, warn }: Partial<Check>): Label | undefined => refuse ?? warn;

const says = (label: Label | undefined): boolean => label !== undefined && label !== '';

/** A new one is stored once it has a condition and says something; one that is stored may be without words meanwhile. */
export function isWhole(check: Partial<Check>, isStored: boolean): check is Check {
  if (check.when === undefined) return false;
  return isStored || effectOf(check) === 'criterion' || says(messageOf(check));
}

/** The words stay what they are; a mere criterion says none, and is for reviewers. */
export function withEffect(check: Partial<Check>, effect: Effect): Partial<Check> {
  const { refuse: _refuse, warn: _warn, on, show, ...rest } = check;
  const words = messageOf(check) ?? '';
  if (effect === 'criterion') return { ...rest, show: 'reviewer' };
  return { ...rest, [effect]: words, ...(on === undefined ? {} : { on }), ...(show === undefined ? {} : { show }) };
}

/** The samples that it holds for; undefined where the condition cannot be tried yet. */
export function caught(
  when: Condition | undefined,
  samples: readonly Sample[],
  facts: FactSet,
): readonly Sample[] | undefined {
  if (when === undefined || samples.length === 0) return undefined;
  try {
    const compiled = compileCondition(when, facts.scope);
    return samples.filter((sample) => compiled.test(factsOf(sample, facts), surroundings(facts.draft)));
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}
