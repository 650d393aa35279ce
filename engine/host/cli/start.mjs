/**
 * `npm start`: builds what is not up to date, then is the server. `npm run dev` (--watch) starts the server from its
 * sources again at each change, and Vite with it.
 * Plain JavaScript, so that it runs with nothing but Node.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const OLDEST_NODE = [20, 19];
const here = import.meta.dirname;
const say = (line) => console.log(line);

/** Below 20.11 there is no import.meta.dirname, so this is asked first and of nothing but the version. */
function isTooOld() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}

/** In a process of its own: what Vite has taken of memory is given back before the server runs. */
async function build() {
  const child = spawn(process.execPath, [join(here, 'build.mjs')], { stdio: 'inherit' });
  const forward = (signal) => child.kill(signal);
  const stop = { SIGINT: () => forward('SIGINT'), SIGTERM: () => forward('SIGTERM') };
  for (const [signal, handler] of Object.entries(stop)) process.on(signal, handler);
  const [code, signal] = await new Promise((resolve) => child.once('exit', (...end) => resolve(end)));
  for (const [name, handler] of Object.entries(stop)) process.off(name, handler);
  if (signal) process.kill(process.pid, signal);
  if (code !== 0) process.exit(code ?? 1);
}

/** In this very process: its signals and its end are the server's own, and no kill can leave one without the other. */
async function serve() {
  const { serverFile } = await import('./build.mjs');
  process.setSourceMapsEnabled(true);
  process.argv[1] = serverFile;
  await import(pathToFileURL(serverFile).href);
}

function watch() {
  const root = join(here, '../../..');
  const bin = (name) => join(root, 'node_modules/.bin', name);
  const options = { stdio: 'inherit', cwd: root };
  const children = [
    spawn(bin('tsx'), ['watch', '--clear-screen=false', 'engine/host/main.ts'], options),
    spawn(bin('vite'), ['--clearScreen', 'false'], options),
  ];
  const end = (signal) => {
    for (const child of children) child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => end(signal));
  for (const child of children) {
    child.once('exit', (code) => {
      end('SIGTERM');
      process.exitCode ||= code ?? 0;
    });
  }
}

if (isTooOld()) {
  console.error(`Node.js ${OLDEST_NODE.join('.')} or later is needed; this is ${process.versions.node}.`);
  process.exit(1);
}
if (process.argv.includes('--watch')) {
  watch();
} else {
  say('Starting …');
  await build();
  await serve();
}
