import type { Knex } from 'knex';
import type { MessageDefinition } from '../../definition/index.ts';
import type { Json } from '../../expression/types.ts';
import type { Locale } from '../access/actor.ts';

/** A message to one receiver, as the door writes it in its transaction. */
export interface MessageOrder {
  app: string;
  /** Key of the message definition. */
  message: string;
  /** The engine's own message, where it is none of the app's. */
  definition?: MessageDefinition;
  /** A user of ours, or an address outside. */
  to: { user: string } | { address: string; locale?: Locale };
  /** Channels of app.json beside the inbox. */
  channels: readonly string[];
  /** What the text's places are filled from. */
  facts: Record<string, Json>;
  form?: string;
  record?: string;
  task?: string;
  /** Where a click leads, where it is about no record: a page of ours. */
  path?: string;
}

/** What the door puts into its outbox, in the same transaction, so that a message leaves once and survives a crash. */
export interface OutgoingCall {
  app: string;
  connector: string;
  operation: string;
  data: Record<string, Json>;
  /** Idempotency key: the message's id. */
  key: string;
}

export interface MessageSender {
  /**
   * Writes the rows of `engine.message` (channel "inbox" for users, one row for each further channel) in the caller's
   * transaction and returns the calls that its outbox has to make. A receiver without an address for a channel is
   * skipped there and stays in the inbox.
   */
  write(trx: Knex.Transaction, orders: readonly MessageOrder[], at: Date): Promise<OutgoingCall[]>;
}

export { createMessageSender, isPersonal, type SenderParts } from './sender.ts';
