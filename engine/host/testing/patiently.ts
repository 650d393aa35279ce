import { setTimeout as pause } from 'node:timers/promises';

const BUSY_MS = 250;
const PATIENCE_MS = 120_000;

/** A server that is busy says so and has done nothing: once more in a moment. Where that never ends, it is the answer. */
export async function patiently<T extends { status: number }>(ask: () => Promise<T>): Promise<T> {
  for (const began = Date.now(); ; await pause(BUSY_MS)) {
    const answer = await ask();
    if (answer.status !== 503 || Date.now() - began > PATIENCE_MS) return answer;
  }
}
