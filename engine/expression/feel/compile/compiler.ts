import type { TextRange } from '../../error.ts';
import type { Json, Limits, Scope } from '../../types.ts';
import type { Builtin } from '../builtins/define.ts';
import type { Frame } from '../frame.ts';
import { problem } from '../problem.ts';
import type { Static } from '../static.ts';
import type { Value } from '../value.ts';

export type Run = (frame: Frame) => Value;

/** A part of a formula, ready to run. */
export interface Compiled {
  run: Run;
  type: Static;
  /** How many operations one run takes, loops inside not counted: those pay for themselves. */
  cost: number;
  /** The fact it comes from, "lines.qty", while it is still that fact. */
  origin?: string | undefined;
  /** The undecoded fact, so that a path into it decodes only what it ends at. */
  raw?: ((frame: Frame) => Json) | undefined;
  /** Known at compile time. */
  constant?: boolean | undefined;
}

/** A variable of a loop, or, without a name, the item that a filter looks at. */
export interface Binding {
  name: string | undefined;
  slot: number;
  type: Static;
  origin: string | undefined;
}

/** What one compilation knows and gathers. */
export class Compiler {
  readonly scope: Scope;
  readonly functions: ReadonlyMap<string, Builtin>;
  readonly limits: Limits;
  readonly depends = new Set<string>();
  readonly bindings: Binding[] = [];
  slots = 0;
  /** What `?` stands for, inside a unary test. */
  input: Binding | undefined;
  inputUsed = false;

  constructor(scope: Scope, functions: ReadonlyMap<string, Builtin>, limits: Limits) {
    this.scope = scope;
    this.functions = functions;
    this.limits = limits;
  }

  bind(name: string | undefined, type: Static, origin?: string): Binding {
    const binding = { name, slot: this.slots++, type, origin };
    this.bindings.push(binding);
    return binding;
  }

  unbind(count: number): void {
    this.bindings.length -= count;
  }

  /** Notes that a fact is read as it stands. */
  use(compiled: Compiled): Compiled {
    if (compiled.origin !== undefined) this.depends.add(compiled.origin);
    return compiled;
  }

  /** Notes that the rows of a list are gone through, unless one of their cells is noted already. */
  useRows(origin: string | undefined): void {
    if (origin === undefined) return;
    for (const each of this.depends) if (each.startsWith(`${origin}.`)) return;
    this.depends.add(origin);
  }

  *names(): Iterable<string> {
    for (const binding of this.bindings) {
      if (binding.name !== undefined) yield binding.name;
      else if (binding.type.kind === 'context') yield* Object.keys(binding.type.fields);
    }
    yield* Object.keys(this.scope);
  }
}

/** Names that JavaScript gives a meaning: refused, so that no later reader of the JSON is misled. */
export function checkKey(key: string, at: TextRange): void {
  if (key !== '__proto__' && key !== 'constructor' && key !== 'prototype') return;
  throw problem('reserved_name', at, {
    'zh-CN': `“${key}”不能用作名称`,
    en: `"${key}" cannot be used as a name`,
  });
}
