import type { Scope } from '../../expression/index.ts';
import { both } from '../texts.ts';
import type { Action, FormDefinition, Party } from '../types.generated.ts';
import { at, columnsOf, type Desk, fieldKeys, isFormula, type Place, subTables } from './desk.ts';

/** Where an action runs: the form of its record, and what formulas may name. */
export interface ActionPlace {
  form: FormDefinition;
  scope: Scope;
}

const anything: Scope[string] = { kind: 'any' };

/** Field → value: the field is there, and is none that only the engine writes; the value compiles. */
export function checkData(
  desk: Desk,
  place: Place,
  data: Readonly<Record<string, unknown>> | undefined,
  names: readonly string[],
  scope: Scope,
  noun: 'field' | 'column' = 'field',
): void {
  for (const [key, value] of Object.entries(data ?? {})) {
    desk.known(at(place, key), noun, key, names);
    desk.value(at(place, key), value, scope);
  }
}

/** What may be matched on: fields and the record's own id and state. */
const matchable = (form: FormDefinition): string[] => [...fieldKeys(form), 'id', 'state', 'created_by'];

export function checkParty(desk: Desk, place: Place, party: Party): void {
  if (party.role !== undefined) desk.role(at(place, 'role'), party.role);
  if (party.user !== undefined) checkLogin(desk, at(place, 'user'), party.user);
}

/** Logins of the demo's people; an app that brings nobody along names people of the installation, which only it knows. */
export function loginsOf(desk: Desk): string[] {
  return [...desk.app.data.values()].flatMap((data) => (data.users ?? []).map((user) => user.login));
}

export function checkLogin(desk: Desk, place: Place, login: string, logins = loginsOf(desk)): void {
  if (logins.length > 0) desk.known(place, 'login', login, logins);
}

export function checkCall(desk: Desk, place: Place, call: string): void {
  const [connector = '', operation = ''] = call.split('.');
  if (!desk.known(place, 'connector', connector, desk.app.connectors.keys())) return;
  desk.known(place, 'operation', operation, Object.keys(desk.app.connectors.get(connector)?.operations ?? {}));
}

/** Data of a call: the names that the operation takes, where it says so. */
export function checkCallData(desk: Desk, place: Place, call: string, holder: { data?: unknown }, scope: Scope): void {
  const [connector = '', operation = ''] = call.split('.');
  const input = desk.app.connectors.get(connector)?.operations[operation]?.input;
  for (const [key, value] of Object.entries(holder.data ?? {})) {
    if (input) desk.known(at(place, 'data', key), 'field', key, Object.keys(input));
    desk.value(at(place, 'data', key), value, scope);
  }
}

type Part<K extends string> = Extract<Action, Record<K, unknown>>;

function checkCreate(desk: Desk, place: Place, action: Part<'create'>, here: ActionPlace): void {
  const target = desk.form(at(place, 'create'), action.create);
  if (!target) return;
  checkData(desk, at(place, 'data'), action.data, fieldKeys(target), here.scope);
  checkData(desk, at(place, 'unless'), action.unless, matchable(target), here.scope);
  for (const [table, rows] of Object.entries(action.rows ?? {})) {
    const spot = at(place, 'rows', table);
    const found = desk.known(spot, 'sub_table', table, subTables(target));
    if (!desk.known(at(spot, 'from'), 'sub_table', rows.from, subTables(here.form))) continue;
    const scope = rowFacts(desk, here, rows.from);
    if (found) checkData(desk, at(spot, 'fill'), rows.fill, columnsOf(target, table), scope, 'column');
    desk.condition(at(spot, 'when'), rows.when, scope);
  }
}

/** In rows of a create: the row's columns, also under `row`. */
export function rowFacts(desk: Desk, here: ActionPlace, table: string): Scope {
  return { ...here.scope, ...desk.rowScope(here.form, table) };
}

/** A matched record stands under `target`. */
export function withTarget(desk: Desk, scope: Scope, target: FormDefinition): Scope {
  return { ...scope, target: { kind: 'context', fields: desk.scope(target) } };
}

function checkUpdate(desk: Desk, place: Place, action: Part<'update'>, here: ActionPlace): void {
  const target = desk.form(at(place, 'update'), action.update);
  if (!target) return;
  checkData(desk, at(place, 'match'), action.match, matchable(target), here.scope);
  checkData(desk, at(place, 'data'), action.data, fieldKeys(target), withTarget(desk, here.scope, target));
}

/** Signals that a form's flow waits for. */
export function signalsOf(desk: Desk, form: string): string[] {
  const flow = [...desk.app.flows.values()].find((item) => item.form === form);
  return (flow?.nodes ?? []).flatMap((node) => (node.type === 'wait' ? node.for.map((signal) => signal.signal) : []));
}

function checkSignal(desk: Desk, place: Place, action: Part<'signal'>, here: ActionPlace): void {
  const target = action.form === undefined ? here.form : desk.form(at(place, 'form'), action.form);
  if (!target) return;
  desk.known(at(place, 'signal'), 'signal', action.signal, signalsOf(desk, target.key));
  checkData(desk, at(place, 'match'), action.match, matchable(target), here.scope);
  checkData(desk, at(place, 'data'), action.data, fieldKeys(target), here.scope);
}

function checkSend(desk: Desk, place: Place, action: Part<'send'>, here: ActionPlace): void {
  desk.known(at(place, 'send'), 'message', action.send, desk.app.messages.keys());
  const { to } = action;
  if (isFormula(to)) desk.formula(at(place, 'to'), to, here.scope);
  else if (typeof to === 'object') checkParty(desk, at(place, 'to'), to);
  const channels = ['inbox', ...Object.keys(desk.app.app.channels ?? {})];
  action.by.forEach((channel, i) => desk.known(at(place, 'by', i), 'channel', channel, channels));
  for (const [key, value] of Object.entries(action.data ?? {})) desk.value(at(place, 'data', key), value, here.scope);
}

function checkCallAction(desk: Desk, place: Place, action: Part<'call'>, here: ActionPlace): void {
  checkCall(desk, at(place, 'call'), action.call);
  checkCallData(desk, place, action.call, action, here.scope);
  if (action.key !== undefined) desk.formula(at(place, 'key'), action.key, here.scope);
  else if (isWriting(desk, action.call)) {
    desk.report(
      place,
      'call_without_key',
      both(
        '这个操作会改变外部系统，却没有幂等键，重试时可能做两次。',
        'This operation changes the outside system and has no key: a retry may do it twice.',
      ),
      both('请加上 "key": "= …"，同一件事用同一个键。', 'Add "key": "= …", the same for the same thing.'),
      'warning',
    );
  }
  checkData(desk, at(place, 'save'), action.save, fieldKeys(here.form), { ...here.scope, answer: anything });
}

function isWriting(desk: Desk, call: string): boolean {
  const [connector = '', operation = ''] = call.split('.');
  const found = desk.app.connectors.get(connector)?.operations[operation];
  return found !== undefined && found.method !== 'GET' && found.idempotency !== undefined;
}

export function checkAction(desk: Desk, place: Place, action: Action, here: ActionPlace): void {
  desk.condition(at(place, 'when'), action.when, here.scope);
  if ('set' in action) checkData(desk, at(place, 'set'), action.set, fieldKeys(here.form), here.scope);
  else if ('create' in action) checkCreate(desk, place, action, here);
  else if ('update' in action) checkUpdate(desk, place, action, here);
  else if ('signal' in action) checkSignal(desk, place, action, here);
  else if ('send' in action) checkSend(desk, place, action, here);
  else checkCallAction(desk, place, action, here);
}
