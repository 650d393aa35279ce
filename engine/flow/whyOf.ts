import type { Assignee } from '../definition/types.generated.ts';
import type { Why } from './types.ts';

/** Why people of a source are asked, as far as the definition knows it. */
export function whyOf(assignee: Assignee): Why {
  const { user, users, role, field, table, node, having, manager, head, levels = 1 } = assignee;
  if (user !== undefined) return { code: 'named', params: { users: [user] } };
  if (users) return { code: 'named', params: { users } };
  if (assignee.choice) return { code: 'choice' };
  if (role !== undefined) return { code: having ? 'role_having' : 'role', params: { role } };
  if (field !== undefined) return { code: 'field', params: { field } };
  if (table !== undefined) return { code: 'table', params: { table } };
  if (manager !== undefined) {
    const code = assignee.chain ? 'manager_chain' : levels > 1 ? 'manager_up' : 'manager';
    return { code: `${code}_of_${manager}`, params: levels > 1 ? { levels } : {} };
  }
  if (head !== undefined) return { code: `head_of_${head}` };
  if (assignee.formula !== undefined) return { code: 'formula' };
  return node === undefined ? { code: 'initiator' } : { code: 'node', params: { node } };
}
