import { v5 as uuidV5 } from 'uuid';
import type { AppModel, ConnectorDefinition, FormDefinition } from '../../definition/index.ts';
import type { Json } from '../../expression/types.ts';
import type { EngineActor } from '../access/actor.ts';
import { columnsOf, quoted, tableName } from '../apps/names.ts';
import { Refusal, refusals } from '../door/refusal.ts';
import type { Host } from '../host.ts';
import type { connectorFunctions } from './functions.ts';
import { type CompiledHook, compileHook, type HookOrder } from './hook.ts';

/** Command ids of call-backs: the same call-back is the same command, whichever process gets it. */
const NAMESPACE = '5d0f7f0c-6f3a-5c1e-9a53-2b7c0a8f4e11';

export interface HookPlace {
  app: string;
  connector: string;
  hook: string;
}

/** The hooks of connectors, compiled once for each definition. */
export class Hooks {
  readonly #compiled = new WeakMap<ConnectorDefinition, Map<string, CompiledHook>>();
  readonly #functions: ReturnType<typeof connectorFunctions>;

  constructor(functions: ReturnType<typeof connectorFunctions>) {
    this.#functions = functions;
  }

  find(connector: ConnectorDefinition, key: string): CompiledHook | undefined {
    const definition = connector.hooks && Object.hasOwn(connector.hooks, key) ? connector.hooks[key] : undefined;
    if (!definition) return undefined;
    const known = this.#compiled.get(connector) ?? new Map<string, CompiledHook>();
    this.#compiled.set(connector, known);
    const found = known.get(key) ?? compileHook(connector, definition, this.#functions);
    known.set(key, found);
    return found;
  }
}

/** Does what a verified call-back asks for; the record that it was about. */
export async function carryOut(
  host: Pick<Host, 'door' | 'database'>,
  model: AppModel,
  place: HookPlace,
  order: HookOrder,
): Promise<string> {
  const form = model.forms.get(order.form);
  const record = form && (await recordOf(host, place.app, form, order.match));
  if (!record) throw refusals.notFound();
  const name = `${place.app}/${place.connector}/${place.hook}/${order.key ?? `${record}/${JSON.stringify(order)}`}`;
  const actor: EngineActor = { kind: 'engine', cause: `hook ${place.connector}.${place.hook}` };
  const base = { app: place.app, form: order.form, record };
  const { set, append, signal } = order;
  if (Object.keys(set).length > 0 || Object.keys(append).length > 0) {
    const command = uuidV5(`${name}/set`, NAMESPACE);
    await host.door.execute({ ...base, type: 'update', command, data: set, append }, actor);
  }
  if (signal === null) return record;
  const command = uuidV5(`${name}/signal`, NAMESPACE);
  await host.door.execute({ ...base, type: 'signal', command, signal }, actor).catch((cause: unknown) => {
    // The flow may be past the point that waited for it: nothing the other side could do about that.
    if (!(cause instanceof Refusal)) throw cause;
  });
  return record;
}

/** The newest record that a call-back's values fit. */
async function recordOf(
  { database }: Pick<Host, 'database'>,
  app: string,
  form: FormDefinition,
  match: Record<string, Json>,
): Promise<string | undefined> {
  const columns = new Map(columnsOf(form.fields).map((column) => [column.key, column]));
  const wanted = Object.entries(match);
  if (wanted.length === 0 || wanted.some(([key, value]) => value === null || !columns.has(key))) return undefined;
  const where = wanted
    .map(([key]) => `${quoted(key)} = cast(? as ${columns.get(key)?.sqlType ?? 'text'})`)
    .join(' and ');
  const { rows } = await database.knex.raw<{ rows: { id: string }[] }>(
    `select id from ${tableName(app, form.key)} where ${where} order by created_at desc limit 1`,
    wanted.map(([, value]) => String(value)),
  );
  return rows[0]?.id;
}
