import type { Localised } from '../../engine/definition/index.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** The files of an app by path ("forms/claim.json"), as an app folder has them. */
export type Files = Readonly<Record<string, JsonObject>>;

/** What a command may change: drafts of the files, changed in place. */
export type DraftFiles = Record<string, JsonObject>;

/** What is selected in an editor; each editor has its own names of things. */
export type Selection = readonly string[];

/**
 * One edit: one step of undo. Made by a function in a file of its own, so that a drag, a key, a click and a paste do the
 * same thing.
 */
export interface Command {
  label: Localised;
  /** Changes the files in place; what is selected afterwards, where that changes. Throws: nothing has changed. */
  execute(files: DraftFiles): Selection | undefined;
  /** Commands with the same word that come within a second are one step of undo: typing in one property. */
  merge?: string;
}
