import { blocks } from '../merge.ts';
import { winAtJoin } from '../race.ts';
import { leave } from '../route.ts';
import { settleScope } from '../scopes.ts';
import type { NodeType } from './type.ts';

/**
 * Waits for the branches that its split started, or for as many of them as it says. Without a split of its own it waits
 * while anything else can still come to it (merge.ts).
 */
export const join: NodeType = {
  onEnter(run, token, node) {
    const { key, normal } = node;
    const scope = run.state.scopes.find((open) => open.id === token.scope);
    const isOwn = scope !== undefined && run.compiled.joins.get(scope.split) === key;
    if (isOwn && !(run.compiled.hasGates && blocks(run, scope))) {
      if (run.compiled.hasRace) winAtJoin(run, token, scope.split);
      run.emit({ type: 'branch_joined', token: token.id, scope: scope.id, branch: token.branch, join: key });
      settleScope(run, scope.id);
      return;
    }
    const isFree = node.closesNothing && node.node.type === 'join' && node.node.wait !== 'each';
    const isAlone = token.scope === 0 && run.state.tokens.length === 1 && run.jobs.length === 0;
    if (isOwn || (isFree && !isAlone)) run.emit({ type: 'held', token: token.id, node: key, by: 'join' });
    else leave(run, token, normal);
  },
};
