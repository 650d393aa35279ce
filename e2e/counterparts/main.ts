import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startAll } from './index.ts';

/**
 * Runs the counterparts by themselves: `npx tsx e2e/counterparts/main.ts --port 4100`.
 * Prints one JSON line with the inbox address and the variables that a server needs to talk to them.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    orders: { type: 'string', default: 'apps/returns/data/orders.json' },
    prefix: { type: 'string', default: 'RETURNS' },
    'public-url': { type: 'string' },
  },
});

const orders: unknown = JSON.parse(await readFile(values.orders, 'utf8'));
const running = await startAll({
  orders,
  host: values.host,
  prefix: values.prefix,
  ...(values.port === undefined ? {} : { port: Number(values.port) }),
  ...(values['public-url'] === undefined ? {} : { publicUrl: values['public-url'] }),
});
process.stdout.write(`${JSON.stringify({ inbox: running.inbox.url, env: running.env })}\n`);

/** Started by a server: when that is gone, however it ended, so are we. */
if (process.channel) process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    running.stop().then(
      () => process.exit(0),
      (cause: unknown) => {
        process.stderr.write(`${String(cause)}\n`);
        process.exit(1);
      },
    );
  });
}
