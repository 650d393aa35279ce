import type { ProvedProblem } from '../../../engine/flow/index.ts';
import type { Files } from '../../draft/types.ts';

/** What the worker is asked: the files that it does not know as they are now, and which flow is meant. */
export interface Question {
  id: number;
  path: string;
  changed: Files;
  gone: readonly string[];
  people?: Staffing;
}
export interface Staffing {
  /** What people are called, by their logins. */
  names: Readonly<Record<string, string>>;
  /** Logins by role: who holds it now. Nothing where nobody can hold one yet. */
  roles?: Readonly<Record<string, readonly string[]>>;
}
export interface Answer {
  id: number;
  problems: readonly ProvedProblem[];
}
export type Problems = readonly ProvedProblem[];

/** As much of a Worker as is needed. */
export interface Helper {
  postMessage(question: Question): void;
  addEventListener(type: 'message', listener: (event: { data: Answer }) => void): void;
  addEventListener(type: 'error', listener: (event: Event) => void): void;
  terminate(): void;
}

const startWorker = (): Helper =>
  new Worker(new URL('./prove.worker.ts', import.meta.url), { type: 'module' }) as Helper;

interface Asked {
  files: Files;
  path: string;
  people: Staffing | undefined;
  tell(problems: Problems | undefined): void;
}

/**
 * Proves flows in a worker: 130 to 380 ms for the flow of a large app, which on the main thread would be felt by whoever
 * types. One question is looked at and one waits; of those that wait only the newest is worth an answer. Where no worker
 * starts, or it fails, the page looks by itself.
 */
export class Prover {
  private readonly start: () => Helper;
  private readonly byItself: (files: Files, path: string, people?: Staffing) => Promise<Problems>;
  private worker: Helper | undefined;
  private isAlone = false;
  private known: Files = {};
  private id = 0;
  private now: Asked | undefined;
  private next: Asked | undefined;

  constructor(
    start: () => Helper = startWorker,
    byItself = async (files: Files, path: string, people?: Staffing): Promise<Problems> =>
      (await import('./prove.ts')).prove(files, path, people),
  ) {
    this.start = start;
    this.byItself = byItself;
  }

  /** What is wrong with the flow at this path; undefined where it was asked again before there was an answer. */
  prove(files: Files, path: string, people?: Staffing): Promise<Problems | undefined> {
    return new Promise((tell) => {
      this.next?.tell(undefined);
      this.next = { files, path, people, tell };
      if (this.now === undefined) this.ask();
    });
  }

  close(): void {
    this.now?.tell(undefined);
    this.next?.tell(undefined);
    this.now = this.next = undefined;
    this.worker?.terminate();
    this.worker = undefined;
  }

  private ask(): void {
    const asked = this.next;
    this.now = asked;
    this.next = undefined;
    if (asked === undefined) return;
    const worker = this.helper();
    if (worker === undefined) {
      void this.alone(asked);
      return;
    }
    const { files, path, people } = asked;
    const changed = Object.entries(files).filter(([name, file]) => this.known[name] !== file);
    const gone = Object.keys(this.known).filter((name) => files[name] === undefined);
    this.known = files;
    this.id += 1;
    const question: Question = { id: this.id, path, changed: Object.fromEntries(changed), gone };
    worker.postMessage(people === undefined ? question : { ...question, people });
  }

  private helper(): Helper | undefined {
    if (this.worker !== undefined || this.isAlone) return this.worker;
    try {
      const worker = this.start();
      worker.addEventListener('message', ({ data }) => {
        if (data.id === this.id && this.worker === worker) this.done(data.problems);
      });
      worker.addEventListener('error', (event) => this.fail(event));
      this.worker = worker;
    } catch {
      // A browser or a policy that lets no worker start: the same look, here.
      this.isAlone = true;
    }
    return this.worker;
  }

  /** It did not start, or broke: what it was asked is looked at here, and all that comes after. */
  private fail(event: Event): void {
    event.preventDefault();
    this.worker?.terminate();
    this.worker = undefined;
    this.isAlone = true;
    if (this.now !== undefined) void this.alone(this.now);
  }

  private async alone({ files, path, people }: Asked): Promise<void> {
    this.done(await this.byItself(files, path, people));
  }

  private done(problems: Problems): void {
    const asked = this.now;
    this.now = undefined;
    // What was changed meanwhile is asked already: this answer is of a flow that is no more.
    asked?.tell(this.next === undefined ? problems : undefined);
    this.ask();
  }
}
