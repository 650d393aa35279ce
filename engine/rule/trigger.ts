import type { AppModel } from '../definition/model.ts';
import type { FormDefinition, RuleDefinition } from '../definition/types.generated.ts';
import type { Scope } from '../expression/index.ts';

/** What rules on a flow know beside the record. */
export const TASK_FACTS: Scope = {
  task: {
    kind: 'context',
    fields: {
      node: { kind: 'text' },
      assignee: { kind: 'text' },
      due_at: { kind: 'datetime' },
      outcome: { kind: 'text' },
      reason: { kind: 'text' },
    },
  },
};

/** The form whose record a rule is about. */
export function formOfTrigger(app: AppModel, on: RuleDefinition['on']): FormDefinition | undefined {
  const key = 'flow' in on ? app.flows.get(on.flow)?.form : on.form;
  return key === undefined ? undefined : app.forms.get(key);
}
