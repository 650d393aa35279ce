import { startServer } from './server.ts';
import { shellLocale, told } from './shell.ts';

const say = (line: string): void => console.log(line);
const began = Date.now();

try {
  const server = await startServer({ env: process.env, log: say });
  let isEnding = false;
  const end = async (code: number): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    await server.stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      say('Stopping …');
      void end(0);
    });
  }
  void server.databaseExited.then(() => {
    if (isEnding) return;
    console.error('The database has ended; so do we.');
    void end(1);
  });
  say('');
  say(`  ${server.url}   (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  if (server.logins.length > 0) {
    say('');
    say(`  People of the demo (password: ${server.logins[0]?.password ?? ''}):`);
    for (const { login, name, roles } of server.logins) say(`    ${login.padEnd(18)} ${name} – ${roles.join(', ')}`);
  }
  say('');
} catch (cause) {
  console.error(told(cause, shellLocale(process.env)));
  process.exit(1);
}
