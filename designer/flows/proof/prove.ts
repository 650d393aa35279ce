import type { FlowDefinition } from '../../../engine/definition/index.ts';
import { factsOfFlow } from '../../../engine/definition/index.ts';
import { checkFlow, type ProvedProblem } from '../../../engine/flow/index.ts';
import type { Files } from '../../draft/types.ts';
import { readDraft } from '../../facts/draft.ts';
import type { Staffing } from './prover.ts';

/**
 * What is wrong with a flow of a draft: its shape, and what the proof finds by going through its states; with who holds
 * which role now, where that is known. The same answer wherever it is asked.
 */
export function prove(files: Files, path: string, people?: Staffing): readonly ProvedProblem[] {
  const flow = files[path];
  if (flow === undefined || ![flow.nodes, flow.edges, flow.states].every(Array.isArray)) return [];
  const draft = readDraft(files);
  const definition = flow as unknown as FlowDefinition;
  const facts = factsOfFlow(draft, definition, draft.context);
  if (people === undefined) return checkFlow(definition, facts);
  const { names, roles } = people;
  return checkFlow(definition, {
    ...facts,
    personName: (login) => names[login],
    ...(roles === undefined ? {} : { people: new Map(Object.entries(roles)) }),
  });
}
