import type { Localised } from '../../types.ts';
import type { Ast, AstOf } from '../ast.ts';
import { wrongType } from '../problem.ts';
import { boolean, describe, isOpen, joinAll, type Static } from '../static.ts';
import type { Compiled, Compiler, Run } from './compiler.ts';
import { compile } from './index.ts';

function checkCondition(place: Localised, type: Static, at: Ast['at']): void {
  if (type.kind === 'boolean' || isOpen(type)) return;
  throw wrongType(place, describe(boolean), describe(type), at);
}

/** Three-valued: `false and null` is false, `true and null` is null (DMN 1.3, table 38). */
function combine(runs: readonly Run[], decisive: boolean): Run {
  return (frame) => {
    let verdict: boolean | null = !decisive;
    for (const run of runs) {
      const value = run(frame);
      if (value === decisive) return decisive;
      if (typeof value !== 'boolean') verdict = null;
    }
    return verdict;
  };
}

export function compileLogic(compiler: Compiler, ast: AstOf<'and' | 'or'>): Compiled {
  const place = { 'zh-CN': `“${ast.kind}”两边`, en: `Each side of "${ast.kind}"` };
  const parts = ast.parts.map((part) => {
    const compiled = compile(compiler, part);
    checkCondition(place, compiled.type, part.at);
    return compiled;
  });
  return {
    run: combine(
      parts.map((part) => part.run),
      ast.kind === 'or',
    ),
    type: boolean,
    cost: parts.reduce((sum, part) => sum + part.cost, 1),
  };
}

/** What is neither true nor false counts as false (DMN 1.3, 10.3.2.9). */
export function compileIf(compiler: Compiler, ast: AstOf<'if'>): Compiled {
  const branches = ast.branches.map(({ when, then }) => {
    const condition = compile(compiler, when);
    checkCondition({ 'zh-CN': 'if 后面', en: 'What follows "if"' }, condition.type, when.at);
    return { condition, then: compile(compiler, then) };
  });
  const otherwise = compile(compiler, ast.otherwise);
  const runs = branches.map(({ condition, then }): [Run, Run] => [condition.run, then.run]);
  return {
    run: (frame) => {
      for (const [holds, then] of runs) if (holds(frame) === true) return then(frame);
      return otherwise.run(frame);
    },
    type: joinAll([...branches.map(({ then }) => then.type), otherwise.type]),
    cost: branches.reduce((sum, each) => sum + each.condition.cost + each.then.cost, otherwise.cost),
  };
}
