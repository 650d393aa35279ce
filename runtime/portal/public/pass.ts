import type { PublicChallenge, PublicToken } from '../../../engine/wire.ts';
import { api, setVisitor } from '../../api/client.ts';

function solved(challenge: PublicChallenge): Promise<number | null> {
  const worker = new Worker(new URL('./solve.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<number | null>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<number | null>) => resolve(data));
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
    worker.postMessage(challenge);
  }).finally(() => worker.terminate());
}

/** The right to hand this form in once, for a moment's work of the browser; from now on it is sent along. */
export async function takePass(base: string): Promise<void> {
  setVisitor(undefined);
  const challenge = await api.get<PublicChallenge>(`${base}/challenge`);
  const solution = btoa(JSON.stringify({ ...challenge, number: await solved(challenge) }));
  const { token } = await api.post<PublicToken>(`${base}/token`, { solution });
  setVisitor(token);
}
