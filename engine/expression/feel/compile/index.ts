import type { Ast } from '../ast.ts';
import { boolean, nothing, text } from '../static.ts';
import { compileArithmetic, compileNegate } from './arithmetic.ts';
import { compileCall, compileFunction } from './call.ts';
import { compileBetween, compileCompare, compileIn, compileInput, compileInstance } from './comparison.ts';
import type { Compiled, Compiler } from './compiler.ts';
import { compileContext, compileList, compileNumber, compileRange, compileSide, compileTemporal } from './literal.ts';
import { compileIf, compileLogic } from './logic.ts';
import { compileFor, compileQuantified } from './loop.ts';
import { compileFilter, compileName, compilePath } from './name.ts';

/** Compiles a part whose fact may still be narrowed by what stands around it: `lines` in `lines.qty`. */
export function compilePart(compiler: Compiler, ast: Ast): Compiled {
  switch (ast.kind) {
    case 'null':
      return { run: () => null, type: nothing, cost: 1, constant: true };
    case 'boolean':
      return { run: () => ast.value, type: boolean, cost: 1, constant: true };
    case 'text':
      return { run: () => ast.value, type: text, cost: 1, constant: true };
    case 'number':
      return compileNumber(ast);
    case 'temporal':
      return compileTemporal(ast);
    case 'name':
      return compileName(compiler, ast);
    case 'input':
      return compileInput(compiler, ast);
    case 'path':
      return compilePath(compiler, ast);
    case 'filter':
      return compileFilter(compiler, ast);
    case 'call':
      return compileCall(compiler, ast);
    case 'list':
      return compileList(compiler, ast);
    case 'context':
      return compileContext(compiler, ast);
    case 'range':
      return compileRange(compiler, ast);
    case 'side':
      return compileSide(ast);
    case 'arithmetic':
      return compileArithmetic(compiler, ast);
    case 'negate':
      return compileNegate(compiler, ast);
    case 'compare':
      return compileCompare(compiler, ast);
    case 'between':
      return compileBetween(compiler, ast);
    case 'in':
      return compileIn(compiler, ast);
    case 'and':
    case 'or':
      return compileLogic(compiler, ast);
    case 'if':
      return compileIf(compiler, ast);
    case 'for':
      return compileFor(compiler, ast);
    case 'some':
    case 'every':
      return compileQuantified(compiler, ast);
    case 'instance':
      return compileInstance(compiler, ast);
    case 'function':
      return compileFunction(compiler, ast);
  }
}

/** Compiles a part that is used as it stands. */
export function compile(compiler: Compiler, ast: Ast): Compiled {
  return compiler.use(compilePart(compiler, ast));
}
