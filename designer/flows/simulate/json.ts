import type { Values } from '../../../engine/wire.ts';

/** The object that somebody has typed; undefined while it is none yet. */
export function objectIn(text: string): Values | undefined {
  try {
    const value: unknown = JSON.parse(text.trim() || '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : undefined;
  } catch (error) {
    // What is being typed is no JSON yet: it is said beside it.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
