import type { Json } from '../../expression/types.ts';
import type { Actor } from '../access/actor.ts';
import type { RefusedField } from './refusal.ts';

interface Base {
  /** The app's version whose form the sender filled in. */
  version?: number;
  /** uuid: done once, whoever repeats it; the repeat gets the answer of the first. */
  command: string;
  app: string;
}

type Data = Record<string, Json>;

/** What people, the API, an import and a call-back may ask for. */
export type Command =
  | (Base & {
      type: 'create';
      form: string;
      data: Data;
      /** People for steps of its flow, ids or logins by node. */
      chosen?: Record<string, string[]>;
      import?: boolean;
    })
  | (Base & {
      type: 'update';
      form: string;
      record: string;
      /** What the sender last saw; left out by the engine, whose changes are never stale. */
      revision?: number;
      data: Data;
      /** Rows to add to sub-tables, for call-backs: a row whose `key` column is there already is not added again. */
      append?: Record<string, { rows: Data[]; key?: string }>;
    })
  | (Base & { type: 'delete'; form: string; record: string; revision?: number })
  | (Base & {
      type: 'signal';
      form: string;
      record: string;
      signal: string;
      /** What the sender last saw; left out where they did not look. */
      revision?: number;
      data?: Data;
      /** Submitting again: people chosen anew. */
      chosen?: Record<string, string[]>;
      reason?: string;
    })
  /** An edge from `*`: cancel. */
  | (Base & { type: 'edge'; form: string; record: string; on: string; reason?: string })
  /** A rule with a button trigger. */
  | (Base & { type: 'button'; form: string; record: string; rule: string; task?: string })
  /** By whoever began, while the work that is open allows it. */
  | (Base & { type: 'withdraw'; form: string; record: string; reason?: string })
  /** take_back, urge, suspend, resume, terminate, jump, reassign: what is done to the case as a whole. */
  | (Base & {
      type: 'case';
      form: string;
      record: string;
      operation: string;
      /** take_back, jump: a node; reassign: a user's id or login. */
      to?: string;
      reason?: string;
      /** reassign: whose assignee is put right. */
      task?: string;
      /** jump: which of several branches, by its token or by the node at which it stands. */
      token?: number;
      from?: string;
    })
  /** An administrator has what went wrong tried again, or (with an outcome and a reason) gone past. */
  | (Base & {
      type: 'retry';
      form: string;
      record: string;
      /** Which of several, by its token or by the node at which it stands. */
      token?: number;
      from?: string;
      outcome?: string;
      reason?: string;
    })
  | (Base & {
      type: 'task';
      task: string;
      /** The record it belongs to, from whoever has read it already. */
      at?: { form: string; record: string };
      /** approve, reject, complete, return, transfer, claim, comment, cc, delegate, add_signer, remove_signer. */
      operation: string;
      /** What the sender last saw of the record; left out where they did not look. */
      revision?: number;
      /** complete: one of the node's own. */
      outcome?: string;
      data?: Data;
      /** By whoever began, at a step of theirs: people chosen anew. */
      chosen?: Record<string, string[]>;
      /** return: a node; transfer, cc, delegate, add_signer, remove_signer: a user's id or login. */
      to?: string;
      reason?: string;
      /** add_signer. */
      position?: 'before' | 'after' | 'beside';
      /** return, where the node leaves the choice: come straight back. */
      resume?: boolean;
    });

/** What the engine asks of itself; the ids are those of the timer or the outbox row, so each happens once. */
export type EngineCommand =
  | (Base & { type: 'timer'; timer: string; instance: string })
  /** `error`: the call was given up. */
  | (Base & {
      type: 'called';
      call: string;
      outcome: string;
      answer: Json;
      error?: { code: string; detail: string; text?: { 'zh-CN': string; en: string } };
    })
  /** A step of a flow begins the flow of another record. */
  | (Base & { type: 'begin'; call: string })
  /** What befell the flow that waits befalls the one it waits for. */
  | (Base & { type: 'govern'; call: string; operation: 'suspend' | 'resume' | 'terminate' })
  | (Base & { type: 'scheduled'; form: string; record: string; rule: string })
  /** By the engine where somebody's absence begins; by an administrator where somebody leaves. */
  | (Base & {
      type: 'hand_over';
      form: string;
      record: string;
      from: string;
      /** Left out of a task's: whoever stands in for them now. */
      to?: string;
      /** Left out: what is theirs beside tasks (a turn in a row, a choice, what they have delegated). */
      task?: string;
      nodes?: string[];
      reason?: string;
    });

export interface CommandResult {
  form: string;
  record: string;
  revision: number;
  state: string | null;
  title: string | null;
  /** Texts of checks that warn, in both languages. */
  warnings?: { 'zh-CN': string; en: string }[];
  /** Nothing was done, and nothing had to be: somebody was quicker. */
  already?: Already;
  /** The command had been done before: this is its first answer. */
  repeated?: true;
}

/** decided: with which outcome. claimed: somebody of the group has it. called_off: the flow went another way. over: ended. */
export interface Already {
  code: 'decided' | 'claimed' | 'called_off' | 'over';
  outcome?: string;
  message: { 'zh-CN': string; en: string };
}

export interface Door {
  /** Does the command once, or throws a Refusal and does nothing of it. */
  execute(command: Command | EngineCommand, actor: Actor): Promise<CommandResult>;
  /** What the form's judge would say to it. Nothing is kept, numbered or sent; outside systems are asked what they are asked. */
  rehearse(command: Rehearsal, actor: Actor): Promise<RefusedField[]>;
}

/** A command whose values can be judged without doing it. */
export type Rehearsal = Extract<Command, { type: 'create' | 'update' }>;
