import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AppModel } from '../definition/index.ts';
import { projectRoot } from './place.ts';

export interface StandIns {
  /** Addresses and secrets, as an operator would set them. */
  env: Record<string, string>;
  stop(): Promise<void>;
}

const PATIENCE_MS = 20_000;

/**
 * The demo's outside systems: small servers in a process of their own, used unless the operator has named a real one.
 * They end with us, even where we are killed: their channel to us breaks.
 */
export async function startStandIns(
  env: Readonly<Record<string, string | undefined>>,
  models: readonly AppModel[],
  publicUrl: string,
  log: (line: string) => void,
): Promise<StandIns | undefined> {
  const isConfigured = models.some((model) =>
    [...model.connectors.keys()].some((key) => env[`${model.app.key}_${key}_URL`.toUpperCase()] !== undefined),
  );
  const command = isConfigured ? undefined : commandLine();
  if (command === undefined) return undefined;
  const child = spawn(process.execPath, [...command, '--public-url', publicUrl], {
    cwd: projectRoot(),
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  try {
    const { inbox, env: told } = JSON.parse(await firstLine(child)) as { inbox: string; env: Record<string, string> };
    log(`Outside systems are stand-ins of the demo; what they receive is shown at ${inbox}`);
    return { env: told, stop: () => end(child) };
  } catch (cause) {
    await end(child);
    log(`The demo's outside systems did not start: ${cause instanceof Error ? cause.message : String(cause)}`);
    return undefined;
  }
}

/** Bundled where it was built; else from the sources. */
function commandLine(): string[] | undefined {
  const root = projectRoot();
  const bundled = join(root, 'dist/counterparts.js');
  if (existsSync(bundled)) return [bundled];
  const source = join(root, 'e2e/counterparts/main.ts');
  const hasSources = existsSync(source) && existsSync(join(root, 'node_modules/tsx'));
  return hasSources ? ['--import', 'tsx', source] : undefined;
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error('They did not answer in time.')), PATIENCE_MS);
    child.once('error', reject);
    child.once('exit', () => reject(new Error('They ended at once.')));
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const at = text.indexOf('\n');
      if (at < 0) return;
      clearTimeout(timer);
      resolve(text.slice(0, at));
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
