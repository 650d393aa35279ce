import { setTimeout as delay } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { AppModel, ConnectorDefinition } from '../../definition/index.ts';
import type { Env, FunctionLibrary, Json } from '../../expression/types.ts';
import type { Clock } from '../clock.ts';
import { afterFault, answerFacts, classify, retry } from './answer.ts';
import { durationMs } from './duration.ts';
import { connectorFunctions } from './functions.ts';
import { createGuard, type Resolve } from './guard.ts';
import type { CallResult, ConnectorCall, ConnectorClient } from './index.ts';
import { type Environment, type Installation, installationOf, redact } from './installation.ts';
import { type CompiledOperation, compileOperation, compileToken } from './operation.ts';
import { readLimit, takeTurn } from './rate-limit.ts';
import { buildRequest, callFacts } from './request.ts';
import { type SecretBox, SecretStore } from './secrets.ts';
import { type FetchedToken, TokenCache } from './token.ts';
import { createTransport, TransportFault } from './transport.ts';

export interface ClientOptions {
  knex: Knex;
  app(key: string): AppModel | undefined;
  env: Environment;
  box: SecretBox;
  clock: Clock;
  /** How names become addresses; the system's resolver by default. */
  resolve?: Resolve;
}

/** Somebody waits for a turn under a rate limit only as long as for an answer; the outbox comes back instead. */
const LONGEST_TURN_MS = 2_000;

class TokenRefused extends Error {
  readonly result: CallResult;

  constructor(result: CallResult) {
    super('The access token could not be got.');
    this.result = result;
  }
}

export function createConnectorClient(options: ClientOptions): ConnectorClient & { close(): Promise<void> } {
  const transport = createTransport(createGuard(options.env.CONNECTOR_ALLOW, options.resolve));
  const tokens = new TokenCache(options.knex, options.box);
  const store = new SecretStore(options.knex, options.box);
  const functions = connectorFunctions(() => options.clock.now());
  const compiled = new WeakMap<ConnectorDefinition, Map<string, CompiledOperation>>();

  async function call(request: ConnectorCall): Promise<CallResult> {
    const app = options.app(request.app);
    const connector = app?.connectors.get(request.connector);
    if (!app || !connector) throw unknownOperation(request);
    const installation = await installationOf(request.app, connector, options.env, store);
    if (installation.missing.length > 0) return notConfigured(installation.missing);
    const env: Env = { now: options.clock.now().toISOString(), timeZone: app.app.timeZone };
    return withoutSecrets(await perform(request, connector, installation, env), Object.values(installation.secret));
  }

  async function perform(
    request: ConnectorCall,
    connector: ConnectorDefinition,
    installation: Installation,
    env: Env,
  ): Promise<CallResult> {
    const operation = operationOf(compiled, connector, request, functions);
    const needsToken = operation.usesToken && connector.token?.operation !== request.operation;
    try {
      let token = needsToken ? await tokenFor(request, connector, installation, env) : null;
      for (let renewed = false; ; renewed = true) {
        const tried = await attempt(request, connector, operation, installation, token, env);
        if (!('stale' in tried)) return tried;
        if (renewed || token === null) return tried.stale;
        token = await tokenFor(request, connector, installation, env, token);
      }
    } catch (cause) {
      if (cause instanceof TokenRefused) return cause.result;
      throw cause;
    }
  }

  /** One request. `stale`: the answer says that the access token is not taken any more. */
  async function attempt(
    request: ConnectorCall,
    connector: ConnectorDefinition,
    operation: CompiledOperation,
    installation: Installation,
    token: string | null,
    env: Env,
  ): Promise<CallResult | { stale: CallResult }> {
    const timeoutMs = Math.min(operation.timeoutMs, request.timeoutMs ?? operation.timeoutMs);
    const wait = await turn(request, connector, Math.min(timeoutMs, LONGEST_TURN_MS));
    if (wait > 0) {
      return {
        ...retry(operation, 'rate_limited', `${connector.rateLimit} is used up`, wait),
        unsent: true,
      } as CallResult;
    }
    const facts = callFacts(operation, request, installation, token, env);
    const wire = buildRequest(operation, request, installation.baseUrl, facts, env);
    try {
      const answered = answerFacts(facts, await transport.send(wire, timeoutMs, request.signal));
      const result = withoutSecrets(classify(operation, answered, env), token === null ? [] : [token]);
      return operation.refreshToken?.test(answered, env) ? { stale: result } : result;
    } catch (cause) {
      if (cause instanceof TransportFault) return afterFault(operation, cause);
      throw cause;
    }
  }

  async function turn(request: ConnectorCall, connector: ConnectorDefinition, patienceMs: number): Promise<number> {
    if (connector.rateLimit === undefined) return 0;
    const limit = readLimit(connector.rateLimit);
    const until = Date.now() + patienceMs;
    for (;;) {
      const wait = await takeTurn(options.knex, `connector:${request.app}.${connector.key}`, limit);
      if (wait === 0 || Date.now() + wait > until) return wait;
      await delay(wait, undefined, request.signal ? { signal: request.signal } : {});
    }
  }

  function tokenFor(
    request: ConnectorCall,
    connector: ConnectorDefinition,
    installation: Installation,
    env: Env,
    stale?: string,
  ): Promise<string> {
    return tokens.get(request.app, connector.key, () => fetchToken(request, connector, installation, env), stale);
  }

  async function fetchToken(
    request: ConnectorCall,
    connector: ConnectorDefinition,
    installation: Installation,
    env: Env,
  ): Promise<FetchedToken> {
    const source = connector.token;
    if (!source) throw unknownOperation(request);
    const asked: ConnectorCall = { app: request.app, connector: connector.key, operation: source.operation, data: {} };
    const operation = operationOf(compiled, connector, asked, functions);
    const facts = callFacts(operation, asked, installation, null, env);
    const wire = buildRequest(operation, asked, installation.baseUrl, facts, env);
    const answered = await transport
      .send(wire, operation.timeoutMs)
      .then((answer) => answerFacts(facts, answer))
      .catch((cause: unknown) => {
        throw cause instanceof TransportFault ? new TokenRefused(afterFault(operation, cause)) : cause;
      });
    const result = classify(operation, answered, env);
    const { value, ttl } = compileToken(source, functions);
    const token = result.kind === 'done' ? value(answered, env) : null;
    if (typeof token !== 'string' || token === '') throw new TokenRefused(tokenFailure(result));
    // A minute less than promised, so that no token runs out on its way.
    return { token, ttlMs: Math.max(lifeMs(ttl(answered, env)) - 60_000, 1_000) };
  }

  return { call, close: () => transport.close() };
}

function operationOf(
  known: WeakMap<ConnectorDefinition, Map<string, CompiledOperation>>,
  connector: ConnectorDefinition,
  request: ConnectorCall,
  functions: FunctionLibrary,
): CompiledOperation {
  const definition = connector.operations[request.operation];
  if (!definition || !Object.hasOwn(connector.operations, request.operation)) throw unknownOperation(request);
  const names = Object.keys(request.data).filter((name) => !Object.hasOwn(definition.input ?? {}, name));
  const key = JSON.stringify([request.operation, ...names.sort()]);
  const ofConnector = known.get(connector) ?? new Map<string, CompiledOperation>();
  known.set(connector, ofConnector);
  const found = ofConnector.get(key) ?? compileOperation(connector, definition, names, functions);
  ofConnector.set(key, found);
  return found;
}

function unknownOperation({ app, connector, operation }: ConnectorCall): Error {
  return new Error(`There is no operation ${connector}.${operation} in ${app}.`);
}

function notConfigured(missing: string[]): CallResult {
  return { kind: 'failed', code: 'connector_not_configured', detail: `Not set: ${missing.join(', ')}`, answer: null };
}

function tokenFailure(result: CallResult): CallResult {
  if (result.kind === 'retry' || result.kind === 'failed') return { ...result, code: `token_${result.code}` };
  return { kind: 'failed', code: 'token_not_got', detail: 'The answer holds no access token.', answer: null };
}

function withoutSecrets(result: CallResult, secrets: readonly string[]): CallResult {
  if (result.kind !== 'retry' && result.kind !== 'failed') return result;
  const detail = redact(result.detail, secrets);
  if (result.kind === 'retry') return { ...result, detail };
  return { ...result, detail, answer: JSON.parse(redact(JSON.stringify(result.answer), secrets)) as Json };
}

/** Seconds, as every provider counts, or an ISO duration. */
function lifeMs(ttl: Json): number {
  if (typeof ttl === 'string' && ttl.startsWith('P')) return durationMs(ttl);
  return (Number(ttl) || 0) * 1000;
}
