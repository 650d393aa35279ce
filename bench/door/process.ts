import { type ChildProcess, fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const out = fileURLToPath(new URL('../../dist/bench', import.meta.url));

/** A server in a process of its own, bundled as `npm start` bundles it, whose processor time is its own too. */
export class ServerProcess {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(entry: string, env: NodeJS.ProcessEnv, setup?: object): Promise<ServerProcess> {
    const outfile = join(out, `${entry}.mjs`);
    await build({
      entryPoints: [join(here, `${entry}.ts`)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      packages: 'external',
      sourcemap: true,
      logLevel: 'warning',
    });
    const profile = process.env.BENCH_PROFILE === entry ? ['--cpu-prof', '--cpu-prof-dir', out] : [];
    const child = fork(outfile, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: profile });
    if (setup) child.send(setup);
    const { url } = await answer<{ url: string }>(child, 'url');
    return new ServerProcess(child, url);
  }

  /** Microseconds so far. */
  async cpu(): Promise<number> {
    const answered = answer<{ cpu: number }>(this.#child, 'cpu');
    this.#child.send('cpu');
    return (await answered).cpu;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    await ended;
  }

  static removeBundles(): void {
    if (process.env.BENCH_PROFILE === undefined) rmSync(out, { recursive: true, force: true });
  }
}

function answer<T extends object>(child: ChildProcess, key: keyof T & string): Promise<T> {
  return new Promise((resolve, reject) => {
    const heard = (message: unknown): void => {
      if (typeof message !== 'object' || message === null || !(key in message)) return;
      child.off('message', heard);
      child.off('exit', ended);
      resolve(message as T);
    };
    const ended = (code: number | null): void => reject(new Error(`A server of the bench has ended (${code}).`));
    child.on('message', heard);
    child.once('exit', ended);
  });
}
