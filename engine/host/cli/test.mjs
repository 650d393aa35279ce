/**
 * `npm test [-- vitest's arguments]`: builds what is stale, because tests start the program as a user has it, then runs
 * vitest: everything but the browser tests (`npm run test:browser`), unless a project or a file is named. Which browser
 * is used, or why there is none, is said by the browser tests' own set-up.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildClient, buildServer, root } from './build.mjs';

const say = (line) => console.log(line);
const given = process.argv.slice(2);
const isPart = given.some((one) => one === '--project' || !one.startsWith('-'));
const args = isPart ? given : ['--project', 'unit', '--project', 'host', ...given];

if (needsServer(args)) {
  await buildClient(say);
  await buildServer(say);
}
const vitest = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args], {
  stdio: 'inherit',
  cwd: root,
  // Building leaves this process in production mode, in which components tell tests less.
  env: { ...process.env, NODE_ENV: 'test' },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => vitest.kill(signal));
vitest.once('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 1 : 0);
});

/** The interpreters and screens are tested from their sources; the rest starts the program as a user has it. */
function needsServer(all) {
  const projects = all.filter((_, at) => all[at - 1] === '--project');
  return projects.length !== 1 || projects[0] !== 'unit';
}
