import type { FunctionLibrary, LibraryFunction } from '../../types.ts';
import { decoder, encodeAny } from '../json.ts';
import { businessFunctions } from './business.ts';
import type { Builtin } from './define.ts';
import { listFunctions } from './list.ts';
import { numberFunctions } from './number.ts';
import { temporalFunctions } from './temporal.ts';
import { textFunctions } from './text.ts';

const builtins: ReadonlyMap<string, Builtin> = new Map(
  Object.entries({
    ...temporalFunctions,
    ...textFunctions,
    ...listFunctions,
    ...numberFunctions,
    ...businessFunctions,
  }),
);

/** The functions of the language itself, for editors and documentation. */
export const builtinNames: readonly string[] = [...builtins.keys()];

function fromLibrary({ args, call, returns }: LibraryFunction): Builtin {
  const decode = decoder(returns);
  return {
    arity: typeof args === 'number' ? [args, args] : args,
    param: () => undefined,
    result: () => returns,
    cost: 10,
    call: (frame, values) => decode(call(values.map((value) => encodeAny(value, frame.zone))), frame.zone),
  };
}

/** The functions of the language with those of a caller; the language's own cannot be replaced. */
export function functionsWith(library: FunctionLibrary | undefined): ReadonlyMap<string, Builtin> {
  if (!library) return builtins;
  const added = Object.entries(library).map(([name, each]): [string, Builtin] => [name, fromLibrary(each)]);
  return new Map([...added, ...builtins]);
}
