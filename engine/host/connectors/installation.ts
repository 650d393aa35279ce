import type { ConnectorDefinition } from '../../definition/index.ts';
import type { Json } from '../../expression/types.ts';
import type { SecretStore } from './secrets.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the operator has set for one connector: where it is, its secrets and plain values. */
export interface Installation {
  baseUrl: string;
  secret: Record<string, string>;
  config: Record<string, Json>;
  /** Environment variables that are not set. */
  missing: string[];
}

export function variableOf(app: string, connector: string, name: string): string {
  return `${app}_${connector}_${name}`.toUpperCase();
}

/** The environment wins over the encrypted store, and that over what the definition says. */
export async function installationOf(
  app: string,
  connector: ConnectorDefinition,
  env: Environment,
  store: SecretStore,
): Promise<Installation> {
  const from = (name: string): string | undefined => env[variableOf(app, connector.key, name)];
  const names = connector.secrets ?? [];
  const unset = [...names, ...Object.keys(connector.config ?? {}), 'url'].some((name) => from(name) === undefined);
  const stored = unset ? await store.of(app, connector.key) : {};
  const secret: Record<string, string> = {};
  const missing: string[] = [];
  for (const name of names) {
    const value = from(name) ?? stored[name];
    if (value === undefined) missing.push(variableOf(app, connector.key, name));
    else secret[name] = value;
  }
  const config = Object.entries(connector.config ?? {}).map(([name, value]): [string, Json] => [
    name,
    from(name) ?? stored[name] ?? (value as Json),
  ]);
  return {
    baseUrl: (from('url') ?? stored.url ?? connector.baseUrl).replace(/\/+$/, ''),
    secret,
    config: Object.fromEntries(config),
    missing,
  };
}

/** A text without the secrets that happen to stand in it: errors are read by people and kept in tables. */
export function redact(text: string, secrets: Iterable<string>): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length < 4) continue;
    for (const written of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
      clean = clean.replaceAll(written, '***');
    }
  }
  return clean;
}
