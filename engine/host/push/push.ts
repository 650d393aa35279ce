import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { FormDefinition } from '../../definition/index.ts';
import type { PushEvent } from '../../wire.ts';
import { type Actor, rolesIn, type UserActor, type VisitorActor } from '../access/actor.ts';
import type { Notice } from '../door/notice.ts';
import type { Host } from '../host.ts';

interface Client {
  actor: UserActor | VisitorActor;
  raw: ServerResponse;
  /** Events of one burst, each once. */
  waiting: Map<string, string>;
  timer: NodeJS.Timeout | undefined;
  /** Visitors: the records their proof opens, and when they were asked for. */
  mine: { ids: Set<string>; at: number } | undefined;
}

const HEARTBEAT_MS = 20_000;
/** One burst of changes becomes one write; people do not see a tenth of a second. */
const BURST_MS = 100;
const PER_PERSON = 12;
const KEPT = 1_000;
/** How often a visitor's own records are asked for again because of a record that is not among them. */
const MINE_MS = 5_000;
/** A reader that does not keep up is let go; it comes back and is told to look at everything again. */
const MOST_BYTES = 1_000_000;

/**
 * Tells screens that something has changed, never what: {kind, app, form, id}. Who may not see a form hears nothing of it,
 * and who may see only some of its records hears no ids.
 */
export class Push {
  readonly #host: Host;
  readonly #clients = new Set<Client>();
  readonly #beat: NodeJS.Timeout;
  /** Numbers of one process mean nothing to another: after a change of process everything is looked at again. */
  readonly #boot = randomUUID().slice(0, 8);
  #seq = 0;
  #recent: { seq: number; notice: Notice }[] = [];

  constructor(host: Host) {
    this.#host = host;
    this.#beat = setInterval(() => this.#all((client) => client.raw.write(': here\n\n')), HEARTBEAT_MS).unref();
  }

  open(actor: Actor, raw: ServerResponse, lastEventId: string | undefined): void {
    if (actor.kind === 'engine') return;
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    const client: Client = { actor, raw, waiting: new Map(), timer: undefined, mine: undefined };
    this.#makeRoom(actor);
    this.#clients.add(client);
    raw.once('close', () => this.#remove(client));
    raw.write(`retry: 2000\n: ${this.#boot}\n\n`);
    if (lastEventId !== undefined) this.#resume(client, lastEventId);
  }

  /** A notice of the engine channel; undefined: the connection was lost and anything may have happened. */
  heard(payload: string | undefined): void {
    if (payload === undefined) {
      this.#recent = [];
      return this.#all((client) => this.#lookAgain(client));
    }
    const notice = JSON.parse(payload) as Notice;
    if (notice.kind === 'work' || notice.kind === 'proxies') return;
    if (notice.kind === 'people') return this.#peopleChanged(notice.id);
    this.#seq += 1;
    this.#recent.push({ seq: this.#seq, notice });
    if (this.#recent.length > KEPT) this.#recent.shift();
    const seq = this.#seq;
    this.#all((client) => void this.#offer(client, notice, seq).catch(() => client.raw.destroy()));
  }

  close(): void {
    clearInterval(this.#beat);
    this.#all((client) => client.raw.end());
  }

  async #offer(client: Client, notice: Notice, seq: number): Promise<void> {
    const event = await this.#eventFor(client, notice);
    if (!event || client.raw.writableEnded) return;
    const data = JSON.stringify(event);
    client.waiting.set(data, `id: ${this.#boot}-${seq}\ndata: ${data}\n\n`);
    client.timer ??= setTimeout(() => this.#flush(client), BURST_MS);
  }

  async #eventFor(client: Client, notice: Notice): Promise<PushEvent | undefined> {
    const { kind, app, form, id, users } = notice;
    const { actor } = client;
    if (kind === 'design') return designEvent(actor, notice, this.#host);
    if (kind === 'people' || kind === 'proxies' || kind === 'work') return undefined;
    if (app !== undefined && rolesIn(actor, app).length === 0) return undefined;
    const event: PushEvent = { kind, ...(app !== undefined && { app }), ...(form !== undefined && { form }) };
    if (kind === 'app') return event;
    if (kind === 'incident') return app !== undefined && this.#administers(actor, app) ? event : undefined;
    if (users)
      return actor.kind === 'user' && users.includes(actor.id)
        ? { ...event, ...(id !== undefined && { id }) }
        : undefined;
    if ((kind !== 'record' && kind !== 'comment') || app === undefined || form === undefined) return undefined;
    // What staff say to each other is not even hinted at.
    if (kind === 'comment' && actor.kind !== 'user') return undefined;
    if (actor.kind === 'visitor')
      return (await this.#isMine(client, actor, app, form, id)) ? { ...event, ...(id && { id }) } : undefined;
    const seen = this.#seesOf(actor, app, form);
    if (seen === 'nothing') return undefined;
    return seen === 'all' && id !== undefined ? { ...event, id } : event;
  }

  #administers(actor: Actor, app: string): boolean {
    const admin = this.#host.apps.get(app)?.app.admin;
    return admin !== undefined && rolesIn(actor, app).includes(admin);
  }

  #seesOf(actor: UserActor, app: string, key: string): 'all' | 'some' | 'nothing' {
    const form: FormDefinition | undefined = this.#host.apps.get(app)?.forms.get(key);
    const roles = new Set(['everyone', ...rolesIn(actor, app)]);
    const entries = (form?.access ?? []).filter(({ role }) => roles.has(role));
    if (entries.length === 0) return 'nothing';
    return entries.some(({ rows }) => rows === undefined) ? 'all' : 'some';
  }

  async #isMine(
    client: Client,
    actor: VisitorActor,
    app: string,
    form: string,
    id: string | undefined,
  ): Promise<boolean> {
    if (id === undefined || this.#host.apps.get(app)?.app.portal?.apply !== form) return false;
    const now = Date.now();
    if (!client.mine?.ids.has(id) && (client.mine === undefined || now - client.mine.at > MINE_MS)) {
      const { rows } = await this.#host.records.mine(app, actor, 'en');
      client.mine = { ids: new Set(rows.map((row) => row.id)), at: now };
    }
    return client.mine?.ids.has(id) ?? false;
  }

  #flush(client: Client): void {
    client.timer = undefined;
    const text = [...client.waiting.values()].join('');
    client.waiting.clear();
    if (client.raw.writableLength > MOST_BYTES) client.raw.destroy();
    else if (!client.raw.writableEnded) client.raw.write(text);
  }

  #resume(client: Client, lastEventId: string): void {
    const [boot, number] = lastEventId.split('-');
    const [first] = this.#recent;
    const after = Number(number);
    if (boot !== this.#boot || !(after <= this.#seq) || (first && after < first.seq - 1))
      return this.#lookAgain(client);
    for (const { seq, notice } of this.#recent) {
      if (seq > after) void this.#offer(client, notice, seq).catch(() => client.raw.destroy());
    }
  }

  #lookAgain(client: Client): void {
    const apps = client.actor.kind === 'user' ? Object.keys(client.actor.roles) : [client.actor.app];
    for (const app of apps) {
      void this.#offer(client, { kind: 'app', app }, this.#seq).catch(() => client.raw.destroy());
    }
  }

  /** Rights may be gone: the screen comes back and is let in as what the person is now, or not at all. */
  #peopleChanged(id: string | undefined): void {
    this.#all((client) => {
      if (client.actor.kind === 'user' && (id === undefined || client.actor.id === id)) client.raw.end();
    });
  }

  #makeRoom(actor: Actor): void {
    const key = keyOf(actor);
    const own = [...this.#clients].filter((client) => keyOf(client.actor) === key);
    for (const client of own.slice(0, Math.max(own.length - PER_PERSON + 1, 0))) client.raw.end();
  }

  #remove(client: Client): void {
    clearTimeout(client.timer);
    this.#clients.delete(client);
  }

  #all(work: (client: Client) => void): void {
    for (const client of this.#clients) work(client);
  }
}

/** Drafts are the business of the app's administrators; of one that was never published, of whoever works in it. */
function designEvent(actor: Actor, { app, id, path, by }: Notice, { apps }: Host): PushEvent | undefined {
  if (app === undefined || actor.kind !== 'user') return undefined;
  const roles = rolesIn(actor, app);
  const admin = apps.get(app)?.app.admin;
  if (admin === undefined ? roles.length === 0 : !roles.includes(admin)) return undefined;
  return {
    kind: 'design',
    app,
    ...(id !== undefined && { id }),
    ...(path && { path }),
    ...(by !== undefined && { by }),
  };
}

function keyOf(actor: Actor): string {
  return actor.kind === 'user' ? actor.id : JSON.stringify(actor);
}
