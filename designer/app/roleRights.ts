import type { FlowDefinition, FormDefinition, Label, Right } from '../../engine/definition/index.ts';
import type { Draft } from '../facts/index.ts';

export interface FormRights {
  key: string;
  label: Label;
  create: boolean;
  delete: boolean;
  /** Only records for which a condition holds. */
  isLimited: boolean;
  /** How many of its fields, by the widest of what is given. */
  counts: Record<Right, number>;
}

export interface RoleRights {
  forms: FormRights[];
  /** Tasks that go to the role. */
  tasks: { flow: string; flowLabel: Label; nodes: Label[] }[];
  boards: { key: string; label: Label }[];
}

const WIDTH: readonly Right[] = ['require', 'edit', 'read', 'mask', 'hide'];

/** Which rights a role has where: what the forms give it, what the flows hand it, which boards it sees. */
export function rightsOf(draft: Draft, role: string): RoleRights {
  return {
    forms: [...draft.forms.values()].flatMap((form) => formRights(form, role)),
    tasks: [...draft.flows.values()].flatMap((flow) => flowTasks(flow, role)),
    boards: [...draft.reports.values()]
      .filter(({ roles }) => roles === undefined || roles.includes(role))
      .map(({ key, label }) => ({ key, label })),
  };
}

function formRights(form: FormDefinition, role: string): FormRights[] {
  const entries = (form.access ?? []).filter((entry) => entry.role === role || entry.role === 'everyone');
  if (entries.length === 0) return [];
  const counts: Record<Right, number> = { edit: 0, require: 0, read: 0, mask: 0, hide: 0 };
  for (const { key } of form.fields) {
    const given = entries.map(({ rights }): Right => rights[key] ?? rights['*'] ?? 'hide');
    counts[WIDTH.find((right) => given.includes(right)) ?? 'hide'] += 1;
  }
  return [
    {
      key: form.key,
      label: form.label,
      create: entries.some(({ create }) => create === true),
      delete: entries.some((entry) => entry.delete === true),
      isLimited: entries.every(({ rows }) => rows !== undefined),
      counts,
    },
  ];
}

function flowTasks(flow: FlowDefinition, role: string): RoleRights['tasks'] {
  const nodes = flow.nodes.filter(
    (node) => 'assignees' in node && node.assignees?.some((assignee) => 'role' in assignee && assignee.role === role),
  );
  const labels = nodes.map((node): Label => ('label' in node && node.label !== undefined ? node.label : node.key));
  return labels.length === 0 ? [] : [{ flow: flow.key, flowLabel: flow.label, nodes: labels }];
}
