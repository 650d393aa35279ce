import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * PostgreSQL refuses to run as root. A guise is how the server is run:
 * - `self`: as we are, for anyone but root;
 * - `namespace`: in a user namespace where our uid shows as another; on disk its files are still ours, so the data stays
 *   in the project even below a folder of mode 0700;
 * - `user`: truly as another uid, which can only work in folders that this uid may enter.
 */
export type Guise =
  | { as: 'self' }
  | { as: 'namespace'; uid: number; gid: number }
  | { as: 'user'; uid: number; gid: number };

/** The namespace guise when root may use it on these folders, else the user guise; `self` for anyone but root. */
export async function chooseGuise(bin: string, dataDir: string): Promise<Guise> {
  if (process.getuid?.() !== 0) return { as: 'self' };
  const { uid, gid } = unprivilegedUser();
  const namespace: Guise = { as: 'namespace', uid, gid };
  // The very thing that is needed, tried: the binary starts, and the folder can be written.
  const probe = ['/bin/sh', '-c', '"$0" --version && test -w "$1"', `${bin}/postgres`, dataDir];
  const works = await new Promise<boolean>((resolve) => {
    const [file, ...args] = inGuise(namespace, probe);
    execFile(file, args, { timeout: 20_000, cwd: '/' }, (error) => resolve(error === null));
  });
  return works ? namespace : { as: 'user', uid, gid };
}

/** The command line that runs `argv` in this guise; for `user`, spawnOptions does the rest. */
export function inGuise(guise: Guise, argv: [string, ...string[]] | string[]): [string, ...string[]] {
  const [file = '', ...args] = argv;
  if (guise.as !== 'namespace') return [file, ...args];
  return ['unshare', '--user', `--map-user=${guise.uid}`, `--map-group=${guise.gid}`, '--', file, ...args];
}

export function spawnOptions(guise: Guise): { uid?: number; gid?: number } {
  return guise.as === 'user' ? { uid: guise.uid, gid: guise.gid } : {};
}

/** initdb looks its own uid up in /etc/passwd and fails where it is not there: nobody, or else any user but root. */
function unprivilegedUser(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter((user) => user.name && user.uid > 0 && user.gid > 0);
  const nobody = users.find((user) => user.name === 'nobody') ?? users.at(-1);
  return nobody ?? { uid: 65534, gid: 65534 };
}
