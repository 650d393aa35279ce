import type { Actor } from '../access/actor.ts';

/** Who brought a file: it is theirs alone until a record has it. */
export interface Uploader {
  kind: string;
  id?: string;
  app?: string;
  proof?: Record<string, string>;
}

export function uploaderOf(actor: Actor): Uploader {
  if (actor.kind === 'user') return { kind: 'user', id: actor.id };
  if (actor.kind === 'visitor') return { kind: 'visitor', app: actor.app, proof: { ...actor.proof } };
  return { kind: 'engine' };
}

export const ownerKey = (actor: Actor): string => JSON.stringify(uploaderOf(actor));

export function isUploader(uploader: Uploader, actor: Actor): boolean {
  if (actor.kind === 'user') return uploader.kind === 'user' && uploader.id === actor.id;
  if (actor.kind !== 'visitor' || uploader.kind !== 'visitor') return false;
  const { proof = {} } = uploader;
  const names = new Set([...Object.keys(proof), ...Object.keys(actor.proof)]);
  return uploader.app === actor.app && names.size > 0 && [...names].every((name) => proof[name] === actor.proof[name]);
}
