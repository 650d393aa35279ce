import type { AppModel } from '../definition/index.ts';
import { beginAbsence } from './absence/begin.ts';
import { Proxies } from './absence/proxies.ts';
import { absenceOver } from './absence/timers.ts';
import { Shelf } from './apps/shelf.ts';
import { type Clock, systemClock } from './clock.ts';
import { CommentStore } from './comments/comments.ts';
import type { ConnectorClient } from './connectors/index.ts';
import type { Database } from './database/database.ts';
import { Connections } from './door/connections.ts';
import { createDoor } from './door/index.ts';
import type { Notice } from './door/notice.ts';
import type { DoorParts } from './door/parts.ts';
import { People } from './door/people.ts';
import { Serials } from './door/serials.ts';
import { DraftShelf } from './drafts/drafts.ts';
import { HandOvers } from './handover/handovers.ts';
import { HandOverRunner } from './handover/runner.ts';
import type { Host } from './host.ts';
import { idMaker } from './ids.ts';
import { Announcer } from './jobs/announcer.ts';
import { keepHouse } from './jobs/housekeeping.ts';
import { Loop } from './jobs/loop.ts';
import type { MessageSender } from './messages/index.ts';
import { Outbox } from './outbox/outbox.ts';
import { Records } from './records/records.ts';
import { BoardReads } from './reports/boards.ts';
import { Tasks } from './tasks/tasks.ts';
import { Schedules } from './timers/schedules.ts';
import { type TimerRow, Timers } from './timers/timers.ts';

export interface HostOptions {
  database: Database;
  env: Readonly<Record<string, string | undefined>>;
  /** Made when the apps can be asked for: connectors and messages look definitions up there. */
  connectors(shelf: Shelf): ConnectorClient;
  messages(shelf: Shelf): MessageSender;
  clock?: Clock;
  /** Apps that are loaded already: a version of the same content is not loaded again. */
  models?: readonly AppModel[];
  log(line: string): void;
}

/** A host with its background work; `start` begins it, and until then nothing happens by itself. */
export interface RunningHost extends Host {
  apps: Shelf;
  people: People;
  timers: Timers;
  outbox: Outbox;
  schedules: Schedules;
  connectors: ConnectorClient;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A wake may be lost with the connection for notifications: nothing waits longer than this. */
const OUTBOX_POLL_MS = 1_000;
const TIMER_POLL_MS = 1_000;
/** A job that a killed process has left behind is taken up again when its hold has run out. */
const HAND_OVER_POLL_MS = 5_000;
const HOUSEKEEPING_MS = 3_600_000;

export async function composeHost(options: HostOptions): Promise<RunningHost> {
  const { database, env, log, clock = systemClock } = options;
  const sql = new Connections(database.knex);
  const counters = new Connections(database.counters);
  const newId = idMaker(clock);
  const shelf = new Shelf(sql, options.models);
  await shelf.refresh();
  const people = new People(sql, clock);
  const connectors = options.connectors(shelf);
  const announcer = new Announcer(counters, log, (notices) => hear(notices));
  const parts: DoorParts = {
    sql,
    shelf,
    people,
    connectors,
    clock,
    serials: new Serials(counters),
    newId,
    announce: (notices) => announcer.announce(notices),
    historyKey: env.HISTORY_KEY || undefined,
    log,
  };
  const door = createDoor(parts);
  const drafts = new DraftShelf(parts, door);
  const schedules = new Schedules({ sql, shelf, door, clock });
  const kinds = {
    draft: drafts.retry.bind(drafts),
    schedule: schedules.fire.bind(schedules),
    absence: (timer: TimerRow) => beginAbsence(parts, door, timer),
    absence_over: (timer: TimerRow) => absenceOver(parts, database.knex, timer),
  };
  const timers = new Timers({ sql, door, clock, kinds, announce: parts.announce, log });
  const messages = options.messages(shelf);
  const sender = { knex: database.knex, messages, newId, announce: parts.announce };
  const outbox = new Outbox({ sql, shelf, people, door, connectors, clock, log, ...sender });
  const proxies = new Proxies(parts, database.knex);
  const runner = new HandOverRunner({ knex: database.knex, door, clock, proxies, reads: parts });
  const loops = {
    handOvers: new Loop((isStopped) => runner.drain(isStopped), HAND_OVER_POLL_MS, log),
    outbox: new Loop((isStopped) => outbox.drain(isStopped), OUTBOX_POLL_MS, log),
    timers: new Loop((isStopped) => timers.drain(isStopped), TIMER_POLL_MS, log),
    house: new Loop(() => keepHouse(sql, clock.now()), HOUSEKEEPING_MS, log),
  };
  const all = Object.values(loops);
  let unlisten: (() => void) | undefined;

  function hear(notices: readonly Notice[]): void {
    const kinds = new Set(notices.map(({ kind }) => kind));
    if (kinds.has('work')) loops.outbox.wake();
    if (kinds.has('people') || kinds.has('proxies')) people.forget();
    if (kinds.has('app'))
      void refresh().catch((cause: unknown) => log(`The apps could not be read again: ${String(cause)}`));
  }

  async function refresh(): Promise<void> {
    people.forget();
    await shelf.refresh();
    await schedules.arrange();
  }

  /** Undefined: the connection was lost for a while, and anything may have been said. */
  function heard(payload: string | undefined): void {
    if (payload === undefined) hear([{ kind: 'work' }, { kind: 'people' }, { kind: 'app' }]);
    else hear([JSON.parse(payload) as Notice]);
  }

  return {
    database,
    clock,
    env,
    apps: shelf,
    people,
    door,
    records: new Records(parts),
    tasks: new Tasks(parts),
    boards: new BoardReads(parts, database.replica),
    drafts,
    proxies,
    handOvers: new HandOvers(parts, database.knex, runner, () => loops.handOvers.wake()),
    comments: new CommentStore(parts, database.knex, messages),
    timers,
    outbox,
    schedules,
    connectors,
    refresh,
    settle: async () => {
      for (let done = 1; done > 0; ) done = (await outbox.drain()) + (await timers.drain()) + (await runner.drain());
    },
    start: async () => {
      unlisten = await database.listen('engine', heard);
      await refresh();
      for (const loop of all) loop.start();
    },
    stop: async () => {
      unlisten?.();
      await Promise.all(all.map((loop) => loop.stop()));
      await announcer.stop();
    },
  };
}
