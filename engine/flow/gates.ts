import type { CompiledNode } from './compile.ts';
import type { Run } from './run.ts';
import type { FlowState, Hold, Token } from './types.ts';

/** Where else the flow stands: at work, not waiting for its own turn. */
function standsAt(state: FlowState, self: Token, node: string): boolean {
  return state.tokens.some((token) => token.id !== self.id && token.node === node && !token.held);
}

/** Is another section of the same name open? */
function isTaken(run: Run, self: Token, name: string): boolean {
  return run.state.tokens.some((token) => {
    if (token.id === self.id || token.held) return false;
    return run.node(token.node).gates?.mutex === name;
  });
}

/** What a node has to wait for before it begins. */
export function gate(run: Run, token: Token, { gates }: CompiledNode): Hold | undefined {
  if (!gates) return undefined;
  const { mutex, milestone } = gates;
  if (milestone !== undefined && !standsAt(run.state, token, milestone)) return 'milestone';
  return mutex !== undefined && isTaken(run, token, mutex) ? 'mutex' : undefined;
}

/**
 * Can the flow still come to the milestone, from where something else of it stands? Tokens that wait for others do not
 * count: two that wait for each other would do so for ever.
 */
export function mayStillReach(run: Run, self: Token, milestone: string): boolean {
  return run.state.tokens.some((token) => {
    if (token.id === self.id || token.held) return false;
    return token.node === milestone || run.node(token.node).ahead.has(milestone);
  });
}
