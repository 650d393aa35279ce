import type { Matcher, Pattern } from './linear.ts';
import { simplePattern } from './simple.ts';

/**
 * In a browser the automaton (60 kB packed, a third of a portal's first screen) is fetched when a pattern first needs
 * it. Until it is here nothing is refused by that pattern: the server, which decides, has it at hand.
 */
type Compile = typeof import('./linear.ts').compileLinear;

let compile: Compile | undefined;
let loading: Promise<void> | undefined;

function fetchAutomaton(): void {
  loading ??= import('./linear.ts').then((linear) => {
    compile = linear.compileLinear;
    loading = undefined;
  });
}

/** Settles when what is being fetched is here; undefined where nothing is. */
export const patternsLoading = (): Promise<void> | undefined => loading;

const findsNothing: Matcher = {
  find: () => false,
  groupCount: () => 0,
  group: () => null,
  start: () => 0,
  end: () => 0,
};

class Deferred implements Pattern {
  private readonly native: RegExp | undefined;
  private readonly source: string;
  private readonly flags: string;
  private linear: Pattern | null | undefined;

  constructor(source: string, flags: string) {
    this.source = source;
    this.flags = flags;
    this.native = flags === '' ? simplePattern(source) : undefined;
    if (this.native === undefined) this.automaton();
  }

  private automaton(): Pattern | null | undefined {
    if (this.linear === undefined && compile !== undefined) this.linear = compile(this.source, this.flags);
    if (this.linear === undefined) fetchAutomaton();
    return this.linear;
  }

  test(text: string): boolean {
    return this.native?.test(text) ?? this.automaton()?.test(text) ?? true;
  }

  matcher(text: string): Matcher {
    return this.automaton()?.matcher(text) ?? findsNothing;
  }

  split(text: string, limit?: number): string[] {
    return this.automaton()?.split(text, limit) ?? [text];
  }
}

/** Definitions were checked where they were loaded: a pattern that is malformed does not come as far as here. */
export const compileSource = (source: string, flags: string): Pattern | null => new Deferred(source, flags);
