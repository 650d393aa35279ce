import type { FlowDefinition, FlowEdge } from '../../definition/index.ts';
import {
  type FlowEvent,
  joinsWaitedAt,
  labelOfNode,
  type Stay,
  type StayTask,
  staysOf,
  stillAhead,
  waysGone,
} from '../../flow/index.ts';
import { layGraph } from '../../flow/layout/graphLayout.ts';
import type { Card, Picture } from '../../flow/layout/picture.ts';
import { treeOf } from '../../flow/layout/tree.ts';
import { layTree } from '../../flow/layout/treeLayout.ts';
import { normalOutcome } from '../../flow/outcomes.ts';
import { peopleIn } from '../../flow/why.ts';
import type { FlowPicture, NodeState, PictureNode, StayTaskView, StayView } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import { envOf, factsOf } from '../door/facts.ts';
import { refusals } from '../door/refusal.ts';
import { wordsOf } from './history.ts';
import { people } from './texts.ts';
import type { Seen } from './view.ts';
import type { FlowWords } from './words.ts';

/** A tree is read from top to bottom and laid out once for a definition; what crosses is drawn as a graph. */
const laid = new WeakMap<FlowDefinition, Picture>();

function layoutOf(flow: FlowDefinition): Picture {
  const known = laid.get(flow);
  if (known) return known;
  const tree = treeOf(flow);
  const made = tree.isWhole ? layTree(tree) : layGraph(flow);
  laid.set(flow, made);
  return made;
}

/** The picture of the record's flow, as its designer sees it, with what this record has gone through. */
export async function pictureOf(seen: Seen, locale: Locale): Promise<FlowPicture> {
  const { work, held } = seen;
  const flow = held.form.flow?.definition;
  if (flow === undefined) throw refusals.notFound();
  const events = await eventsOf(work, held.head.instance);
  const stays = staysOf(events);
  const names: Record<string, string> = {};
  await people(work.parts, held.app, peopleOf(stays), locale, names);
  const words = await wordsOf(seen, names, locale);
  const gone = waysGone(flow, events);
  const waited = waitedIn(held);
  const ahead = aheadOf(work, held);
  const layout = layoutOf(flow);
  const wasGone = (edges: readonly string[]): boolean => edges.some((edge) => gone.has(edge));
  return {
    label: words.of(flow.label),
    status: held.instance?.state?.status ?? 'running',
    width: layout.width,
    height: layout.height,
    nodes: layout.cards.map((card) => nodeView(card, stays, words, { gone, waited, ahead })),
    ways: layout.ways.map(({ edge, from, at, x, y, width, height }) => ({
      ...{ key: edge.key, x, y, width, height },
      label: wayName(words, edge, from.type, at),
      gone: gone.get(edge.key) ?? 0,
    })),
    leaps: layout.leaps.map(({ edge, isBack, x, y, width, height }) => ({
      ...{ key: edge.key, x, y, width, height, isBack },
      label: words.node(edge.to),
      gone: gone.get(edge.key) ?? 0,
    })),
    wires: layout.wires.map(({ edges, path, hasArrow, label }) => ({
      ...{ path, hasArrow, gone: wasGone(edges) },
      ...(label
        ? { label: { x: label.x, y: label.y, text: wayName(words, label.edge, label.from.type, 0, label.from.key) } }
        : {}),
    })),
    returns: returnsOf(events),
  };
}

async function eventsOf(work: Seen['work'], instance: string | null): Promise<FlowEvent[]> {
  if (instance === null) return [];
  const rows = await work.query<{ seq: number; at: string; type: string; data: object }>(
    'select seq, at, type, data from engine.event where instance = $1 order by seq',
    [instance],
  );
  return rows.map(({ seq, at, type, data }) => ({ ...data, seq, at, type }) as FlowEvent);
}

const waitedIn = ({ instance }: Seen['held']): ReadonlySet<string> =>
  instance?.state ? joinsWaitedAt(instance.compiled, instance.state) : new Set();

function peopleOf(stays: readonly Stay[]): Set<string> {
  const ids = stays.flatMap(({ by = [], why, tasks }) => [
    ...by,
    ...(why ? peopleIn(why) : []),
    ...tasks.flatMap((task) => [task.assignee ?? [], task.by ?? [], peopleIn(task.why), namedIn(task)].flat()),
  ]);
  return new Set(ids);
}

const namedIn = ({ why }: StayTask): string[] => {
  const users = why.params?.users;
  return Array.isArray(users) ? users.map(String) : [];
};

/** Where the case may still come to, as far as is known; nowhere once it is over. */
export function aheadOf(work: Seen['work'], held: Seen['held']): ReadonlySet<string> {
  const compiled = held.instance?.compiled ?? held.form.flow?.compiled;
  const { status, tokens = [] } = held.instance?.state ?? {};
  if (compiled === undefined || (status !== 'running' && status !== 'suspended')) return new Set();
  const known = { facts: factsOf(work, held), env: envOf(held.app, work.now) };
  return stillAhead(
    compiled,
    tokens.map(({ node }) => node),
    known,
  );
}

/** By its label, its condition's place, or the outcome on which it is gone. */
function wayName(words: FlowWords, edge: FlowEdge, from: string, at: number, key?: string): string {
  if (edge.label !== undefined) return words.of(edge.label);
  if (edge.default) return words.say({ 'zh-CN': '其他情况', en: 'Otherwise' });
  if (from === 'foreach') return words.say({ 'zh-CN': '每一行', en: 'Each row' });
  if (from === 'parallel') return words.say({ 'zh-CN': `分支 ${at + 1}`, en: `Branch ${at + 1}` });
  if (edge.on !== undefined) return words.outcome(key ?? edge.from, edge.on);
  if (edge.when !== undefined) return words.say({ 'zh-CN': `条件 ${at + 1}`, en: `Condition ${at + 1}` });
  return '';
}

const STATES: Readonly<Record<Stay['status'], NodeState>> = {
  current: 'current',
  held: 'current',
  incident: 'incident',
  left: 'done',
  skipped: 'skipped',
  returned: 'undone',
  cancelled: 'skipped',
};

/** What is under way counts before what was; of what was, the last. */
function stateOf(stays: readonly Stay[]): NodeState {
  if (stays.some(({ status }) => status === 'incident')) return 'incident';
  if (stays.some(({ status }) => status === 'current' || status === 'held')) return 'current';
  const last = stays.at(-1);
  if (last === undefined) return 'waiting';
  return last.undone ? 'undone' : STATES[last.status];
}

interface Gone {
  gone: ReadonlyMap<string, number>;
  waited: ReadonlySet<string>;
  ahead: ReadonlySet<string>;
}

function nodeView(card: Card, all: readonly Stay[], words: FlowWords, { gone, waited, ahead }: Gone): PictureNode {
  const { node, shape, x, y, width, height, exits } = card;
  const stays = all.filter((stay) => stay.node === node.key);
  const { flow } = words;
  const come = stateOf(stays);
  const status = come === 'waiting' && !ahead.has(node.key) ? 'skipped' : come;
  return {
    key: node.key,
    type: node.type,
    label: flow ? words.of(labelOfNode(flow, node.key)) : '',
    ...{ shape, x, y, width, height },
    status: waited.has(node.key) && status === 'done' ? 'current' : status,
    people: [...new Set(openFirst(stays).map((task) => whoHas(task, words)))],
    exits: exits.map((edge) => ({
      label: `${words.outcome(node.key, edge.on ?? normalOutcome(node))} → ${words.node(edge.to)}`,
      gone: gone.has(edge.key),
    })),
    stays: stays.map((stay) => stayView(stay, words)),
  };
}

/** Who is at it; where nobody is, who did it last. */
function openFirst(stays: readonly Stay[]): StayTask[] {
  const open = stays.flatMap(({ tasks }) => tasks.filter(({ status }) => status === 'open'));
  return open.length > 0 ? open : (stays.at(-1)?.tasks ?? []).filter(({ status }) => status === 'done');
}

function whoHas({ by, assignee, role }: StayTask, words: FlowWords): string {
  const person = by ?? assignee;
  return person === undefined ? words.role(role) : words.person(person);
}

function stayView(stay: Stay, words: FlowWords): StayView {
  const { at, until, status, undone, outcome, dueAt, overdue, why, incident, node } = stay;
  const branch = branchName(stay, words);
  const shown = undone ? 'undone' : status === 'left' ? 'done' : status;
  return {
    at,
    status: shown,
    why: [...(why ? words.why(why) : []), ...(incident ? [words.incident(incident.code)] : [])],
    tasks: stay.tasks.map((task) => taskView(task, node, words)),
    ...(until === undefined ? {} : { until }),
    ...(branch === undefined ? {} : { branch }),
    ...(outcome === undefined || !isSaid(outcome) ? {} : { outcome: words.outcome(node, outcome) }),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(overdue ? { overdue } : {}),
  };
}

/** How gates and book-keeping are left says nothing to people. */
const SILENT = new Set([
  'started',
  'chosen',
  'split',
  'each',
  'joined',
  'copied',
  'routed',
  'ended',
  'done',
  'elapsed',
]);
const isSaid = (outcome: string): boolean => !SILENT.has(outcome);

function branchName({ branch }: Stay, words: FlowWords): string | undefined {
  if (branch === undefined) return undefined;
  const { number, of, split, row } = branch;
  if (row !== undefined)
    return words.say({ 'zh-CN': `第 ${number + 1} 行，共 ${of} 行`, en: `Row ${number + 1} of ${of}` });
  const edges = words.flow?.edges.filter(({ from }) => from === split) ?? [];
  const edge = edges[number];
  const own = edge?.label === undefined ? '' : words.of(edge.label);
  return own || words.say({ 'zh-CN': `分支 ${number + 1}`, en: `Branch ${number + 1}` });
}

function taskView(task: StayTask, node: string, words: FlowWords): StayTaskView {
  const { status, at, doneAt, outcome, reason, over, why } = task;
  return {
    status,
    at,
    who: whoHas(task, words),
    why: words.why(over ?? why),
    ...(doneAt === undefined ? {} : { doneAt }),
    ...(outcome === undefined ? {} : { outcome: words.outcome(node, outcome) }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function returnsOf(events: readonly FlowEvent[]): FlowPicture['returns'] {
  const found = new Map<string, FlowPicture['returns'][number]>();
  for (const event of events) {
    if (event.type !== 'returned' && event.type !== 'jumped' && event.type !== 'taken_back') continue;
    const { from, to } = event;
    const known = found.get(`${from} ${to}`) ?? { from, to, times: 0 };
    found.set(`${from} ${to}`, { ...known, times: known.times + 1 });
  }
  return [...found.values()];
}
