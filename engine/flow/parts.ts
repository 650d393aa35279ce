import type { FlowNode } from '../definition/types.generated.ts';
import type { CompiledNode, Gates } from './compile.ts';
import { any, type Compiler, value } from './compiler.ts';
import { type CompiledData, type CompiledValue, compileData } from './data.ts';

/** Fields set from a table's outputs. */
export function tableSet(compiler: Compiler, node: FlowNode): CompiledData | undefined {
  if (node.type !== 'rule' && node.type !== 'exclusive') return undefined;
  const table = node.table === undefined ? undefined : compiler.context.tables.get(node.table);
  const fields = table?.out ?? [];
  if (node.set) {
    const outputs = Object.fromEntries(fields.map((name) => [name, any]));
    return compileData(node.set, { ...compiler.scope, ...outputs }, compiler.functions);
  }
  if (node.type === 'exclusive') return undefined;
  const same = fields.filter((name) => name in compiler.context.scope);
  return (facts) => Object.fromEntries(same.map((name) => [name, facts[name] ?? null]));
}

/** What answers are kept in, by the position of the call. */
export function saves(compiler: Compiler, node: FlowNode): Map<number, CompiledData> {
  const found = new Map<number, CompiledData>();
  const keep = (step: number, save: object): void => {
    found.set(step, compileData(save, { ...compiler.scope, answer: any }, compiler.functions));
  };
  if (node.type === 'subflow' && node.save) keep(0, node.save);
  if (node.type !== 'action') return found;
  node.do.forEach((action, step) => {
    if ('call' in action && action.save) keep(step, action.save);
  });
  return found;
}

function gatesOf(node: FlowNode): Gates | undefined {
  if (!('mutex' in node || 'milestone' in node)) return undefined;
  const { mutex, milestone } = node;
  if (mutex === undefined && milestone === undefined) return undefined;
  return { ...(mutex === undefined ? {} : { mutex }), ...(milestone === undefined ? {} : { milestone }) };
}

/** join: for how many it waits; foreach: how often. */
export function numberOf(compiler: Compiler, node: FlowNode): CompiledValue | undefined {
  if (node.type === 'join') return value(compiler, node.n);
  return node.type === 'foreach' ? value(compiler, node.times) : undefined;
}

/** Parts that only a few kinds of node have. */
export function special(compiler: Compiler, node: FlowNode): Pick<CompiledNode, 'gates' | 'undo' | 'data' | 'record'> {
  const isFlow = node.type === 'subflow';
  return {
    gates: gatesOf(node),
    undo: 'undo' in node ? node.undo : undefined,
    data: isFlow && node.data ? compileData(node.data, compiler.scope, compiler.functions) : undefined,
    record: isFlow ? value(compiler, node.record) : undefined,
  };
}
