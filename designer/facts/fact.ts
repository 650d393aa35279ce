import type { Field, Localised } from '../../engine/definition/index.ts';
import type { FactType, Scope } from '../../engine/expression/index.ts';
import { type Draft, readDraft } from './draft.ts';

/** What a fact is of, which says under which heading it is offered. */
export type FactGroup = 'field' | 'row' | 'record' | 'user' | 'settings' | 'proof' | 'task' | 'source' | 'output';

export interface FactOption {
  value: string;
  label: Localised;
}

/** Something that conditions and formulas can ask about, in the words of whoever made the form. */
export interface Fact {
  /** As expressions write it: "reason", "lines.qty", "user.department". */
  path: string;
  /** Of its own: "Quantity". */
  label: Localised;
  /** With what it stands in: "Articles › Quantity". */
  fullLabel: Localised;
  group: FactGroup;
  type: FactType;
  /** The field whose value it is: its type says operators and control. */
  field?: Field;
  /** The form of that field. */
  form?: string;
  options?: readonly FactOption[];
  /** The options are people or departments: many, found by typing. */
  isDirectory?: true;
  children?: readonly Fact[];
}

/** The facts of one place, and the same as the expression compiler takes them. */
export interface FactSet {
  tree: readonly Fact[];
  byPath: ReadonlyMap<string, Fact>;
  scope: Scope;
  /** What the facts are made from: options, people and records are found through it. */
  draft: Draft;
  /** Inside the rows of this table. */
  row?: string;
}

function walk(facts: readonly Fact[], into: Map<string, Fact>): void {
  for (const fact of facts) {
    if (!into.has(fact.path)) into.set(fact.path, fact);
    if (fact.children) walk(fact.children, into);
  }
}

export function factSet(tree: readonly Fact[], scope: Scope, draft: Draft): FactSet {
  const byPath = new Map<string, Fact>();
  walk(tree, byPath);
  return { tree, byPath, scope, draft };
}

export const noFacts: FactSet = factSet([], {}, readDraft({}));

/** Every fact, those inside of others too, in order. */
export function flatten(facts: readonly Fact[]): Fact[] {
  return facts.flatMap((fact) => [fact, ...flatten(fact.children ?? [])]);
}

/** Whether what was typed is in the label of either language or in the key. */
export function matches(fact: Pick<Fact, 'path' | 'fullLabel'>, typed: string): boolean {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const text = `${fact.fullLabel['zh-CN']} ${fact.fullLabel.en} ${fact.path}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
