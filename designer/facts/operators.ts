import { operatorRules, type Shape } from '../../engine/expression/condition/judge.ts';
import { type FactType, type Operator, operators } from '../../engine/expression/index.ts';
import { fieldType } from '../../engine/form/index.ts';
import type { Fact } from './fact.ts';

export type { Shape };

function takes(operator: Operator, type: FactType): boolean {
  const rule = operatorRules[operator];
  if (type.kind !== 'list') return rule.kinds.has(type.kind);
  if (rule.lists === 'none') return false;
  return rule.lists === 'whole' || rule.kinds.has(type.of.kind);
}

/** For what is no field, only what people ask of such a value. */
const usual: Partial<Record<FactType['kind'], readonly Operator[]>> = {
  text: ['equal', 'notEqual', 'in', 'notIn', 'contains', 'startsWith', 'endsWith', 'filled'],
  boolean: ['equal', 'filled'],
  list: ['contains', 'notContains', 'containsAny', 'filled'],
};

/** What can be asked of a fact, in the order of its type's own list; of a column also what is asked of lists. */
export function operatorsOf(fact: Pick<Fact, 'type' | 'field' | 'options'>): Operator[] {
  const { type, field } = fact;
  const own = field ? fieldType(field).operators : (usual[type.kind] ?? operators);
  const isColumn = type.kind === 'list' && field !== undefined && !own.includes('containsAny');
  const asked: readonly Operator[] = isColumn ? ['contains', 'notContains', 'containsAny', ...own] : own;
  const fitting = [...new Set(asked)].filter((operator) => takes(operator, type));
  return fitting.length > 0 ? fitting : ['filled'];
}

export const shapeOf = (operator: Operator, type: FactType): Shape => {
  const isWhole = type.kind === 'list' && (operator === 'equal' || operator === 'notEqual');
  return isWhole ? 'many' : operatorRules[operator].shape;
};

/** The type of one value beside the operator. */
export const itemType = (type: FactType): FactType => (type.kind === 'list' ? type.of : type);
