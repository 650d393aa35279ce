import type { FlowDefinition } from '../../definition/index.ts';
import type { Trace } from '../../expression/types.ts';
import type { FlowEvent } from '../../flow/index.ts';
import type { HistoryEntry, Json, SimulationEntry, SimulationLine } from '../../wire.ts';
import type { LiveApp } from '../apps/live.ts';
import type { RunningHost } from '../compose.ts';
import type { Named } from '../scenario/records.ts';
import type { SimulatedConnectors } from './connectors.ts';
import { localised, nameOf, traceWords } from './words.ts';

const ENGINE = { kind: 'engine', cause: 'simulation' } as const;

interface EventRow {
  instance: string;
  seq: number;
  at: string;
  type: FlowEvent['type'];
  data: object;
  flow: string;
}

interface RunRow {
  id: string;
  rule: string;
  form: string;
  fired: boolean;
  why: Trace | null;
  error: { message?: string } | string | null;
}

interface MessageRow {
  id: string;
  key: string;
  channel: string;
  to_user: string | null;
  address: string | null;
  title: string;
  text: string;
}

export type Told = Omit<SimulationEntry, 'step' | 'at'>;

/** Tells what has happened since it was last asked, in the words that people would read. */
export class Teller {
  readonly #host: RunningHost;
  readonly #app: LiveApp;
  readonly #flow: string;
  readonly #connectors: SimulatedConnectors;
  readonly #known = new Set<string>();
  readonly #entries = new Map<string, number>();
  #calls = 0;

  constructor(host: RunningHost, app: LiveApp, flow: string, connectors: SimulatedConnectors) {
    this.#host = host;
    this.#app = app;
    this.#flow = flow;
    this.#connectors = connectors;
  }

  async since(records: readonly Named[]): Promise<Told> {
    const events = await this.#events();
    const own = events.filter(({ flow }) => flow === this.#flow);
    const { path, edges } = waysOf(this.#app.model.flows.get(this.#flow), own);
    const histories = await Promise.all(records.map((record) => this.#history(record)));
    const lines: SimulationLine[] = [
      ...histories.flat(),
      ...(await this.#rules()),
      ...this.#sent(),
      ...(await this.#messages()),
      ...(await this.#timers()),
    ];
    return { lines, path, edges };
  }

  #fresh<T extends { id: string }>(rows: readonly T[]): T[] {
    const fresh = rows.filter(({ id }) => !this.#known.has(id));
    for (const { id } of fresh) this.#known.add(id);
    return fresh;
  }

  async #events(): Promise<EventRow[]> {
    const rows = await this.#host.database
      .knex('engine.event as e')
      .join('engine.instance as i', 'i.id', 'e.instance')
      .where('i.app', this.#app.key)
      .orderBy(['e.at', 'e.instance', 'e.seq'])
      .select<EventRow[]>('e.instance', 'e.seq', 'e.at', 'e.type', 'e.data', 'i.flow');
    return this.#fresh(rows.map((row) => ({ ...row, id: `${row.instance} ${row.seq}` })));
  }

  async #history({ form, id }: Named): Promise<SimulationLine[]> {
    const { records } = this.#host;
    const [zh, en] = await Promise.all([
      records.history(this.#app.key, form, id, ENGINE, 'zh-CN'),
      records.history(this.#app.key, form, id, ENGINE, 'en'),
    ]);
    const seen = new Map<string, number>();
    return zh.flatMap((entry, at): SimulationLine[] => {
      // The clock stands still within a step: what was told before is known by what it says, as often as it was said.
      const mark = `${id} ${JSON.stringify(entry)}`;
      const times = (seen.get(mark) ?? 0) + 1;
      seen.set(mark, times);
      if (times <= (this.#entries.get(mark) ?? 0)) return [];
      this.#entries.set(mark, times);
      return [eventLine(entry, en[at] ?? entry)];
    });
  }

  async #rules(): Promise<SimulationLine[]> {
    const rows = await this.#host.database
      .knex('engine.rule_run')
      .where({ app: this.#app.key })
      .orderBy(['at', 'id'])
      .select<RunRow[]>('id', 'rule', 'form', 'fired', 'why', 'error');
    return this.#fresh(rows)
      .filter(({ fired, error }) => fired || error !== null)
      .map(({ rule, form, why, error }) => ({
        kind: 'rule',
        rule,
        label: this.#app.model.rules.get(rule)?.label ?? rule,
        why: traceWords(why, this.#app, this.#app.form(form)),
        ...(error === null ? {} : { failed: typeof error === 'string' ? error : (error.message ?? '') }),
      }));
  }

  #sent(): SimulationLine[] {
    const fresh = this.#connectors.log.slice(this.#calls);
    this.#calls = this.#connectors.log.length;
    return fresh.map((call) => ({ kind: 'call', ...call }));
  }

  async #messages(): Promise<SimulationLine[]> {
    const rows = await this.#host.database
      .knex('engine.message')
      .where({ app: this.#app.key })
      .orderBy(['created_at', 'id'])
      .select<MessageRow[]>('id', 'key', 'channel', 'to_user', 'address', 'title', 'text');
    const lines = this.#fresh(rows).map(async ({ key, channel, to_user, address, title, text }) => ({
      kind: 'message' as const,
      key,
      channel,
      to: to_user === null ? localised(address ?? '') : await nameOf(this.#host, this.#app.key, to_user),
      title,
      text,
    }));
    return Promise.all(lines);
  }

  async #timers(): Promise<SimulationLine[]> {
    const rows = await this.#host.database
      .knex('engine.timer')
      .where({ app: this.#app.key, status: 'waiting' })
      .whereNotNull('instance')
      .orderBy(['due_at', 'id'])
      .select<{ id: string; kind: string; due_at: string; data: { node?: string } }[]>('id', 'kind', 'due_at', 'data');
    return this.#fresh(rows).map(({ kind, due_at, data }) => ({
      kind: 'timer',
      timer: kind,
      at: due_at,
      ...(data.node === undefined ? {} : { node: data.node }),
    }));
  }
}

function eventLine(zh: HistoryEntry, en: HistoryEntry): SimulationLine {
  const { kind, actor, why, reason, changes } = zh;
  return {
    kind: 'event',
    event: kind,
    text: { 'zh-CN': zh.text, en: en.text },
    why: (why ?? []).map((text, at) => ({ 'zh-CN': text, en: en.why?.[at] ?? text })),
    ...(actor && { by: { 'zh-CN': actor.name, en: en.actor?.name ?? actor.name } }),
    ...(reason !== undefined && { reason }),
    ...(changes && {
      changes: changes.map(({ label, before, after }, at) => ({
        label,
        before: { 'zh-CN': before, en: en.changes?.[at]?.before ?? before },
        after: { 'zh-CN': after, en: en.changes?.[at]?.after ?? after },
      })),
    }),
  };
}

/** Nodes in the order in which they were entered, and the edges between: each from what was left last before it. */
export function waysOf(
  flow: FlowDefinition | undefined,
  events: readonly { type: string; data: object }[],
): { path: string[]; edges: string[] } {
  const path: string[] = [];
  const edges: string[] = [];
  const left: { node: string; outcome: Json }[] = [];
  for (const { type, data } of events) {
    const { node, back, outcome, on } = data as { node?: Json; back?: true; outcome?: Json; on?: Json };
    if (type === 'edge_taken') left.push({ node: '*', outcome: on ?? null });
    if (type === 'node_left') left.push({ node: String(node), outcome: outcome ?? null });
    if (type !== 'node_entered' || typeof node !== 'string') continue;
    path.push(node);
    if (back === true) continue;
    const into = (flow?.edges ?? []).filter(({ to }) => to === node);
    const from = left.findLast((one) => into.some((edge) => edge.from === one.node));
    const open = into.filter((edge) => edge.from === from?.node);
    const edge = open.find((one) => one.on !== undefined && one.on === from?.outcome) ?? open.find((one) => !one.on);
    if (edge !== undefined) edges.push(edge.key);
  }
  return { path, edges };
}
