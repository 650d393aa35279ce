import { both } from '../texts.ts';
import type { FlowDefinition, FlowNode } from '../types.generated.ts';
import { differs, listChanges, propertyChanges, type Sort } from './compare.ts';
import type { Found } from './types.ts';
import { named, sentence } from './words.ts';

/** States, nodes and edges of a flow, and what people may do to a record while they have a task of it. */
export function flowChanges(before: FlowDefinition, after: FlowDefinition): Found[] {
  const path = `flows/${after.key}.json#`;
  const of = named(after);
  const sort = (part: string, code: string, zh: string, en: string): Sort => ({
    kind: 'flow',
    code,
    noun: both(zh, en),
    of,
    path: `${path}/${part}`,
    removed: 'careful',
  });
  const whole: Sort = { kind: 'flow', code: 'flow', noun: both('流程', 'Flow'), of, path };
  return [
    ...propertyChanges(before, after, ['label', 'description', 'form'], whole),
    ...listChanges(before.states, after.states, sort('states', 'state', '状态', 'state')),
    ...listChanges(before.nodes, after.nodes, sort('nodes', 'node', '节点', 'node')),
    ...listChanges(before.edges, after.edges, sort('edges', 'edge', '连线', 'edge')),
    ...after.nodes.flatMap((node, at) => nodeRights(before, node, { of, path: `${path}/nodes/${at}` })),
  ];
}

/** Who works on a node, and which fields it opens. */
function nodeRights(before: FlowDefinition, node: FlowNode, about: { of: Found['text']; path: string }): Found[] {
  const old = before.nodes.find(({ key }) => key === node.key);
  if (old === undefined) return [];
  const found: Found[] = [];
  const part = (one: FlowNode, key: string): unknown => (one as unknown as Record<string, unknown>)[key];
  const tell = (key: string, code: string, zh: string, en: string): void => {
    if (!differs(part(old, key), part(node, key))) return;
    const text = sentence(zh, en, { of: about.of, node: named(node) });
    found.push({ kind: 'access', code, text, path: `${about.path}/${key}`, severity: 'careful' });
  };
  tell(
    'rights',
    'node_rights_changed',
    '{of}：节点{node}的字段权限已改变。',
    '{of}: the node {node} opens other fields.',
  );
  tell('assignees', 'assignees_changed', '{of}：节点{node}的处理人已改变。', '{of}: others work on the node {node}.');
  return found;
}
