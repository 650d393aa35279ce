import type { FlowDefinition } from '../../definition/types.generated.ts';
import type { FlowProblem } from '../types.ts';
import type { Finding, ProvedProblem, Soundness } from './types.ts';

/** Codes that are about an edge rather than its node. */
const ofEdges: ReadonlySet<string> = new Set(['edge_never_taken']);

function pointerOf(flow: FlowDefinition, { code, nodes, edges }: Finding): string {
  const edge = flow.edges.findIndex(({ key }) => key === edges[0]);
  if (ofEdges.has(code) && edge >= 0) return `/edges/${edge}`;
  const node = flow.nodes.findIndex(({ key }) => key === nodes[0]);
  return node < 0 ? '/nodes' : `/nodes/${node}`;
}

/** Where the shape is wrong these follow from it, and would hide what has to be mended. */
const consequences: ReadonlySet<string> = new Set(['dead_node', 'edge_never_taken', 'work_cut_off']);

const nodeAt = (flow: FlowDefinition, pointer: string): string | undefined =>
  flow.nodes[Number(/^\/nodes\/(\d+)/.exec(pointer)?.[1] ?? -1)]?.key;

/** The problems of the shape, as far as the proof does not know better; and what it has found beyond them. Notes are left out. */
export function withProof(
  flow: FlowDefinition,
  shape: readonly FlowProblem[],
  { findings, reached, undecided }: Soundness,
): ProvedProblem[] {
  const proved = findings.flatMap((one): ProvedProblem[] => {
    const { code, message, cure, severity, path: ways } = one;
    if (severity === 'note') return [];
    const problem = { code, path: pointerOf(flow, one), message, cure, severity };
    return [ways.length > 0 ? { ...problem, ways } : problem];
  });
  const isWrong = shape.some(({ severity }) => severity === 'error');
  const told = proved.filter(
    ({ code }) => !(isWrong && consequences.has(code)) && !(code === 'automatic_loop' && hasLoop(shape)),
  );
  const kept = shape.flatMap((problem): ProvedProblem[] => {
    const { code, path } = problem;
    const node = nodeAt(flow, path);
    if (told.some((one) => one.code === code && one.path === path)) return [];
    // Whether conditions leave a gap has been decided, so a default is no longer wanted on suspicion.
    if (code === 'no_default' && node !== undefined && !undecided.includes(node)) return [];
    const ways = node === undefined ? undefined : reached.get(node);
    return [ways && ways.length > 0 ? { ...problem, ways } : problem];
  });
  return [...told, ...kept].sort((a, b) => placeOf(a) - placeOf(b));
}

const hasLoop = (shape: readonly FlowProblem[]): boolean => shape.some(({ code }) => code === 'automatic_loop');

/** Nodes before edges, each in the order of the definition. */
function placeOf({ path }: ProvedProblem): number {
  const [, list, index] = /^\/(nodes|edges)(?:\/(\d+))?/.exec(path) ?? [];
  return (list === 'edges' ? 1000 : 0) + Number(index ?? -1);
}
