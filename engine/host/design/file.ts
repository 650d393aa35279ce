import type { Localised } from '../../definition/index.ts';
import { print } from '../../definition/print.ts';
import { readFile } from '../../definition/structure/read.ts';
import type { Json } from '../../wire.ts';
import { designRefusals } from './refusals.ts';

export const MOST_FILES = 2000;
const MOST_CHARACTERS = 1_000_000;
const FOLDERS = 'forms|flows|rules|tables|messages|connectors|calendars|reports|scenarios|data';
/** Only places that definitions have: nothing that could lead out of an app's folder. */
const PATH = new RegExp(`^(?:app|(?:${FOLDERS})/\\p{L}[\\p{L}\\p{N}_]{0,47})\\.json$`, 'u');

/** NUL, and halves of surrogate pairs. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

/** Throws unless a draft may hold a file of this name and content, whatever it means. */
export function checkFile(path: string, json: Json): void {
  checkPath(path);
  if (json === null || typeof json !== 'object' || Array.isArray(json)) {
    throw bad(path, '文件内容必须是一个 JSON 对象。', 'A file holds one JSON object.');
  }
  const read = readFile({ path, json });
  if ('problem' in read) throw designRefusals.badFile(path, read.problem.message, read.problem.cure);
  checkTexts(path, json);
}

export function checkPath(path: string): void {
  if (PATH.test(path)) return;
  throw designRefusals.badFile(
    path,
    { 'zh-CN': '应用里没有这样的文件位置。', en: 'An app has no file in such a place.' },
    {
      'zh-CN': '文件是 app.json，或在 forms、flows 等文件夹中，名称以字母开头。',
      en: 'A file is app.json, or lies in forms, flows and so on, its name beginning with a letter.',
    },
  );
}

/** What PostgreSQL cannot keep in jsonb: it would be refused when it is published, far from whoever wrote it. */
function checkTexts(path: string, json: Json): void {
  const stack: Json[] = [json];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (typeof value === 'string' && UNSTORABLE.test(value)) {
      throw bad(path, '文件里有无法保存的字符。', 'The file holds characters that cannot be stored.');
    }
    if (Array.isArray(value)) stack.push(...value);
    else if (value !== null && typeof value === 'object') stack.push(...Object.keys(value), ...Object.values(value));
  }
}

/**
 * The text of what was saved: one that is there already where it says the same, so that a file opened and saved is
 * unchanged to the byte, also after a change was taken back.
 */
export function textFor(path: string, json: Json, known: readonly (string | null | undefined)[]): string {
  const wanted = JSON.stringify(json);
  for (const text of known) if (text != null && JSON.stringify(parsed(text)) === wanted) return text;
  const text = print(json);
  if (text.length > MOST_CHARACTERS) {
    throw bad(path, '文件过大（最多 1 MB）。', 'The file is too large (at most 1 MB).');
  }
  return text;
}

export function parsed(text: string): Json {
  return JSON.parse(text.replace(/^\uFEFF/, '')) as Json;
}

function bad(path: string, zh: string, en: string): Error {
  const cure: Localised = { 'zh-CN': '请更正后再保存。', en: 'Put it right, then save again.' };
  return designRefusals.badFile(path, { 'zh-CN': zh, en }, cure);
}
