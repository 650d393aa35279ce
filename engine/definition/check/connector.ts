import type { FactType, FunctionLibrary, LibraryFunction, Scope } from '../../expression/index.ts';
import { both } from '../texts.ts';
import type { ConnectorDefinition, Hook, Operation } from '../types.generated.ts';
import { signalsOf } from './action.ts';
import { at, columnsOf, type Desk, fieldKeys, type Place, subTables } from './desk.ts';

const TEXT: FactType = { kind: 'text' };
const ANY: FactType = { kind: 'any' };

/** Only what a check needs: the host has the functions themselves, which read clocks and secrets. */
const named = (min: number, max: number, returns: FactType = TEXT): LibraryFunction => ({
  args: [min, max],
  call: () => null,
  returns,
});

export const CONNECTOR_FUNCTIONS: FunctionLibrary = {
  epochMillis: named(0, 0, { kind: 'integer' }),
  epochSeconds: named(0, 0, { kind: 'integer' }),
  isoNow: named(0, 0),
  nonce: named(0, 1),
  uuid: named(0, 0),
  md5: named(1, 2),
  sha1: named(1, 2),
  sha256: named(1, 2),
  hmac: named(3, 5),
  rsaSign: named(3, 4),
  rsaVerify: named(4, 5, { kind: 'boolean' }),
  same: named(2, 2, { kind: 'boolean' }),
  base64: named(1, 2),
  unbase64: named(1, 1),
  hex: named(1, 1),
  urlEncode: named(1, 1),
  formEncode: named(1, 1),
  sortedPairs: named(1, 3),
  json: named(1, 1),
  parseJson: named(1, 1, ANY),
};

const INPUT: Readonly<Record<string, FactType>> = {
  text: TEXT,
  integer: { kind: 'integer' },
  number: { kind: 'number' },
  money: { kind: 'number' },
  boolean: { kind: 'boolean' },
  date: { kind: 'date' },
  datetime: { kind: 'datetime' },
  list: { kind: 'list', of: ANY },
  context: ANY,
};

const anyOf = (names: Iterable<string>): Scope => Object.fromEntries([...names].map((name) => [name, ANY]));

const asContext = (names: readonly string[]): FactType => ({ kind: 'context', fields: anyOf(names) });

function baseScope(connector: ConnectorDefinition): Scope {
  return {
    secret: asContext(connector.secrets ?? []),
    config: asContext(Object.keys(connector.config ?? {})),
    ...(connector.token ? { token: TEXT } : {}),
  };
}

/** 'let' values stand for those after them. */
function checkLet(desk: Desk, place: Place, values: Operation['let'], scope: Scope): Scope {
  let grown = scope;
  for (const [name, value] of Object.entries(values ?? {})) {
    desk.value(at(place, name), value, grown, { functions: CONNECTOR_FUNCTIONS });
    grown = { ...grown, [name]: ANY };
  }
  return grown;
}

function checkPath(desk: Desk, place: Place, operation: Operation, scope: Scope): void {
  for (const [, name = ''] of operation.path.matchAll(/\{([^{}]*)\}/g))
    desk.known(place, 'field', name, Object.keys(scope));
}

function checkAnswer(desk: Desk, place: Place, operation: Operation, sent: Scope): void {
  const scope: Scope = { ...sent, status: { kind: 'integer' }, headers: ANY, body: ANY };
  for (const key of ['success', 'missing', 'pending', 'refreshToken'] as const)
    desk.condition(at(place, key), operation[key], scope);
  (operation.outcomes ?? []).forEach((item, i) => desk.condition(at(place, 'outcomes', i, 'when'), item.when, scope));
  desk.condition(at(place, 'retry', 'when'), operation.retry?.when, scope);
  desk.value(at(place, 'answer'), operation.answer, scope, { functions: CONNECTOR_FUNCTIONS });
}

function checkOperation(desk: Desk, place: Place, operation: Operation, connector: ConnectorDefinition): void {
  const functions = CONNECTOR_FUNCTIONS;
  const inputs = Object.fromEntries(
    Object.entries(operation.input ?? {}).map(([name, kind]) => [name, INPUT[kind] ?? ANY]),
  );
  const scope = checkLet(desk, at(place, 'let'), operation.let, { ...baseScope(connector), ...inputs, key: TEXT });
  checkPath(desk, at(place, 'path'), operation, scope);
  for (const part of ['query', 'headers', 'body'] as const)
    desk.value(at(place, part), operation[part], scope, { functions });
  const bytes: Scope = { ...scope, ...anyOf(['body', 'method', 'path', 'query', 'pathAndQuery', 'host', 'headers']) };
  desk.value(at(place, 'sign'), operation.sign, bytes, { functions });
  checkAnswer(desk, place, operation, scope);
  const { poll } = operation;
  if (!poll) return;
  if (!desk.known(at(place, 'poll', 'operation'), 'operation', poll.operation, Object.keys(connector.operations)))
    return;
  desk.value(at(place, 'poll', 'data'), poll.data, { ...scope, answer: ANY }, { functions });
}

function checkHookRows(desk: Desk, place: Place, hook: Hook, scope: Scope): void {
  const form = desk.app.forms.get(hook.form);
  if (!form) return;
  for (const [table, rows] of Object.entries(hook.append ?? {})) {
    const spot = at(place, table);
    desk.formula(at(spot, 'from'), rows.from, scope, { functions: CONNECTOR_FUNCTIONS });
    if (!desk.known(spot, 'sub_table', table, subTables(form))) continue;
    const columns = columnsOf(form, table);
    for (const [column, value] of Object.entries(rows.fill)) {
      desk.known(at(spot, 'fill', column), 'column', column, columns);
      desk.value(at(spot, 'fill', column), value, { ...scope, row: ANY }, { functions: CONNECTOR_FUNCTIONS });
    }
    if (rows.key !== undefined) desk.known(at(spot, 'key'), 'column', rows.key, columns);
  }
}

function checkHook(desk: Desk, place: Place, hook: Hook, connector: ConnectorDefinition): void {
  const functions = CONNECTOR_FUNCTIONS;
  const around: Scope = { ...baseScope(connector), body: ANY, raw: TEXT, headers: ANY, query: ANY };
  const scope = checkLet(desk, at(place, 'let'), hook.let, around);
  desk.formula(at(place, 'verify'), hook.verify, scope, { functions });
  for (const part of ['key', 'signalWhen'] as const) {
    const text = hook[part];
    if (text !== undefined) desk.formula(at(place, part), text, scope, { functions });
  }
  desk.value(at(place, 'reply'), hook.reply, scope, { functions });
  const form = desk.form(at(place, 'form'), hook.form);
  if (!form) return;
  const names = [...fieldKeys(form), 'id', 'state'];
  for (const part of ['match', 'set'] as const) {
    for (const [key, value] of Object.entries(hook[part] ?? {})) {
      desk.known(at(place, part, key), 'field', key, names);
      desk.value(at(place, part, key), value, scope, { functions });
    }
  }
  checkHookRows(desk, at(place, 'append'), hook, scope);
  if (hook.signal !== undefined) desk.known(at(place, 'signal'), 'signal', hook.signal, signalsOf(desk, form.key));
}

export function checkConnector(desk: Desk, connector: ConnectorDefinition): void {
  const place = desk.place('connector', connector.key);
  const { token } = connector;
  if (
    token &&
    desk.known(at(place, 'token', 'operation'), 'operation', token.operation, Object.keys(connector.operations))
  ) {
    const scope: Scope = { body: ANY, status: { kind: 'integer' }, headers: ANY };
    desk.formula(at(place, 'token', 'value'), token.value, scope, { functions: CONNECTOR_FUNCTIONS });
    desk.formula(at(place, 'token', 'ttl'), token.ttl, scope, { functions: CONNECTOR_FUNCTIONS });
  }
  for (const [key, operation] of Object.entries(connector.operations))
    checkOperation(desk, at(place, 'operations', key), operation, connector);
  for (const [key, hook] of Object.entries(connector.hooks ?? {}))
    checkHook(desk, at(place, 'hooks', key), hook, connector);
  const secretInConfig = Object.keys(connector.config ?? {}).find((name) => /secret|password|private_?key/i.test(name));
  if (secretInConfig === undefined) return;
  desk.report(
    at(place, 'config', secretInConfig),
    'secret_in_config',
    both(
      `“${secretInConfig}”像是机密，不应写在定义里。`,
      `“${secretInConfig}” looks like a secret, which does not belong in a definition.`,
    ),
    both(
      '把名称移到 secrets，值由运维放在环境变量中。',
      'Move the name to secrets; the operator sets its value in the environment.',
    ),
    'warning',
  );
}
