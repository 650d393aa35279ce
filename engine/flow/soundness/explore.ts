import type { Job } from '../run.ts';
import type { FlowCommand, FlowState, Token } from '../types.ts';
import type { AbstractFlow } from './abstract.ts';
import {
  allPassed,
  type Configuration,
  type Move,
  moveBy,
  movesOf,
  nextJob,
  returnsFrom,
  starting,
  viaStar,
} from './moves.ts';
import { scopeNames, shapeAround, shapeOf } from './shape.ts';

/** A configuration that was found, and how. */
export interface Found {
  config: Configuration;
  /** Where it was found from first; -1 for the start. */
  from: number;
  move: Move;
  /** Configurations that follow; those behind an edge from * are not among them: cancelling is no way on. */
  next: number[];
  /** Tokens that nothing can move on. */
  idle: readonly Token[];
}

/** One move between two of them. */
export interface Taken {
  from: number;
  /** undefined: the bound was reached. */
  to: number | undefined;
  move: Move;
}

export interface Exploration {
  found: readonly Found[];
  /** Every move, for what happens on the way. */
  taken: readonly Taken[];
  complete: boolean;
}

export interface ExploreOptions {
  states: number;
  /**
   * Threads that cannot disturb one another are moved one after the other instead of in every order: for what each of
   * them can come to, the order makes no difference (persistent sets: Godefroid, Partial-Order Methods, 1996).
   */
  oneByOne: boolean;
}

class Explorer {
  readonly found: Found[] = [];
  readonly taken: Taken[] = [];
  complete = true;
  private readonly index = new Map<string, number>();
  private readonly returned = new Map<string, number>();
  private readonly passed: FlowState['passed'];
  private readonly abstract: AbstractFlow;
  private readonly options: ExploreOptions;

  constructor(abstract: AbstractFlow, options: ExploreOptions) {
    this.abstract = abstract;
    this.options = options;
    this.passed = allPassed(abstract);
  }

  add(from: number, { moves, complete }: { moves: readonly Move[]; complete: boolean }): number[] {
    if (!complete) this.complete = false;
    const next: number[] = [];
    for (const move of moves) {
      const to = this.place(from, move);
      this.taken.push({ from, to, move });
      if (to === undefined) this.complete = false;
      else next.push(to);
    }
    return next;
  }

  /** The number of the configuration that a move leads to; none where it is new and the bound is reached. */
  private place(from: number, move: Move): number | undefined {
    move.to.state.passed = this.passed;
    const shape = shapeOf(move.to, !this.options.oneByOne);
    const known = this.index.get(shape);
    if (known !== undefined) return known;
    if (this.found.length >= this.options.states) return undefined;
    const at = this.found.length;
    this.index.set(shape, at);
    this.found.push({ config: move.to, from, move, next: [], idle: [] });
    return at;
  }

  /** What follows from all that can be done to a token; nothing where nothing can. */
  private moveToken(at: number, config: Configuration, token: Token): number[] | undefined {
    const played = movesOf(this.abstract, config, token);
    const returns = returnsFrom(this.abstract, config, token);
    if (played.moves.length === 0 && returns.length === 0) return undefined;
    const next = this.add(at, played);
    if (returns.length === 0) return next;
    const node = this.abstract.compiled.nodes.get(token.node)?.node;
    // One that comes straight back remembers where it came from.
    const comesBack = node && 'afterReturn' in node && node.afterReturn !== undefined ? token.node : '';
    for (const { to, command } of returns) {
      const around = shapeAround(this.abstract.compiled, config, token, to);
      const like = `${around} ${comesBack} ${to ?? `by ${token.node}`}`;
      next.push(...this.sendBack(at, config, token, like, command));
    }
    return next;
  }

  /** Returns to one node from many are one: each is worked out once. */
  private sendBack(at: number, config: Configuration, token: Token, like: string, command: FlowCommand): number[] {
    const known = this.returned.get(like);
    if (known !== undefined) return [known];
    const next = this.add(at, moveBy(this.abstract, config, token, command));
    const [only] = next;
    if (only !== undefined && next.length === 1) this.returned.set(like, only);
    return next;
  }

  /** Follows everything from `first` on. */
  follow(first: number): void {
    for (let at = first; at < this.found.length; at += 1) {
      const found = this.found[at];
      if (!found || found.config.state.status !== 'running') continue;
      if (this.options.oneByOne) this.moveOne(at, found);
      else this.moveAll(at, found);
    }
  }

  private moveAll(at: number, found: Found): void {
    const { abstract } = this;
    const { config } = found;
    if (config.jobs.length > 0) {
      found.next = this.add(at, nextJob(abstract, config));
      return;
    }
    const idle: Token[] = [];
    for (const token of config.state.tokens) {
      const next = this.moveToken(at, config, token);
      if (next === undefined) idle.push(token);
      else found.next.push(...next);
    }
    found.idle = idle;
  }

  private moveOne(at: number, found: Found): void {
    const { abstract } = this;
    const { config } = found;
    const idle: Token[] = [];
    for (const thread of inOrder(config)) {
      if ('job' in thread) {
        const jobs = [thread.job, ...config.jobs.filter((job) => job !== thread.job)];
        found.next = this.add(at, nextJob(abstract, { ...config, jobs }));
        break;
      }
      const next = this.moveToken(at, config, thread.token);
      if (next) {
        found.next = next;
        break;
      }
      idle.push(thread.token);
    }
    found.idle = idle;
  }
}

type Mover = { name: string } & ({ job: Job } | { token: Token });

/** Threads by the way to them: the same one moves on until it has arrived. */
function inOrder({ state, jobs }: Configuration): Mover[] {
  const names = scopeNames(state);
  const name = ({ scope, branch }: Job | Token) => `${names.get(scope) ?? '?'}/${String(branch).padStart(3, '0')}`;
  const movers: Mover[] = [
    ...state.tokens.map((token) => ({ token, name: name(token) })),
    ...jobs.map((job) => ({ job, name: name(job) })),
  ];
  return movers.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Where the record is first seen in each of its states; null stands for "anywhere". */
function statesShown(abstract: AbstractFlow, { taken, found }: Explorer): Map<string | null, number> {
  const shown = new Map<string | null, number>();
  const stateOf = new Map(abstract.flow.nodes.flatMap((node) => ('state' in node ? [[node.key, node.state]] : [])));
  for (const { move, to } of taken) {
    if (to === undefined || found[to]?.config.state.status !== 'running') continue;
    if (!shown.has(null)) shown.set(null, to);
    for (const event of move.events) {
      const state = event.type === 'node_entered' ? stateOf.get(event.node) : undefined;
      if (state !== undefined && !shown.has(state)) shown.set(state, to);
    }
  }
  return shown;
}

/** Edges from * lead to the same place from wherever they are taken, so one place is enough for each. */
function followStars(abstract: AbstractFlow, explorer: Explorer): void {
  const closed = new Set(abstract.flow.edges.filter((edge) => edge.from === '*'));
  for (let more = true; more; ) {
    more = false;
    const shown = statesShown(abstract, explorer);
    for (const edge of closed) {
      const from = (edge.while ?? [null]).map((state) => shown.get(state)).find((at) => at !== undefined);
      const config = from === undefined ? undefined : explorer.found[from]?.config;
      if (from === undefined || !config) continue;
      closed.delete(edge);
      const before = explorer.found.length;
      explorer.add(from, viaStar(abstract, config, edge.key));
      explorer.follow(before);
      more = true;
    }
  }
}

export function explore(abstract: AbstractFlow, options: ExploreOptions): Exploration {
  const explorer = new Explorer(abstract, options);
  explorer.add(-1, starting(abstract));
  explorer.follow(0);
  followStars(abstract, explorer);
  return explorer;
}

/** Edges from the start to a configuration. */
export function pathTo(found: readonly Found[], at: number): string[] {
  const path: string[][] = [];
  for (let here = found[at]; here; here = found[here.from]) path.unshift([...here.move.edges]);
  return path.flat();
}

export const pathOf = (found: readonly Found[], { from, move }: Taken): string[] => [
  ...pathTo(found, from),
  ...move.edges,
];
