import type { Shelf } from '../apps/shelf.ts';
import type { Clock } from '../clock.ts';
import type { ConnectorClient } from '../connectors/index.ts';
import type { Connections } from './connections.ts';
import type { Announce } from './notice.ts';
import type { People } from './people.ts';
import type { Serials } from './serials.ts';

/** What the door works with. */
export interface DoorParts {
  sql: Connections;
  shelf: Shelf;
  people: People;
  serials: Serials;
  connectors: ConnectorClient;
  clock: Clock;
  /** uuid v7: grows with time, so that keys and rows lie in the order they came. */
  newId(): string;
  /** After the commit. */
  announce: Announce;
  /** With it the hashes of the histories are keyed (HISTORY_KEY). */
  historyKey?: string | undefined;
  log(line: string): void;
}
