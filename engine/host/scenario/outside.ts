import type { ConnectorDefinition } from '../../definition/index.ts';
import type { Json, Values } from '../../wire.ts';
import type { Clock } from '../clock.ts';
import type { RunningHost } from '../compose.ts';
import { connectorFunctions } from '../connectors/functions.ts';
import { carryOut, Hooks } from '../connectors/received.ts';
import { StoryProblem } from './problem.ts';
import type { Named } from './records.ts';
import type { Step } from './story.ts';

/** What comes to a story from outside: another system that calls back. Its signature counts as right; there are no secrets. */
export class Outside {
  readonly #host: RunningHost;
  readonly #app: string;
  readonly #hooks: Hooks;

  constructor(host: RunningHost, app: string, clock: Clock) {
    this.#host = host;
    this.#app = app;
    this.#hooks = new Hooks(connectorFunctions(() => clock.now()));
  }

  /** The record that it was about. */
  async callBack(name: string, { body, query, headers }: Step): Promise<Named> {
    const [connectorKey = '', hookKey = ''] = name.split('.');
    const model = this.#host.apps.get(this.#app);
    const connector = model?.connectors.get(connectorKey);
    const hook = connector && this.#hooks.find(connector, hookKey);
    const definition = connector?.hooks?.[hookKey];
    if (!model || !connector || !hook || !definition) throw new StoryProblem(`There is no hook ${name}.`);
    const raw = definition.encoding === 'form' ? asForm((body ?? {}) as Values) : JSON.stringify(body ?? {});
    const env = { now: this.#host.clock.now().toISOString(), timeZone: model.app.timeZone };
    const order = hook.read({ raw, headers: headers ?? {}, query: query ?? {} }, asInstalled(connector), env, true);
    if (order === undefined) throw new StoryProblem(`The hook ${name} does not take this.`);
    const place = { app: this.#app, connector: connectorKey, hook: hookKey };
    return { form: order.form, id: await carryOut(this.#host, model, place, order) };
  }

  /** A rule runs as though its hour had come. */
  async schedule(rule: string, command: string): Promise<void> {
    const isThere = await this.#host.schedules.runNow(this.#app, rule, command);
    if (!isThere) throw new StoryProblem(`There is no rule ${rule} on a schedule.`);
  }
}

/** Plain values as definitions have them. */
function asInstalled({ baseUrl, secrets, config }: ConnectorDefinition) {
  const secret = Object.fromEntries((secrets ?? []).map((name) => [name, '']));
  return { baseUrl, secret, config: (config ?? {}) as Record<string, Json>, missing: [] };
}

function asForm(body: Values): string {
  const texts = Object.entries(body).map(([key, value]): [string, string] => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return new URLSearchParams(texts).toString();
}
