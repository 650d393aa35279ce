import type { ComputedRef, InjectionKey } from 'vue';
import type { Localised, Trace } from '../../../engine/expression/index.ts';
import type { FactSet } from '../../facts/index.ts';
import type { Sample } from '../samples.ts';
import type { DraftNode, Pointer } from './model.ts';

/** Something wrong with a part of a condition; `path` is the pointer inside it. */
export interface ConditionProblem {
  path: string;
  message: Localised;
  cure?: Localised;
}

/** What the parts of one condition editor share. */
export interface ConditionDesk {
  /** Of this editor: nothing is dragged from one editor into another. */
  id: symbol;
  facts: ComputedRef<FactSet>;
  samples: ComputedRef<readonly Sample[]>;
  change(pointer: Pointer, make: (node: DraftNode) => DraftNode | undefined): void;
  insert(parent: Pointer, index: number, node: DraftNode): void;
  move(from: Pointer, parent: Pointer, index: number): void;
  /** By keyboard: past a neighbour, into a group, out of one. */
  shift(pointer: Pointer, way: 'up' | 'down' | 'in' | 'out'): void;
  act(pointer: Pointer, action: string): void;
  problems(pointer: Pointer): readonly ConditionProblem[];
  /** Whether it holds for the chosen sample; undefined where there is none. */
  holds(pointer: Pointer): boolean | undefined;
}

export const conditionKey: InjectionKey<ConditionDesk> = Symbol('condition');

/** The part of a trace that belongs to a pointer. */
export function traceAt(trace: Trace | undefined, pointer: Pointer): Trace | undefined {
  const steps = pointer.split('/').slice(1);
  let found = trace;
  for (let at = 0; at < steps.length && found; at++) {
    if (found.kind === 'leaf') return undefined;
    if (steps[at] === 'not') found = found.of[0];
    else {
      at += 1;
      found = found.of[Number(steps[at])];
    }
  }
  return found;
}
