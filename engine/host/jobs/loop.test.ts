import { expect, test } from 'vitest';
import { Loop } from './loop.ts';

test('stopping does not wait for everything that is left, only for what has begun', async () => {
  let done = 0;
  let stopping: Promise<void> | undefined;
  const loop = new Loop(
    async (isStopped) => {
      for (let left = 1_000; left > 0 && !isStopped(); left -= 1) {
        await Promise.resolve();
        done += 1;
        if (done === 3) stopping = loop.stop();
      }
    },
    60_000,
    () => undefined,
  );
  loop.start();
  while (stopping === undefined) await Promise.resolve();
  await stopping;
  expect(done).toBe(3);
});
