import type { CompiledNode } from './compile.ts';
import type { Run } from './run.ts';

/** How much a vote counts: the first entry that names the person. A group's open task is counted as one. */
export function weightOf(run: Run, node: CompiledNode, user: string | undefined): number {
  if (node.node.type !== 'approve' || node.node.policy !== 'weighted' || user === undefined) return 1;
  const { directory } = run.inputs;
  const found = (node.node.weights ?? []).find(({ user: login, role, field }) => {
    if (login !== undefined) return directory.byLogin(login) === user;
    if (role !== undefined) return directory.members(role).includes(user);
    const value = field === undefined ? undefined : run.facts[field];
    return Array.isArray(value) ? value.includes(user) : value === user;
  });
  return found?.weight ?? 1;
}

/** May this person's refusal alone reject? */
export function isVetoer(run: Run, node: CompiledNode, user: string): boolean {
  if (node.node.type !== 'approve' || !node.node.veto) return false;
  const { directory } = run.inputs;
  return node.node.veto.some(({ role, user: login, initiator }) => {
    if (initiator) return run.state.initiator.id === user;
    if (login !== undefined) return directory.byLogin(login) === user;
    return role !== undefined && directory.members(role).includes(user);
  });
}
