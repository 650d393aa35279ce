import type { CompiledNode } from './compile.ts';
import { isWork } from './outcomes.ts';
import { excluded } from './people.ts';
import type { Run } from './run.ts';
import type { Through, Why } from './types.ts';

/** So many proxies of proxies are followed; a longer row is nobody's intention. */
const mostProxies = 10;

export interface StandIn {
  proxy?: string;
  /** There is somebody, and they may not: why the task stays where it is. */
  barred?: Why & { code: 'proxy_nobody_left' | 'proxy_separate' | 'proxy_without_role' | 'proxy_gave_it' };
}

/** The end of the row of proxies: undefined in a ring or a row too long, where nobody is there. */
function endOf(run: Run, user: string): string | undefined {
  const { directory } = run.inputs;
  const seen = new Set([user]);
  let last = user;
  for (let next = directory.proxy?.(user); next !== undefined; next = directory.proxy?.(next)) {
    if (seen.has(next) || seen.size > mostProxies) return undefined;
    seen.add(next);
    last = next;
  }
  return last;
}

/** Four eyes, and the initiator where the node does not want their own word on their own case. */
function isKeptApart(run: Run, node: CompiledNode, user: string): boolean {
  if (excluded(run.state, node, run).includes(user)) return true;
  const how = isWork(node.node) ? node.node.initiator : undefined;
  return (how === 'skip' || how === 'manager') && run.state.initiator.id === user;
}

function lacksRole(run: Run, user: string, { role, having }: Through): boolean {
  return !run.inputs.directory.members(role, having).includes(user);
}

/**
 * Who does somebody's work while they are away. Nothing is passed by in silence: where the proxy may not do this step,
 * or does not hold the role by which it is theirs, the task stays theirs and says why. `giver`: from whose hands it
 * comes; it does not go round in a circle.
 */
export function standIn(
  run: Run,
  node: CompiledNode,
  user: string,
  { through, giver }: { through?: Through | undefined; giver?: string | undefined } = {},
): StandIn {
  if (run.inputs.directory.proxy?.(user) === undefined) return {};
  const proxy = endOf(run, user);
  if (proxy === undefined) return { barred: { code: 'proxy_nobody_left' } };
  if (proxy === giver) return { barred: { code: 'proxy_gave_it', params: { users: [proxy] } } };
  if (isKeptApart(run, node, proxy)) return { barred: { code: 'proxy_separate', params: { users: [proxy] } } };
  if (through && lacksRole(run, proxy, through)) {
    return { barred: { code: 'proxy_without_role', params: { users: [proxy], role: through.role } } };
  }
  return { proxy };
}

/** Who gets what somebody gives on by hand; the vote of whoever is away stays theirs. */
export interface Receiver {
  to: string;
  standsFor?: string;
  why?: Why;
}

/** As with a task that is given out: whoever is away is stood in for, or has it all the same and is told why. */
export function receiverOf(run: Run, node: CompiledNode, to: string, giver: string | undefined): Receiver {
  const { proxy, barred } = standIn(run, node, to, { giver });
  if (proxy !== undefined) return { to: proxy, standsFor: to, why: { code: 'proxy', params: { for: to } } };
  return barred ? { to, why: barred } : { to };
}

export function proxyWhy(user: string, why: Why): Why {
  return { code: 'proxy', params: { ...why.params, for: user, by: why.code } };
}
