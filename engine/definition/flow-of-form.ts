import type { AppModel } from './model.ts';
import type { FlowDefinition } from './types.generated.ts';

/** The flow that drives the records of a form: there is at most one. */
export function flowOfForm(app: AppModel, form: string): FlowDefinition | undefined {
  for (const flow of app.flows.values()) if (flow.form === form) return flow;
  return undefined;
}
