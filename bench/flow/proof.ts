import type { FlowDefinition, FlowEdge, FlowNode } from '../../engine/definition/index.ts';
import { checkSoundness } from '../../engine/flow/index.ts';
import type { Measurement } from '../measure.ts';

/** Work nodes of one branch, and branches of one block: 3 × 7 with a split, a join and a decision to come in by. */
const size = { row: 7, branches: 3 };

/** Blocks one after the other, each of three branches at once in which anybody may refuse and send back. */
export function blocks(count: number): FlowDefinition {
  const nodes: FlowNode[] = [{ type: 'start', key: 'start' }];
  const edges: FlowEdge[] = [];
  const link = (from: string, to: string, more: Partial<FlowEdge> = {}) => {
    edges.push({ key: `e${edges.length}`, from, to, ...more });
  };
  let last = 'start';
  for (let block = 0; block < count; block += 1) {
    const split = `split${block}`;
    const join = `join${block}`;
    nodes.push({ type: 'parallel', key: split }, { type: 'join', key: join });
    link(last, split);
    for (let branch = 0; branch < size.branches; branch += 1) {
      let before = split;
      for (let row = 0; row < size.row; row += 1) {
        const key = `work${block}_${branch}_${row}`;
        nodes.push({
          type: 'approve',
          key,
          label: key,
          assignees: [{ role: 'agent' }],
          allow: ['approve', 'reject', 'return'],
        });
        link(before, key);
        link(key, row === 0 ? 'refused' : `work${block}_${branch}_0`, { on: 'rejected' });
        before = key;
      }
      link(before, join);
    }
    last = join;
  }
  nodes.push({ type: 'end', key: 'done', state: 'done' }, { type: 'end', key: 'refused', state: 'refused' });
  link(last, 'done');
  const states = ['done', 'refused'].map((key) => ({ key, label: key }));
  return { key: 'blocks', label: 'Blocks', form: 'thing', states, nodes, edges };
}

/** How long the proof of about 300 nodes keeps a processor busy, and how many states it goes through for it. */
export function proofFigures(): Measurement[] {
  const flow = blocks(13);
  checkSoundness(blocks(1));
  const before = process.cpuUsage();
  const { explored, exact } = checkSoundness(flow);
  const { user, system } = process.cpuUsage(before);
  const name = `proof of ${flow.nodes.length} nodes${exact ? '' : ', stopped at its bound'}`;
  return [
    { name, value: (user + system) / 1000, unit: 'ms', limit: { most: 2000 } },
    { name: 'states it went through', value: explored, unit: 'states' },
  ];
}
