/**
 * `npm run build [-- --force]`: the screens with Vite into dist/client, only when something they are made of changed, and the
 * server with esbuild into dist/server.js (0.4 s against 1.5 s for starting TypeScript directly).
 * Plain JavaScript, so that it runs with nothing but Node before anything is built.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
export const serverFile = join(root, 'dist/server.js');
const clientFolder = join(root, 'dist/client');
const clientNote = join(root, 'dist/client.inputs');

/** What the screens are made of: everything but the host, whose code never reaches a browser. */
const INPUTS = ['runtime', 'designer', 'engine', 'schemas', 'vite.config.ts', 'package-lock.json', 'tsconfig.json'];

/**
 * @param {(line: string) => void} say
 * @param {{ force?: boolean }} options
 */
export async function buildClient(say, { force = false } = {}) {
  if (!existsSync(join(root, 'vite.config.ts'))) return;
  const inputs = hashOf(INPUTS);
  const fresh = existsSync(clientNote) && existsSync(clientFolder) && readFileSync(clientNote, 'utf8') === inputs;
  if (fresh && !force) return say('The screens are up to date.');
  if (!isInstalled('vite')) return useWhatIsBuilt(say, clientFolder, 'screens');
  say('Building the screens … (only after a change; takes some seconds)');
  const began = Date.now();
  const { build } = await import('vite');
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  await compress(join(clientFolder, 'assets'));
  writeFileSync(clientNote, inputs);
  say(`The screens are built (${seconds(began)}).`);
}

const LARGE = 200_000;

/** Brotli takes an eighth off what gzip leaves, but too long for each request: each file has its packed twin beside it. */
async function compress(folder) {
  const names = readdirSync(folder).filter((name) => /\.(js|css)$/.test(name));
  await Promise.all(
    names.map(async (name) => {
      const text = readFileSync(join(folder, name));
      // The last percent costs seconds on the largest files.
      const quality = text.length < LARGE ? 11 : 9;
      const packed = await promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
      writeFileSync(join(folder, `${name}.br`), packed);
    }),
  );
}

/** @param {(line: string) => void} say */
export async function buildServer(say, entry = 'engine/host/main.ts') {
  if (!isInstalled('esbuild')) return useWhatIsBuilt(say, serverFile, 'server');
  const began = Date.now();
  const { build } = await import('esbuild');
  mkdirSync(dirname(serverFile), { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: serverFile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  });
  say(`The server is built (${seconds(began)}).`);
}

/** An install without development packages runs what was built before. */
function useWhatIsBuilt(say, path, what) {
  if (!existsSync(path))
    throw new Error(`The ${what} are not built, and the tools to build them are not installed: run npm ci.`);
  say(`The ${what} are used as they were built: the tools to build them are not installed.`);
}

function isInstalled(name) {
  return existsSync(join(root, 'node_modules', name));
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap(filesIn))
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0');
  return hash.digest('hex');
}

/** Relative paths in a fixed order; tests and the host do not count. */
function filesIn(path) {
  const at = join(root, path);
  if (!existsSync(at)) return [];
  if (!isFolder(at)) return [path];
  const names = readdirSync(at).sort();
  return names.filter((name) => counts(path, name)).flatMap((name) => filesIn(`${path}/${name}`));
}

function counts(folder, name) {
  return name !== 'node_modules' && !name.endsWith('.test.ts') && !(folder === 'engine' && name === 'host');
}

function isFolder(path) {
  try {
    readdirSync(path);
    return true;
  } catch (cause) {
    if (cause.code === 'ENOTDIR') return false;
    throw cause;
  }
}

function seconds(began) {
  return `${((Date.now() - began) / 1000).toFixed(1)} s`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const say = (line) => console.log(line);
  try {
    await buildClient(say, { force: process.argv.includes('--force') });
    await buildServer(say);
  } catch (cause) {
    console.error(`The build failed. ${cause.message}`);
    process.exitCode = 1;
  }
}
