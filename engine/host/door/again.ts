import { setTimeout as pause } from 'node:timers/promises';
import { textOf } from '../../form/index.ts';
import { uniqueKeys } from '../apps/plan.ts';
import type { Command, EngineCommand } from './command.ts';
import { OTHER_RESULT, sqlState } from './connections.ts';
import { askOutside } from './outside.ts';
import type { DoorParts } from './parts.ts';
import { AskFirst, type Outside } from './questions.ts';
import { Refusal } from './refusal.ts';

const ATTEMPTS = 8;
const DEADLOCK = '40P01';
const SERIALISATION = '40001';
const LOCK_TIMEOUT = '55P03';
const NOT_UNIQUE = '23505';
/** A sign that PostgreSQL does not keep: in JSON, and by itself. */
const NOT_TEXT = new Set(['22P05', '22021']);
/** No such column, table or operator: the form's table is that of a version which this process has not heard of yet. */
const OTHER_SHAPE = new Set(['42703', '42P01', '42883', '42804']);

/** What was tried: how often, and on which version of the app. */
export interface Attempt {
  count: number;
  version: number;
}

/** Returns when the command is worth another attempt; else throws what its sender should hear. */
export async function again(
  parts: DoorParts,
  command: Command | EngineCommand,
  outside: Outside,
  cause: unknown,
  { count: attempt, version }: Attempt,
): Promise<void> {
  if (attempt >= ATTEMPTS) throw busy(cause);
  if (cause instanceof AskFirst) {
    await askOutside(parts, cause.question, outside);
    return;
  }
  const state = sqlState(cause);
  if (state === DEADLOCK || state === SERIALISATION) {
    // The other one is through in a few milliseconds; both again at the same instant would meet again.
    await pause(2 ** attempt * (1 + Math.random()));
    return;
  }
  if (state === OTHER_RESULT) return;
  if (OTHER_SHAPE.has(state ?? '') && (await isNewer(parts, command.app, version))) return;
  if (state === LOCK_TIMEOUT) throw busy(cause);
  if (state === NOT_UNIQUE) throw notUnique(parts, command, cause as DatabaseError);
  if (NOT_TEXT.has(state ?? '')) throw notText();
  throw cause;
}

/** Another version has been published, whoever of this process heard of it first: the command is judged by that one. */
async function isNewer({ shelf }: DoorParts, app: string, than: number): Promise<boolean> {
  await shelf.refresh();
  return shelf.number(app) !== than;
}

interface DatabaseError extends Error {
  schema?: string;
  table?: string;
  constraint?: string;
}

/** Which fields have to be unique is known by the index that said no. */
function notUnique(parts: DoorParts, { app }: Command | EngineCommand, cause: DatabaseError): unknown {
  const model = cause.schema === app ? parts.shelf.get(app) : undefined;
  for (const form of model?.forms.values() ?? []) {
    const keys = uniqueKeys(form).get(cause.constraint ?? '');
    if (keys === undefined) continue;
    const labels = keys.map((key) => form.fields.find((field) => field.key === key)?.label ?? key);
    const message = {
      'zh-CN': `${labels.map((label) => textOf(label, 'zh-CN')).join('、')}已存在。`,
      en: `${labels.map((label) => textOf(label, 'en')).join(', ')}: there is a record with this already.`,
    };
    const problems = keys.map((path) => ({ code: 'not_unique', path, message }));
    return new Refusal('not_unique', message, { status: 409, problems, ...(keys[0] ? { at: keys[0] } : {}) });
  }
  // An index that this version does not know: of the version that is being published, or of one before.
  return model && /^~?u_/.test(cause.constraint ?? '') ? notUniqueSince(cause) : cause;
}

function notUniqueSince(cause: DatabaseError): Refusal {
  const refusal = new Refusal(
    'not_unique',
    {
      'zh-CN': '已有记录与所填内容相同，而表单刚刚要求唯一。',
      en: 'There is a record with the same values, and the form asks since now that they be unique.',
    },
    { status: 409, cure: { 'zh-CN': '请刷新页面后更正。', en: 'Reload the page and change them.' } },
  );
  refusal.cause = cause;
  return refusal;
}

function notText(): Refusal {
  return new Refusal(
    'not_text',
    { 'zh-CN': '内容包含无法保存的字符。', en: 'What was entered holds characters that cannot be stored.' },
    { status: 422, cure: { 'zh-CN': '请删除不可见字符后再试。', en: 'Remove invisible characters and try again.' } },
  );
}

function busy(cause: unknown): unknown {
  if (cause instanceof Refusal) return cause;
  const refusal = new Refusal(
    'busy',
    { 'zh-CN': '这条记录正在被处理，请稍后再试。', en: 'Somebody is working on this record right now.' },
    { status: 503, cure: { 'zh-CN': '请几秒钟后重试。', en: 'Try again in a few seconds.' } },
  );
  refusal.cause = cause;
  return refusal;
}
