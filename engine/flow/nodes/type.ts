import type { CompiledNode } from '../compile.ts';
import type { Run } from '../run.ts';
import type { Token, Why } from '../types.ts';

/** What somebody or something has said to a node that waits. */
export interface Said {
  outcome: string;
  /** The person, where it was one. */
  by?: string | undefined;
  why?: Why;
  /** Calls that failed: the code of what went wrong. */
  reason?: string;
  /** By somebody it was escalated to: their word alone decides. */
  escalated?: boolean;
}

/** A node type owns what it does when the flow comes, when an outcome is said to it, and when the flow is called away. */
export interface NodeType {
  onEnter(run: Run, token: Token, node: CompiledNode): void;
  /** Nodes at which the flow waits. */
  onOutcome?(run: Run, token: Token, node: CompiledNode, said: Said): void;
  /** The token is about to go: whatever it has open is closed. */
  onCancel?(run: Run, token: Token, why: Why): void;
}
