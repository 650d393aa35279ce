import { tab } from '../../device/tab.ts';

/**
 * Files whose sending was cut off because the page was reloaded or left. A browser gives a page no way back to a file
 * that was chosen before; but the server keeps what has come of it for a day, and when the same file is chosen again it
 * goes on from there.
 */
export interface Interrupted {
  /** Of the upload at the server. */
  upload: string;
  /** "photos" or "lines[<row id>].photos". */
  path: string;
  name: string;
  size: number;
  /** When the file was last changed, in milliseconds. */
  modified: number;
  /** Of its content; undefined where the browser has no digests (plain http). */
  print: string | undefined;
  /** 0 to 1: how much of it the server has. */
  part: number;
  /** When it was begun, in milliseconds. */
  at: number;
}

/** The server removes what is unfinished after a day. */
const DAY_MS = 24 * 3_600_000;
const SAMPLE = 64 * 1024;

const keyOf = (place: string): string => `uploads.${place}`;
/** Those that are on their way in this page: not interrupted, though they are noted. */
const running = new Set<string>();

const isEntry = (one: unknown): one is Interrupted =>
  typeof one === 'object' && one !== null && 'upload' in one && 'path' in one && 'size' in one && 'at' in one;

function read(place: string): Interrupted[] {
  const kept: unknown = JSON.parse(tab.get(keyOf(place)) ?? '[]');
  return Array.isArray(kept) ? kept.filter(isEntry).filter(({ at }) => at > Date.now() - DAY_MS) : [];
}
function write(place: string, entries: readonly Interrupted[]): void {
  if (entries.length === 0) tab.remove(keyOf(place));
  else tab.set(keyOf(place), JSON.stringify(entries));
}

/** Those of one field of a form. `place`: which form, of which record. */
export const interruptedAt = (place: string, path: string): Interrupted[] =>
  read(place).filter((entry) => entry.path === path && !running.has(entry.upload));

/** On its way, so far. */
export function noteUpload(place: string, entry: Interrupted): void {
  running.add(entry.upload);
  write(place, [...read(place).filter(({ upload }) => upload !== entry.upload), entry]);
}

/** It has come, was refused, or was given up. */
export function forgetUpload(place: string, upload: string): void {
  running.delete(upload);
  write(
    place,
    read(place).filter((entry) => entry.upload !== upload),
  );
}

/** The form was handed in without them. */
export const forgetUploads = (place: string): void => tab.remove(keyOf(place));

/** Of a beginning, a middle and an end: a film of 200 MB is not read to the end to be known again. */
export async function fingerprint(file: File): Promise<string | undefined> {
  if (!globalThis.isSecureContext) return undefined;
  const starts = [0, Math.max(0, Math.floor((file.size - SAMPLE) / 2)), Math.max(0, file.size - SAMPLE)];
  const samples = new Blob(starts.map((start) => file.slice(start, start + SAMPLE)));
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await samples.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Phones give a picture another name and another date each time it is chosen: its content says more, where it can. */
export async function isSameFile(entry: Interrupted, file: File): Promise<boolean> {
  if (entry.size !== file.size) return false;
  const print = entry.print === undefined ? undefined : await fingerprint(file);
  return print === undefined ? entry.name === file.name && entry.modified === file.lastModified : entry.print === print;
}
