import type { Json } from '../expression/index.ts';
import type { CompiledNode } from './compile.ts';
import type { Run } from './run.ts';

/** Asks a decision table, keeps the answer in the history and sets what the node sets from it. */
export function decideTable(run: Run, node: CompiledNode, table: string): Record<string, Json> {
  const { outputs, rows } = run.inputs.evaluateTable(table, run.facts, run.env);
  const row = rows[0];
  run.emit({ type: 'decided', node: node.key, table, outputs, ...(row === undefined ? {} : { row }) });
  if (node.set && row !== undefined) run.setFields(node.key, node.set(run.factsWith(outputs), run.env));
  return outputs;
}
