import { solveChallenge } from 'altcha-lib/v1';
import type { PublicChallenge } from '../../../engine/wire.ts';

/** Away from the page's main thread: whoever types does not notice. Answers with the number, or null. */
self.addEventListener('message', ({ data }: MessageEvent<PublicChallenge>) => {
  const { challenge, salt, algorithm, maxnumber } = data;
  void solveChallenge(challenge, salt, algorithm, maxnumber).promise.then((solution) =>
    self.postMessage(solution?.number ?? null),
  );
});
