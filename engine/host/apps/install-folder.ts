import type { Knex } from 'knex';
import type { AppInFolder } from './folders.ts';
import { installApp } from './install.ts';
import { keepPictures } from './pictures.ts';

/**
 * Publishes an app's folder, but each content of it only once: where another version was published since (in the
 * designer, by an import), a restart does not bring the folder's back. A folder that was edited is new content, and is
 * published again.
 */
export async function installFolder(
  knex: Knex,
  { model, texts, pictures = [] }: AppInFolder,
  log: (line: string) => void,
): Promise<'published' | 'same' | 'left'> {
  const { key } = model.app;
  // Also of a folder that is not published: what the folder holds by a name is what the name means.
  await keepPictures(knex, key, pictures);
  const seen = await knex('engine.folder_seen').where({ app: key, hash: model.hash }).first();
  const current = await knex('engine.app as a')
    .join('engine.app_version as v', (on) => on.on('v.app', 'a.key').andOn('v.number', 'a.number'))
    .where('a.key', key)
    .first<{ number: number; hash: string } | undefined>('v.number', 'v.hash');
  if (seen && current && current.hash !== model.hash) {
    log(`${key}: version ${current.number} stays, which was published after this folder was.`);
    return 'left';
  }
  const { number, isNew, steps } = await installApp(knex, model, { origin: 'folder', texts });
  await knex('engine.folder_seen').insert({ app: key, hash: model.hash }).onConflict(['app', 'hash']).ignore();
  if (isNew) log(`${key}: version ${number} is published (${steps.length} changes to its tables).`);
  return isNew ? 'published' : 'same';
}
