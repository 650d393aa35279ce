import { type ChildProcess, fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const out = fileURLToPath(new URL('../../dist/bench-flow', import.meta.url));

type Answer = { answer: unknown } | { failed: string };

/**
 * One side of a comparison in a process of its own, bundled as `npm start` bundles the product: tsx would wrap its
 * functions, and a processor's time is counted by process. BENCH_PROFILE=doorSide leaves a processor profile in
 * dist/bench-flow.
 */
export class Side {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  static async start(entry: URL, setup: object): Promise<Side> {
    const name = basename(entry.pathname, '.ts');
    const outfile = join(out, `${name}.mjs`);
    await build({
      entryPoints: [fileURLToPath(entry)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      packages: 'external',
      sourcemap: true,
      logLevel: 'warning',
    });
    const profile = process.env.BENCH_PROFILE === name ? ['--cpu-prof', '--cpu-prof-dir', out] : [];
    const child = fork(outfile, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: profile });
    const side = new Side(child);
    await side.ask('setup', setup);
    return side;
  }

  /** One question at a time. */
  ask<T>(what: string, about: object = {}): Promise<T> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null): void => reject(new Error(`A side of the bench has ended (${code}).`));
      this.#child.once('exit', ended);
      this.#child.once('message', (message) => {
        this.#child.off('exit', ended);
        const told = message as Answer;
        if ('failed' in told) reject(new Error(told.failed));
        else resolve(told.answer as T);
      });
      this.#child.send({ what, about });
    });
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null) this.#child.send({ what: 'stop', about: {} });
    await this.#ended;
  }

  static async removeBundles(): Promise<void> {
    if (process.env.BENCH_PROFILE === undefined) await rm(out, { recursive: true, force: true });
  }
}

export type Answers = Record<string, (about: never) => Promise<unknown>>;

/** In the process of a side: what it does when it is asked. `stop` ends it. */
export function answerAs(answers: Answers): void {
  const act = async (what: string, about: unknown): Promise<void> => {
    const told: Answer = await (answers[what]?.(about as never) ?? Promise.resolve(undefined)).then(
      (answer): Answer => ({ answer }),
      (cause: unknown): Answer => ({ failed: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
    );
    if (what === 'stop') process.exit(0);
    process.send?.(told);
  };
  process.on('message', (message) => {
    const { what, about } = message as { what: string; about: unknown };
    void act(what, about);
  });
  process.on('disconnect', () => process.exit(0));
}

/** Microseconds of processor time that this process has used. */
export function cpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** So many at once, each begun when one before it is done. */
export async function inFlight<T>(items: readonly T[], most: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const item = items[next++];
      if (item !== undefined) await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
}
