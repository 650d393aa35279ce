import type { OptionView } from './answer.ts';
import type { WireError } from './error.ts';
import type { Values } from './json.ts';

/** POST …/records and other commands: what came of it. */
export interface CommandResult {
  id: string;
  revision: number;
  state?: string;
  title?: string;
  /** Warnings of checks that warn. */
  warnings?: string[];
  /** Nothing was done, and nothing had to be: somebody was quicker. The message says who, and what came of it. */
  already?: { code: 'decided' | 'claimed' | 'called_off' | 'over'; outcome?: string; message: string };
}

export interface DraftView {
  id: string;
  form: string;
  data: Values;
  /** Whom they have chosen so far, by node, with their names. */
  chosen?: Record<string, OptionView[]>;
  step?: number;
  updated_at: string;
  submit?: { status: 'checking' | 'failed' | 'done'; until?: string; error?: WireError['error']; record?: string };
}
