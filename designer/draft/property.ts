import type { Localised } from '../../engine/definition/index.ts';
import { branchesOf, isNode, labelOf, type Node, propertiesOf, schemaOf, view } from '../panel/schema.ts';
import type { Segment } from './changes.ts';

/** The folder of a definition → the schema that it follows. */
export const SCHEMA_OF: Record<string, string> = {
  app: 'app',
  forms: 'form',
  flows: 'flow',
  rules: 'rule',
  tables: 'table',
  messages: 'message',
  connectors: 'connector',
  calendars: 'calendar',
  reports: 'report',
  scenarios: 'scenario',
  data: 'data',
};

/** What the panel calls the property at this place. Names that people chose (a channel's, a field's) are theirs. */
export function propertyLabel(folder: string, path: readonly Segment[]): Localised | undefined {
  const name = path.at(-1);
  if (typeof name !== 'string') return undefined;
  let nodes: Node[] = [schemaOf(SCHEMA_OF[folder] ?? folder)];
  for (const segment of path.slice(0, -1)) nodes = nodes.flatMap((node) => inside(node, segment));
  for (const node of nodes.flatMap(kinds)) {
    const property = propertiesOf(node).find((one) => one.name === name);
    if (property !== undefined) return labelOf(property.node, name);
  }
  return undefined;
}

/** A value may be of several kinds, each with properties of its own. */
const kinds = (node: Node): Node[] => [node, ...branchesOf(node)];

function inside(node: Node, segment: Segment): Node[] {
  return kinds(node).flatMap((kind) => {
    if (typeof segment !== 'string') return isNode(kind.items) ? [view(kind.items)] : [];
    const property = propertiesOf(kind).find(({ name }) => name === segment);
    if (property !== undefined) return [property.node];
    return isNode(kind.additionalProperties) ? [view(kind.additionalProperties)] : [];
  });
}
