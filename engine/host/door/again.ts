import { setTimeout as pause } from 'node:timers/promises';
import { textOf } from '../../form/index.ts';
import { uniqueKeys } from '../apps/plan.ts';
import type { Command, EngineCommand } from './command.ts';
import { sqlState } from './connections.ts';
import { askOutside } from './outside.ts';
import type { DoorParts } from './parts.ts';
import { AskFirst, type Outside } from './questions.ts';
import { Refusal } from './refusal.ts';

const ATTEMPTS = 8;
const DEADLOCK = '40P01';
const SERIALISATION = '40001';
const LOCK_TIMEOUT = '55P03';
const NOT_UNIQUE = '23505';
const NOT_TEXT = '22P05';

/** Returns when the command is worth another attempt; else throws what its sender should hear. */
export async function again(
  parts: DoorParts,
  command: Command | EngineCommand,
  outside: Outside,
  cause: unknown,
  attempt: number,
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
  if (state === LOCK_TIMEOUT) throw busy(cause);
  if (state === NOT_UNIQUE) throw notUnique(parts, command, cause as DatabaseError);
  if (state === NOT_TEXT) throw notText();
  throw cause;
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
  return cause;
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
