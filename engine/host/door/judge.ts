import {
  createSession,
  type EvaluationInput,
  type EvaluationMode,
  type FieldProblem,
  type Rights,
  roleRights,
  type Verdict,
} from '../../form/index.ts';
import type { Values } from '../../wire.ts';
import type { Actor } from '../access/actor.ts';
import { answer } from './answers.ts';
import { actingRoles, proofOf, systemFacts, userFacts } from './facts.ts';
import type { Held } from './held.ts';
import { Refusal, type RefusedField } from './refusal.ts';
import type { Work } from './work.ts';

export interface Ask {
  mode: EvaluationMode;
  data: Values;
  /** Written by the engine: stands above rights. */
  assigned?: Values;
  nodeRights?: Rights;
  /** The engine and imports may write every field. */
  mayAll?: boolean;
}

/** The most rounds of questions: a looked-up value may ask for a count, which may ask for … */
const ROUNDS = 12;

/**
 * What the form says to a record and what was entered, with everything asked for that has to be known. Worked out once:
 * an answer makes only what reads it be worked out again.
 */
export async function judge(work: Work, held: Held, ask: Ask): Promise<Verdict> {
  const { answers } = held;
  const input = Object.assign(evaluationInput(work, held, ask, work.actor), answers);
  const session = createSession(held.form.compiled, input);
  for (let round = 0; round < ROUNDS; round++) {
    const needed = session.requirements();
    if (needed.isComplete) {
      const verdict = session.verdict();
      held.judged = { values: verdict.values, state: held.head.state };
      return verdict;
    }
    await answer(work, held, needed, answers);
    session.answer(answers);
  }
  throw new Error(`The form ${held.form.key} asks for ever.`);
}

export function evaluationInput(work: Work, held: Held, ask: Ask, actor: Actor): EvaluationInput {
  const app = held.app.key;
  const user = userFacts(actor, app);
  const proof = proofOf(actor, app);
  return {
    mode: ask.mode,
    values: ask.data,
    record: systemFacts(held.head),
    roles: actingRoles(actor, app),
    settings: work.parts.shelf.settings(app),
    now: work.now,
    timeZone: held.app.timeZone,
    newId: work.parts.newId,
    ...(held.original === undefined && ask.mode === 'create' ? {} : { before: held.values }),
    ...(ask.assigned ? { assigned: ask.assigned } : {}),
    ...(user ? { user } : {}),
    ...(proof ? { proof } : {}),
    ...(ask.nodeRights ? { nodeRights: ask.nodeRights } : {}),
    ...(ask.mayAll ? { baseRights: 'all' as const } : {}),
  };
}

/** May this actor know of the record at all? */
export function maySee(work: Work, held: Held, actor: Actor = work.actor): boolean {
  if (actor.kind === 'engine') return true;
  const rights = roleRights(held.form.compiled, evaluationInput(work, held, { mode: 'view', data: {} }, actor));
  return Object.values(rights).some((right) => right !== 'hide');
}

export function refuseProblems(problems: readonly FieldProblem[]): void {
  if (problems.length === 0) return;
  throw new Refusal(
    'invalid',
    { 'zh-CN': '有内容需要修改后才能提交。', en: 'Some of what was entered has to be put right first.' },
    { status: 422, problems: problems.map(refusedField) },
  );
}

function refusedField({ code, path, rowId, message }: FieldProblem): RefusedField {
  return { code, path, message, ...(rowId === undefined ? {} : { rowId }) };
}
