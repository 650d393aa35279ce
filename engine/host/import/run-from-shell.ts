import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Actor, findPerson } from '../access/index.ts';
import { Files } from '../files/files.ts';
import type { Host } from '../host.ts';
import { Imports } from './imports.ts';
import type { ImportView } from './job.ts';
import type { Mapping } from './mapping.ts';

export interface ShellImport {
  app: string;
  form: string;
  file: string;
  mapping?: string | undefined;
  /** Login of the person whose rights count; the engine's own without it. */
  as?: string | undefined;
  /** Where the report of lines that did not get in is written. */
  report?: string | undefined;
}

const LOOK_MS = 1_000;

/** One import from the command line: the same job as from the screen, followed to its end. */
export async function importFromShell(
  host: Host,
  dataDir: string,
  order: ShellImport,
  print: (line: string) => void,
): Promise<ImportView> {
  const app = host.apps.get(order.app);
  if (!app)
    throw new Error(
      `There is no app ${order.app}. Known: ${host.apps
        .list()
        .map((one) => one.app.key)
        .join(', ')}`,
    );
  const actor = await actorOf(host, order.as);
  const files = new Files(host, dataDir);
  const imports = new Imports(host, files);
  const id = await imports.upload(
    app,
    order.form,
    { name: basename(order.file), stream: createReadStream(order.file) },
    actor,
  );
  if (order.mapping !== undefined) {
    await imports.remap(id, JSON.parse(await readFile(order.mapping, 'utf8')) as Mapping, actor);
  }
  await imports.begin(id, actor);
  const job = await imports.runner.claim(id);
  // A server that runs beside us may have been quicker; then its progress is what is shown.
  const work = job ? imports.runner.run(job) : undefined;
  const view = await follow(imports, id, actor, print);
  await work;
  if (order.report !== undefined) await writeReport(imports, id, actor, order.report);
  return view;
}

async function follow(imports: Imports, id: string, actor: Actor, print: (line: string) => void): Promise<ImportView> {
  for (let last = -1; ; ) {
    const view = await imports.get(id, actor, 'en');
    const through = view.accepted + view.refused;
    if (through !== last) print(`${through} of ${view.total} lines: ${view.accepted} in, ${view.refused} left out`);
    last = through;
    if (view.status !== 'waiting' && view.status !== 'running') return view;
    await delay(LOOK_MS);
  }
}

async function writeReport(imports: Imports, id: string, actor: Actor, path: string): Promise<void> {
  let text = '\ufeff';
  for await (const line of imports.report(id, actor, 'en')) text += line;
  await writeFile(path, text);
}

async function actorOf(host: Host, login: string | undefined): Promise<Actor> {
  if (login === undefined) return { kind: 'engine', cause: 'import' };
  const row = await host.database.knex('engine.app_user').where({ login }).first<{ id: string } | undefined>('id');
  const person = row && (await findPerson(host.database.knex, row.id, 'session'));
  if (!person) throw new Error(`There is nobody with the login ${login}.`);
  return person;
}
