import { type FlowEvent, statusByNode, structure } from '../../flow/index.ts';
import type { FlowPicture } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import { refusals } from '../door/refusal.ts';
import { people } from './texts.ts';
import type { Seen } from './view.ts';

/** The picture of the record's flow, coloured by where it stands and with the people at work. */
export async function pictureOf({ work, held }: Seen, locale: Locale): Promise<FlowPicture> {
  const flow = held.form.flow?.definition;
  if (flow === undefined) throw refusals.notFound();
  const events = await eventsOf(work, held.head.instance);
  const status = statusByNode(flow, events);
  const picture = structure(flow);
  const at = new Map(events.flatMap((event) => ('node' in event ? [[event.node, event.at] as const] : [])));
  const taken = takenEdges(events, new Set(picture.nodes.map(({ key }) => key)));
  const names: Record<string, string> = {};
  const tasks = held.instance?.state?.tasks ?? [];
  await people(work.parts, held.app, new Set(tasks.flatMap(({ assignee }) => assignee ?? [])), locale, names);
  const nodes = picture.nodes.flatMap((box) => {
    const node = flow.nodes.find(({ key }) => key === box.key);
    if (node === undefined) return [];
    const here = tasks.filter((task) => task.node === node.key);
    const who = here.map(({ assignee, role }) => (assignee ? (names[assignee] ?? '') : (role ?? '')));
    const now = status[node.key];
    const since = at.get(node.key);
    return [
      {
        ...box,
        type: node.type,
        label: node.label ?? node.key,
        status: now === 'incident' || now === undefined ? ('current' as const) : now,
        ...(who.length > 0 ? { people: who } : {}),
        ...(since === undefined ? {} : { at: since }),
      },
    ];
  });
  const edges = picture.edges.map(({ key, from, to, points }) => ({
    key,
    from,
    to,
    points: points.map(({ x, y }): [number, number] => [x, y]),
    taken: taken.has(`${from}>${to}`),
  }));
  return { label: flow.label, width: picture.width, height: picture.height, nodes, edges };
}

async function eventsOf(work: Seen['work'], instance: string | null): Promise<FlowEvent[]> {
  if (instance === null) return [];
  const rows = await work.query<{ seq: number; at: string; type: string; data: object }>(
    'select seq, at, type, data from engine.event where instance = $1 order by seq',
    [instance],
  );
  return rows.map(({ seq, at, type, data }) => ({ ...data, seq, at, type }) as FlowEvent);
}

/** A node that was left and the next of the picture that was entered: the way between them was gone. */
function takenEdges(events: readonly FlowEvent[], shown: ReadonlySet<string>): Set<string> {
  const taken = new Set<string>();
  let left: string | undefined;
  for (const event of events) {
    if (event.type === 'node_left' && shown.has(event.node)) left = event.node;
    if (event.type === 'node_entered' && left !== undefined && shown.has(event.node))
      taken.add(`${left}>${event.node}`);
  }
  return taken;
}
