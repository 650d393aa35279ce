import type { ConnectorDefinition, Operation, TokenSource } from '../../definition/index.ts';
import { type CompiledCondition, compileCondition, compileFormula } from '../../expression/index.ts';
import type { Condition, FactType, FunctionLibrary, Scope } from '../../expression/types.ts';
import { durationMs } from './duration.ts';
import { compileRecord, compileTemplate, type RecordTemplate, type Template } from './template.ts';

const ANY: FactType = { kind: 'any' };
const TEXT: FactType = { kind: 'text' };

/** An operation whose formulas and conditions are compiled: what is asked, and how the answer is read. */
export interface CompiledOperation {
  definition: Operation;
  usesToken: boolean;
  /** In order: a later one may use the earlier. */
  lets: { name: string; value: Template }[];
  query: RecordTemplate;
  headers: RecordTemplate;
  body: Template | undefined;
  sign: RecordTemplate;
  success: CompiledCondition | undefined;
  missing: CompiledCondition | undefined;
  pending: CompiledCondition | undefined;
  refreshToken: CompiledCondition | undefined;
  retryWhen: CompiledCondition | undefined;
  outcomes: { when: CompiledCondition; outcome: string }[];
  answer: RecordTemplate | undefined;
  pollData: RecordTemplate | undefined;
  timeoutMs: number;
}

/** What an operator's clock is patient for where nothing is said. */
const TIMEOUT_MS = 10_000;

/** `names` are the call's own data: what is declared has its kind, anything else is taken as it comes. */
export function compileOperation(
  connector: ConnectorDefinition,
  operation: Operation,
  names: readonly string[],
  functions: FunctionLibrary,
): CompiledOperation {
  const scope = requestScope(connector, operation, names);
  const lets = Object.entries(operation.let ?? {}).map(([name, value]) => {
    const compiled = { name, value: compileTemplate(value, scope, functions) };
    scope[name] = ANY;
    return compiled;
  });
  const signed: Scope = {
    ...scope,
    body: TEXT,
    method: TEXT,
    path: TEXT,
    query: TEXT,
    pathAndQuery: TEXT,
    host: TEXT,
    headers: ANY,
  };
  const answered = answerScope(scope);
  const condition = (one: unknown): CompiledCondition | undefined =>
    one === undefined ? undefined : compileCondition(one as Condition, answered, { functions });
  const timeout = operation.timeout ?? connector.timeout;
  return {
    definition: operation,
    usesToken: connector.token !== undefined && mentionsToken(operation),
    lets,
    query: compileRecord(operation.query, scope, functions),
    headers: compileRecord(operation.headers, scope, functions),
    body: operation.body === undefined ? undefined : compileTemplate(operation.body, scope, functions),
    sign: compileRecord(operation.sign, signed, functions),
    success: condition(operation.success),
    missing: condition(operation.missing),
    pending: condition(operation.pending),
    refreshToken: condition(operation.refreshToken),
    retryWhen: condition(operation.retry?.when),
    outcomes: (operation.outcomes ?? []).map(({ when, outcome }) => ({
      when: compileCondition(when as Condition, answered, { functions }),
      outcome,
    })),
    answer: operation.answer && compileRecord(operation.answer, answered, functions),
    pollData: operation.poll?.data && compileRecord(operation.poll.data, { ...answered, answer: ANY }, functions),
    timeoutMs: timeout === undefined ? TIMEOUT_MS : durationMs(timeout),
  };
}

export function compileToken(source: TokenSource, functions: FunctionLibrary): { value: Template; ttl: Template } {
  const scope: Scope = { status: { kind: 'integer' }, headers: ANY, body: ANY };
  const formula = (text: string): Template => {
    const compiled = compileFormula(text.replace(/^=/, ''), scope, { functions });
    return (facts, env) => compiled.evaluate(facts, env);
  };
  return { value: formula(source.value), ttl: formula(source.ttl) };
}

function requestScope(connector: ConnectorDefinition, operation: Operation, names: readonly string[]): Scope {
  const scope: Scope = { key: TEXT };
  for (const name of names) scope[name] = ANY;
  for (const [name, kind] of Object.entries(operation.input ?? {})) scope[name] = inputType(kind);
  const secrets = Object.fromEntries((connector.secrets ?? []).map((name) => [name, TEXT]));
  const config = Object.fromEntries(Object.keys(connector.config ?? {}).map((name) => [name, ANY]));
  return {
    ...scope,
    secret: { kind: 'context', fields: secrets },
    config: { kind: 'context', fields: config },
    token: TEXT,
  };
}

function inputType(kind: NonNullable<Operation['input']>[string]): FactType {
  if (kind === 'money') return { kind: 'number' };
  if (kind === 'list') return { kind: 'list', of: ANY };
  // Whatever it holds: a context of unknown fields is anything.
  if (kind === 'context') return ANY;
  return { kind };
}

function answerScope(scope: Scope): Scope {
  return { ...scope, status: { kind: 'integer' }, headers: ANY, body: ANY };
}

/** Whether any formula of what is sent reads `token`. */
function mentionsToken({ let: lets, query, headers, body, sign, path }: Operation): boolean {
  return (
    /"=(?:[^"\\]|\\.)*(?<![.\w])token\b/.test(JSON.stringify([lets, query, headers, body, sign])) ||
    path.includes('{token}')
  );
}
