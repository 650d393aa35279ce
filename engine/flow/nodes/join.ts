import { leave, place } from '../route.ts';
import type { NodeType } from './type.ts';

/** Waits for the branches that its split started. The last to arrive goes on in the thread that split. */
export const join: NodeType = {
  onEnter(run, token, node) {
    const scope = run.state.scopes.find((open) => open.id === token.scope);
    if (!scope || run.compiled.joins.get(scope.split) !== node.key) {
      leave(run, token, node.normal);
      return;
    }
    const last = scope.arrived.length + 1 === scope.count;
    run.emit({ type: 'branch_joined', token: token.id, scope: scope.id, branch: token.branch, join: node.key });
    if (!last) return;
    run.emit({ type: 'scope_closed', scope: scope.id, split: scope.split });
    place(run, node, { scope: scope.scope, branch: scope.branch });
  },
};
