import type { Knex } from 'knex';
import * as apps from './001_apps.ts';
import * as people from './002_people.ts';
import * as flows from './003_flows.ts';
import * as history from './004_history.ts';
import * as outgoing from './005_outgoing.ts';
import * as belongings from './006_belongings.ts';
import * as edge from './007_edge.ts';
import * as views from './008_views.ts';
import * as design from './009_design.ts';
import * as uploads from './010_uploads.ts';
import * as pictures from './011_pictures.ts';
import * as subflows from './012_subflows.ts';
import * as absence from './013_absence.ts';
import * as incidents from './014_incidents.ts';
import * as inbox from './016_inbox.ts';
import * as handOver from './018_hand_over.ts';

/** One step of the engine's own tables. It runs once, in a transaction, and is never edited after a release. */
export interface Migration {
  name: string;
  up(knex: Knex): Promise<void>;
  down?(knex: Knex): Promise<void>;
}

/** In this order. The tables of an app's forms are no migrations: they follow from its definitions (engine/host/apps). */
export const migrations: readonly Migration[] = [
  { name: '001_apps', ...apps },
  { name: '002_people', ...people },
  { name: '003_flows', ...flows },
  { name: '004_history', ...history },
  { name: '005_outgoing', ...outgoing },
  { name: '006_belongings', ...belongings },
  { name: '007_edge', ...edge },
  { name: '008_views', ...views },
  { name: '009_design', ...design },
  { name: '010_uploads', ...uploads },
  { name: '011_pictures', ...pictures },
  { name: '012_subflows', ...subflows },
  { name: '013_absence', ...absence },
  { name: '014_incidents', ...incidents },
  { name: '016_inbox', ...inbox },
  { name: '018_hand_over', ...handOver },
];
