import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Counterpart, openCounterpart } from './counterpart.ts';

describe('a counterpart', () => {
  let counterpart: Counterpart;
  let handled = 0;

  beforeEach(async () => {
    handled = 0;
    counterpart = await openCounterpart({
      name: 'test',
      refuse: (code) => ({ status: 200, body: { errcode: code } }),
      routes: (app) => {
        app.post('/things', (_request, reply) => {
          handled += 1;
          return reply.send({ handled });
        });
      },
      clear: () => {
        handled = 0;
      },
    });
  });
  afterEach(() => counterpart.stop());

  const post = () => fetch(`${counterpart.url}/things`, { method: 'POST', body: '{"a":1}' });

  it('records what came over the wire and what it answered', async () => {
    await post();
    expect(counterpart.requests).toMatchObject([{ method: 'POST', path: '/things', body: '{"a":1}', status: 200 }]);
  });

  it('cuts connections while it is down, without any effect, and answers again when it is up', async () => {
    counterpart.faults.down();
    await expect(post()).rejects.toThrow();
    expect(handled).toBe(0);
    counterpart.faults.up();
    expect((await post()).status).toBe(200);
  });

  it('refuses so many requests with an HTTP status or a code of the provider, then works again', async () => {
    counterpart.faults.failNext(1, 503);
    expect((await post()).status).toBe(503);
    counterpart.faults.failNext(2, 'busy');
    expect(await (await post()).json()).toEqual({ errcode: 'busy' });
    expect(await (await post()).json()).toEqual({ errcode: 'busy' });
    expect(await (await post()).json()).toEqual({ handled: 1 });
  });

  it('can lose the answer to a request that took effect', async () => {
    counterpart.faults.loseNextAnswers(1);
    await expect(post()).rejects.toThrow();
    expect(handled).toBe(1);
    expect(await (await post()).json()).toEqual({ handled: 2 });
  });

  it('answers late while it is slow, and stops at once all the same', async () => {
    counterpart.faults.slow(30);
    const before = performance.now();
    await post();
    expect(performance.now() - before).toBeGreaterThanOrEqual(25);
    counterpart.faults.slow(60_000);
    const waiting = expect(post()).rejects.toThrow();
    await counterpart.stop();
    await waiting;
  });

  it('forgets requests, faults and effects on reset', async () => {
    await post();
    counterpart.faults.failNext(5, 500);
    counterpart.reset();
    expect(counterpart.requests).toEqual([]);
    expect(await (await post()).json()).toEqual({ handled: 1 });
  });
});
