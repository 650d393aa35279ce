import { startEmbedded } from '../database/embedded.ts';

/**
 * A program that keeps the embedded database on the folder it is given running until SIGTERM: the tests of the launcher
 * start it as this user or that, twice, and kill it. Prints one line of JSON: the connection, or the error.
 */
const [dataDir = ''] = process.argv.slice(2);
const lines: string[] = [];
try {
  const { connection, stop } = await startEmbedded(dataDir, (line) => lines.push(line));
  console.log(JSON.stringify({ connection, lines }));
  const alive = setInterval(() => undefined, 60_000);
  process.once('SIGTERM', () => {
    clearInterval(alive);
    void stop();
  });
} catch (cause) {
  const { code, message } = cause as { code?: string; message: string };
  console.log(JSON.stringify({ code, message, lines }));
}
