import type { Json, JsonObject } from './types.ts';

/** An edit that the server does not have yet, with what it was made from. undefined: the file did not, or shall not, exist. */
export interface Kept {
  path: string;
  revision: number;
  base?: JsonObject;
  mine?: JsonObject;
}

/** Where the browser keeps edits until the server has them. */
export interface Shelf {
  read(): Kept[];
  /** False where the browser refuses: then the page has to stay open. */
  write(kept: readonly Kept[]): boolean;
}

/** Synchronous on purpose: the page may be gone in the next moment. One place for each person and app. */
export function browserShelf(app: string, person: string): Shelf {
  const name = `draft:${person}:${app}`;
  return {
    read() {
      try {
        const kept: unknown = JSON.parse(localStorage.getItem(name) ?? '[]');
        return Array.isArray(kept) ? kept.filter(isKept) : [];
      } catch {
        // Storage is refused, or what lies there is no draft: there is nothing to send later.
        return [];
      }
    },
    write(kept) {
      try {
        if (kept.length === 0) localStorage.removeItem(name);
        else localStorage.setItem(name, JSON.stringify(kept));
        return true;
      } catch {
        return kept.length === 0;
      }
    },
  };
}

function isKept(value: unknown): value is Kept {
  const kept = value as Partial<Record<keyof Kept, Json>> | null;
  return typeof kept === 'object' && typeof kept?.path === 'string' && typeof kept.revision === 'number';
}
