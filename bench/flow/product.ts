import pg from 'pg';
import type { Measurement } from '../measure.ts';
import { caseFigures } from './cases/measure.ts';
import { clear, multiply } from './fill.ts';
import { growthFigures, planFigures } from './growth.ts';
import { fillDesks } from './inbox/fill.ts';
import { type Desk, inboxFigures } from './inbox/measure.ts';
import { Side } from './side.ts';
import { openStage, type Stage } from './stage.ts';

const INSTANCES = 100_000;
const FEW_TASKS = 10_000;
const MANY_TASKS = 1_000_000;
/** Whose desk is looked at: of a role, as most are. */
const LOGIN = 'fay';

interface Place {
  side: Side;
  client: pg.Client;
}

/** The whole product on a PostgreSQL of the bench's own that waits for its disk: cases, growth, inboxes. */
export async function productFigures(): Promise<Measurement[]> {
  const stage = await openStage();
  const places: Place[] = [];
  try {
    const small = await openPlace(stage.url, stage.client);
    places.push(small);
    const { measurements, transactions } = await caseFigures(stage, small.side);
    const large = await openLarge(stage);
    places.push(large);
    const few = { ...small, instances: 10 };
    const many = { ...large, instances: INSTANCES };
    await fillCases(large, INSTANCES);
    measurements.push(
      ...(await growthFigures(few, many, stage.postmaster)),
      ...(await planFigures(many, transactions)),
    );
    const desks = [await openDesk(small, FEW_TASKS), await openDesk(large, MANY_TASKS)] as const;
    return [...measurements, ...(await inboxFigures(...desks))];
  } finally {
    for (const { side } of places) await side.stop();
    await places[1]?.client.end();
    await stage.stop();
  }
}

async function openPlace(url: string, client: pg.Client): Promise<Place> {
  return { client, side: await Side.start(new URL('cases/doorSide.ts', import.meta.url), { url }) };
}

/** A second database of the same server: what is measured among many rows is measured beside it among few. */
async function openLarge(stage: Stage): Promise<Place> {
  await stage.client.query('create database large');
  const url = new URL(stage.url);
  url.pathname = '/large';
  const client = new pg.Client({ ...stage.connection, database: 'large' });
  await client.connect();
  return openPlace(url.href, client);
}

/** Copies of one case that the door has led to its end. */
async function fillCases({ side, client }: Place, instances: number): Promise<void> {
  await multiply(client, [await oneCase({ side, client })], instances);
}

async function oneCase({ side, client }: Place): Promise<string> {
  await side.ask('run', { cases: 1, most: 1 });
  const { rows } = await client.query<{ id: string }>('select id from bench.request order by created_at desc limit 1');
  return rows[0]?.id ?? '';
}

async function openDesk(place: Place, tasks: number): Promise<Desk> {
  await clear(place.client);
  const { rows } = await place.client.query<{ id: string }>('select id from engine.app_user where login = $1', [LOGIN]);
  const user = { id: rows[0]?.id ?? '', login: LOGIN };
  await fillDesks(place.client, await oneCase(place), user.id, tasks);
  return { ...place, tasks, user };
}
