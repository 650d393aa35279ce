import type { FlowPoint, LeadTime, ReportDefinition, Tile } from '../definition/index.ts';
import { labelOfNode } from '../flow/names.ts';
import { type DimensionSql, dimensionSql } from './dimension.ts';
import { fromWhere, withTexts } from './figures.ts';
import { badTile, Refused } from './refusal.ts';
import { type Source, sourceOf } from './source.ts';
import { type Fragment, identifier, joined, sql } from './sql.ts';
import type { ReportContext, TilePlan } from './types.ts';

/** Pairs that are reduced in plain code: the newest this many. */
const MOST_PAIRS = 100_000;

const MOST_GROUPS = 5000;

/** Which events of a flow's history are this point. */
function eventIs(point: FlowPoint): Fragment {
  const node = point.node === undefined ? sql`` : sql` and e.data->>'node' = ${point.node}`;
  const outcome = point.outcome === undefined ? sql`` : sql` and e.data->>'outcome' = ${point.outcome}`;
  switch (point.event) {
    case 'submitted':
      return sql`e.type = 'started'`;
    case 'entered':
      return sql`e.type = 'node_entered'${node}`;
    case 'left':
      return sql`e.type = 'node_left'${node}${outcome}`;
    case 'state':
      return sql`e.type = 'state_changed' and e.data->>'to' = ${point.state ?? ''}`;
    case 'ended':
      return sql`e.type in ('ended', 'cancelled')`;
  }
}

/**
 * For each instance the first time it came to the first point, and the first time after that it came to the second.
 * What never came to both is no figure: it is still under way, or took another path.
 */
export function pairJoin(lead: LeadTime, app: string): Fragment {
  return sql` join engine.instance i on i.record = t.id and i.app = ${app} and i.flow = ${lead.flow}${pairs(lead)}`;
}

function pairs(lead: LeadTime): Fragment {
  const { from, to, nodes } = lead;
  if (nodes) return visits(nodes);
  if (!from || !to) throw new Refused(badTile(lead.flow));
  const first = sql`select e.at, e.seq from engine.event e where e.instance = i.id and ${eventIs(from)} order by e.seq limit 1`;
  const then = sql`select e.at from engine.event e where e.instance = i.id and e.seq > a.seq and ${eventIs(to)} order by e.seq limit 1`;
  return sql` join lateral (${first}) a on true join lateral (${then}) b on true`;
}

/** Each time that a node was come to and left again, not skipped; told apart by its token: several may stand there at once. */
function visits(nodes: readonly string[]): Fragment {
  const came = sql`select e.at, e.seq, e.data->>'node' as node, e.data->>'token' as token from engine.event e where e.instance = i.id and e.type = 'node_entered' and e.data->>'node' = any(${[...nodes]}::text[])`;
  const went = sql`select e.at from engine.event e where e.instance = i.id and e.seq > a.seq and e.type = 'node_left' and e.data->>'node' = a.node and e.data->>'token' = a.token and e.data->>'skipped' is null order by e.seq limit 1`;
  return sql` join lateral (${came}) a on true join lateral (${went}) b on true`;
}

/** Nodes come before what else the tile goes by. */
export function leadDimensions(tile: Tile, lead: LeadTime, source: Source, ctx: ReportContext): DimensionSql[] {
  const first = lead.nodes ? [nodeDimension(lead, lead.nodes, ctx)] : [];
  return [...first, ...(tile.by ?? []).map((by, i) => dimensionSql(by, first.length + i, source, ctx))];
}

function nodeDimension(lead: LeadTime, nodes: readonly string[], ctx: ReportContext): DimensionSql {
  const flow = ctx.app.flows.get(lead.flow);
  const options = nodes.map((key) => ({ key, label: flow ? labelOfNode(flow, key) : key }));
  const plan = { name: 'd0', path: 'node', label: { 'zh-CN': '环节', en: 'Step' }, options };
  return { plan, value: sql`a.node`, join: undefined, text: undefined };
}

export function leadSource(report: ReportDefinition, lead: LeadTime, ctx: ReportContext): Source {
  const flow = ctx.app.flows.get(lead.flow);
  if (!flow) throw new Refused(badTile(lead.flow));
  return sourceOf(ctx, report.filters ?? [], flow.form);
}

const STATS = [
  ['mean', 'avg(s.seconds)'],
  ['p50', 'percentile_cont(0.5) within group (order by s.seconds)'],
  ['p90', 'percentile_cont(0.9) within group (order by s.seconds)'],
  ['max', 'max(s.seconds)'],
] as const;

function statistics(inner: Fragment, dimensions: readonly DimensionSql[]): Fragment {
  const grouped = dimensions.map(({ plan }) => identifier('s', plan.name));
  const stats = STATS.map(([name, text]) => ({ sql: `round((${text})::numeric, 3) as "${name}"`, bindings: [] }));
  const selected = joined([...grouped, ...stats, sql`count(*) as "count"`], ', ');
  const by = grouped.length === 0 ? sql`` : sql` group by ${joined(grouped, ', ')}`;
  return sql`select ${selected} from (${inner}) s${by}`;
}

export function planLeadTime(report: ReportDefinition, tile: Tile, lead: LeadTime, ctx: ReportContext): TilePlan {
  const source = leadSource(report, lead, ctx);
  const dimensions = leadDimensions(tile, lead, source, ctx);
  const where = tile.where ? [source.condition(tile.where)] : [];
  const rest = fromWhere(source, dimensions, where, pairJoin(lead, ctx.app.app.key));
  const values = dimensions.map(({ plan, value }) => sql`${value} as ${identifier(plan.name)}`);
  const base = { tile, form: source.form.key, dimensions: dimensions.map(({ plan }) => plan), limit: tile.limit ?? 60 };
  if (lead.calendar !== undefined) {
    const pairs = sql`select ${joined([...values, sql`a.at as from_at`, sql`b.at as to_at`], ', ')} ${rest}`;
    const text = withTexts(pairs, dimensions, sql` order by q.to_at desc`, MOST_PAIRS);
    return { ...base, ...text, shape: 'working_time', calendar: lead.calendar };
  }
  const seconds = sql`extract(epoch from b.at - a.at)::float8 as seconds`;
  const inner = sql`select ${joined([...values, seconds], ', ')} ${rest}`;
  const order = dimensions.length === 0 ? sql`` : sql` order by q."count" desc`;
  return { ...base, ...withTexts(statistics(inner, dimensions), dimensions, order, MOST_GROUPS), shape: 'lead_time' };
}
