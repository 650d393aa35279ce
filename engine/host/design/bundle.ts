import type { Knex } from 'knex';
import type { Label } from '../../definition/index.ts';
import { print } from '../../definition/print.ts';
import { readFile } from '../../definition/structure/read.ts';
import type { AppBundle, Json } from '../../wire.ts';
import { isReserved } from '../apps/install.ts';
import { findPicture, type Picture } from '../apps/pictures.ts';
import type { Draft } from './draft.ts';
import { checkFile, checkPath, MOST_FILES, parsed } from './file.ts';
import { designRefusals } from './refusals.ts';
import { type Texts, versionTexts } from './versions.ts';

const MOST_CHARACTERS = 1_000_000;

/** A version, or the draft, as one file. Definitions name secrets and never hold them, so none is in it. */
export async function exportApp(knex: Knex, draft: Draft, number: number | undefined): Promise<AppBundle> {
  return number === undefined
    ? bundleOf(knex, draft.app, 0, draftTexts(draft))
    : exportVersion(knex, draft.app, number);
}

export async function exportVersion(knex: Knex, app: string, number: number): Promise<AppBundle> {
  return bundleOf(knex, app, number, await versionTexts(knex, app, number));
}

async function bundleOf(knex: Knex, app: string, number: number, texts: Texts): Promise<AppBundle> {
  const definition = texts.get('app.json');
  const { label = app } = (definition ? parsed(definition) : {}) as { label?: Label };
  const pictures = await picturesOf(knex, app, texts);
  return {
    format: 'app-bundle',
    formatVersion: 1,
    app,
    label,
    number,
    files: Object.fromEntries(texts),
    ...(pictures.length > 0 && {
      pictures: Object.fromEntries(pictures.map(({ name, content }) => [name, content.toString('base64')])),
    }),
  };
}

/** Those that the texts name, as far as they are there. */
export async function picturesOf(knex: Knex, app: string, texts: Texts): Promise<Picture[]> {
  const { brand } = parsed(texts.get('app.json') ?? '{}') as { brand?: { logo?: unknown } };
  const picture = typeof brand?.logo === 'string' ? await findPicture(knex, app, brand.logo) : undefined;
  return picture === undefined ? [] : [picture];
}

export function draftTexts(draft: Draft): Texts {
  return new Map([...draft.rows].flatMap(([path, { text }]) => (text === null ? [] : [[path, text] as const])));
}

export function bundleName({ app, number }: AppBundle): string {
  return `${app}-${number === 0 ? 'draft' : number}.app.json`;
}

/** The texts of a bundle, after everything about it that could do harm was looked at. */
export function textsOfBundle(bundle: unknown): Map<string, string> {
  const { format, formatVersion, files } = (bundle ?? {}) as Partial<AppBundle>;
  if (format !== 'app-bundle' || typeof files !== 'object' || files === null) {
    throw designRefusals.badBundle(
      { 'zh-CN': '这不是应用包文件。', en: 'This is no app bundle.' },
      { 'zh-CN': '请选择由“导出”得到的文件。', en: 'Choose a file that an export made.' },
    );
  }
  if (formatVersion !== 1) {
    throw designRefusals.badBundle(
      { 'zh-CN': '应用包的格式版本较新。', en: 'The bundle’s format is newer than this server knows.' },
      { 'zh-CN': '请先升级服务器。', en: 'Bring this server up to date first.' },
    );
  }
  const entries = Object.entries(files);
  if (entries.length > MOST_FILES) {
    throw designRefusals.badBundle({
      'zh-CN': `应用包的文件过多：${entries.length} 个，最多 ${MOST_FILES} 个。`,
      en: `The bundle has too many files: ${entries.length}, at most ${MOST_FILES}.`,
    });
  }
  for (const [path, text] of entries) checkText(path, text);
  if (!Object.hasOwn(files, 'app.json')) {
    throw designRefusals.badBundle({ 'zh-CN': '应用包里没有 app.json。', en: 'The bundle has no app.json.' });
  }
  return new Map(entries);
}

function checkText(path: string, text: unknown): void {
  checkPath(path);
  if (typeof text !== 'string' || text.length > MOST_CHARACTERS) {
    throw designRefusals.badFile(
      path,
      { 'zh-CN': '文件过大（最多 1 MB），或不是文本。', en: 'The file is too large (at most 1 MB), or no text.' },
      { 'zh-CN': '请检查应用包。', en: 'Look at the bundle.' },
    );
  }
  const read = readFile({ path, text });
  if ('problem' in read) throw designRefusals.badFile(path, read.problem.message, read.problem.cure);
  checkFile(path, read.json as Json);
}

/** The same app under another key and label; its other files stay as they are. */
export function renamed(texts: Texts, key: string, label: Label | undefined): Map<string, string> {
  const definition = parsed(texts.get('app.json') ?? '{}') as { [name: string]: Json };
  const wanted = { ...definition, key, ...(label !== undefined && { label: label as Json }) };
  const isSame = JSON.stringify(wanted) === JSON.stringify(definition);
  return isSame ? new Map(texts) : new Map([...texts, ['app.json', print(wanted)]]);
}

export function checkKey(key: string): void {
  if (isReserved(key)) throw designRefusals.reservedKey(key);
}
