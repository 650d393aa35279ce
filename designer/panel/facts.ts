import type { Json } from '../draft/types.ts';
import {
  type FactSet,
  noFacts,
  recordFacts,
  rowFacts,
  sourceFacts,
  taskFacts,
  withOpenGroup,
  withOutputs,
} from '../facts/index.ts';
import { groupWords } from '../facts/words.ts';
import type { PanelContext } from './context.ts';
import { parentOf, stepsOf, valueAt } from './pointer.ts';

type JsonObject = { [key: string]: Json };
const objectAt = (root: Json | undefined, pointer: string): JsonObject => {
  const found = valueAt(root, pointer);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? found : {};
};
const word = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** What is known where the panel stands: those given, or those of its form, its table's rows, its flow's tasks. */
export function contextFacts(context: PanelContext): FactSet {
  const { facts, draft, form, table, flow } = context;
  if (facts) return facts;
  const definition = draft.forms.get(form ?? '');
  if (!definition) return { ...noFacts, draft };
  if (table !== undefined) return rowFacts(definition, table, draft);
  return flow === undefined ? recordFacts(definition, draft) : taskFacts(definition, draft);
}

/** The form whose records a `where` narrows: named beside it, or in `of`. */
function narrowed(owner: JsonObject, root: Json | undefined, pointer: string): string | undefined {
  return word(owner.form) ?? word(objectAt(root, `${parentOf(pointer)}/of`).form) ?? word(owner.of);
}

/**
 * What is known at one place inside of the panel, where that is more or other than around it: the source's fields in a
 * `where`, a row's columns in `dropRows`, the answer in what a call saves, a table's outputs in what they set.
 */
export function factsAt(pointer: string, root: Json | undefined, context: PanelContext, around: FactSet): FactSet {
  const { draft } = context;
  const steps = stepsOf(pointer);
  const name = steps.at(-1) ?? '';
  const owner = objectAt(root, parentOf(pointer));
  const form = draft.forms.get(context.form ?? '');
  if (name === 'where') {
    const source = draft.forms.get(narrowed(owner, root, pointer) ?? '');
    return source ? sourceFacts(source, draft) : around;
  }
  if (name === 'dropRows') return form && word(owner.key) ? rowFacts(form, word(owner.key) ?? '', draft) : around;
  const map = steps.at(-2) ?? '';
  const outer = objectAt(root, parentOf(parentOf(pointer)));
  if (map === 'save' && outer.call !== undefined) return withOpenGroup(around, 'answer', groupWords.source);
  // Of a flow that another begins: what its record held in the end.
  const child = map === 'save' && outer.type === 'subflow' ? draft.forms.get(word(outer.form) ?? '') : undefined;
  if (child) return withOpenGroup(around, 'answer', groupWords.source, sourceFacts(child, draft));
  if (map === 'set' && word(outer.table)) return withOutputs(around, word(outer.table) ?? '', draft);
  if (map === 'data' && word(outer.update)) {
    const target = draft.forms.get(word(outer.update) ?? '');
    return withOpenGroup(around, 'target', groupWords.source, target ? sourceFacts(target, draft) : undefined);
  }
  if (map === 'fill' && word(outer.from) && form) return rowFacts(form, word(outer.from) ?? '', draft);
  return around;
}
