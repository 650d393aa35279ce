import type { CompiledNode } from './compile.ts';
import { isWork } from './outcomes.ts';
import { type Assigned, resolve } from './people.ts';
import type { Run } from './run.ts';
import { lastPassed, managersOf } from './sources.ts';
import type { Passed, Token, Why } from './types.ts';
import type { Policy } from './votes.ts';

/** Tasks to give out, or the outcome on which the node is left at once. */
export type Answer = { give: Assigned } | { leave: string; why: Why };

export const policyOf = (node: CompiledNode): Policy =>
  node.node.type === 'approve' ? (node.node.policy ?? 'any') : 'any';

/** Everybody has to be asked, so a group is its people. */
export const isEach = (node: CompiledNode): boolean => policyOf(node) !== 'any';

function adminOf(run: Run, code: string): Assigned {
  const role = run.compiled.context.admin;
  return { people: [], group: { role }, why: { code, params: { role } } };
}

type Empty = (run: Run, token: Token, node: CompiledNode) => Answer;

/** Nobody can do it: never passes in silence, each way is in the history with its why. */
const empty: Record<'admin' | 'skip' | 'reject' | 'escalate', Empty> = {
  admin: (run) => ({ give: adminOf(run, 'empty_admin') }),
  skip: (_run, _token, node) => ({ leave: node.normal, why: { code: 'empty_skip' } }),
  reject: () => ({ leave: 'rejected', why: { code: 'empty_reject' } }),
  escalate(run, token, node) {
    const source = node.deadline?.escalate;
    const assigned = source && resolve(run, token, node, [source], false);
    if (!assigned) return { give: adminOf(run, 'empty_admin') };
    return { give: { ...assigned, why: { code: 'empty_escalate', params: { by: assigned.why.code } } } };
  },
};

/** The manager does it in place of the one who began. */
function byManager(run: Run, token: Token, node: CompiledNode, assigned: Assigned, id: string): Answer {
  const others = assigned.people.filter((person) => person !== id);
  const [manager] = managersOf({ run, token, node }, [id], 1, false);
  if (manager !== undefined && manager !== id) {
    const people = others.includes(manager) ? others : [...others, manager];
    return { give: { people, why: { code: 'initiator_manager', params: { by: assigned.why.code } } } };
  }
  return others.length > 0 ? { give: { people: others, why: assigned.why } } : { give: adminOf(run, 'empty_admin') };
}

function withoutInitiator(run: Run, token: Token, node: CompiledNode, assigned: Assigned): Answer {
  const { id } = run.state.initiator;
  const how = isWork(node.node) ? node.node.initiator : undefined;
  if (id === undefined || !assigned.people.includes(id)) return { give: assigned };
  if (how === 'manager') return byManager(run, token, node, assigned, id);
  if (how !== 'skip') return { give: assigned };
  const others = assigned.people.filter((person) => person !== id);
  // One of a group may leave it to the others; where the node is the initiator's alone, they need not ask themselves.
  if (others.length > 0) return { give: { ...assigned, people: others } };
  return { leave: node.normal, why: { code: 'initiator_skip' } };
}

const agreedTo = ({ agreed, by }: Passed): readonly string[] => (agreed === true ? by : (agreed ?? []));

/** Who has agreed already, and need not be asked again. */
function alreadyAgreed(run: Run, node: CompiledNode): ReadonlySet<string> {
  const how = isWork(node.node) ? node.node.duplicate : undefined;
  if (how === 'earlier') {
    const all = Object.entries(run.state.passed).filter(([key, passed]) => key !== node.key && !passed.undone);
    return new Set(all.flatMap(([, passed]) => agreedTo(passed)));
  }
  const last = how === 'adjacent' ? lastPassed(run.state.passed) : undefined;
  return new Set(last && last.node !== node.key ? agreedTo(last) : []);
}

function withoutDuplicates(run: Run, token: Token, node: CompiledNode, found: Answer): Answer {
  if ('leave' in found || found.give.people.length === 0) return found;
  const agreed = alreadyAgreed(run, node);
  const out = found.give.people.filter((person) => agreed.has(person));
  // A group's task is anybody's: it is skipped only where all of them have agreed.
  if (out.length === 0) return found;
  const people = found.give.people.filter((person) => !agreed.has(person));
  if (people.length === 0) return { leave: node.normal, why: { code: 'duplicate_skip', params: { users: out } } };
  if (found.give.group) return found;
  run.emit({ type: 'left_out', token: token.id, node: node.key, people: out, why: { code: 'agreed_before' } });
  return { give: { ...found.give, people } };
}

/** Whom a node asks, by its sources and by what it says of nobody, of the one who began, and of those who agreed before. */
export function answer(run: Run, token: Token, node: CompiledNode): Answer {
  const assigned = resolve(run, token, node, node.assignees, isEach(node));
  if (assigned) return withoutDuplicates(run, token, node, withoutInitiator(run, token, node, assigned));
  const kind = isWork(node.node) ? (node.node.empty ?? 'admin') : 'admin';
  return empty[kind](run, token, node);
}
