import type { PublicChallenge, PublicToken } from '../../../engine/wire.ts';
import { api, setVisitor } from '../../api/client.ts';
import { tab } from '../../device/tab.ts';

function solved(challenge: PublicChallenge): Promise<number | null> {
  const worker = new Worker(new URL('./solve.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<number | null>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<number | null>) => resolve(data));
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
    worker.postMessage(challenge);
  }).finally(() => worker.terminate());
}

const keyOf = (base: string): string => `pass.${base}`;
/** One that is about to end is not begun with. */
const LEAST_MS = 10 * 60_000;

/**
 * The right to hand this form in once, for a moment's work of the browser; from now on it is sent along. This tab keeps
 * it over a reload: files that were sent with it belong to it.
 */
export async function takePass(base: string): Promise<void> {
  const kept = JSON.parse(tab.get(keyOf(base)) ?? 'null') as PublicToken | null;
  if (kept !== null && Date.parse(kept.expires) > Date.now() + LEAST_MS) {
    setVisitor(kept.token);
    return;
  }
  setVisitor(undefined);
  const challenge = await api.get<PublicChallenge>(`${base}/challenge`);
  const solution = btoa(JSON.stringify({ ...challenge, number: await solved(challenge) }));
  const pass = await api.post<PublicToken>(`${base}/token`, { solution });
  tab.set(keyOf(base), JSON.stringify(pass));
  setVisitor(pass.token);
}

/** It was used, or is not taken any more. */
export const forgetPass = (base: string): void => tab.remove(keyOf(base));
