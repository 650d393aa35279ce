import { createHash } from 'node:crypto';
import { closedBy, formClosed } from '../public/closed.ts';
import { handedIn } from '../public/count.ts';
import type { Held } from './held.ts';
import { Refusal, refusals } from './refusal.ts';
import { tables } from './tables.ts';
import type { Work } from './work.ts';

const A_DAY_MS = 86_400_000;

/**
 * Whoever has only a public form's link: this form and no other, while it is open, and once for each challenge that was
 * solved. The locks make two last ones wait for each other.
 */
export async function admitPublic(work: Work, held: Held): Promise<void> {
  const { actor } = work;
  if (actor.kind !== 'visitor' || actor.form === undefined) return;
  const page = held.form.form.public;
  if (page === undefined || actor.form !== held.form.key) throw refusals.notAllowed();
  if (closedBy(page, new Date(work.now), held.app.timeZone) !== undefined) throw formClosed(page);
  const once = `public:${actor.proof.visit ?? ''}`;
  const counted = page.most === undefined ? [] : [lockOf(`public count ${held.app.key}.${held.form.key}`)];
  await work.lockKeys([lockOf(once), ...counted]);
  const used = await work.query('select 1 from engine.used_once where key = $1', [once]);
  if (used.length > 0) throw usedUp();
  if (page.most !== undefined && (await handedIn(work, held.form.storage.shape.name, page.most)) >= page.most)
    throw formClosed(page);
  const ends = new Date(new Date(work.now).getTime() + A_DAY_MS).toISOString();
  work.writes.insert(tables.usedOnce, { key: once, expires_at: ends }, 'key');
}

const lockOf = (name: string): bigint => createHash('sha256').update(name).digest().readBigInt64BE(0);

function usedUp(): Refusal {
  return new Refusal(
    'already_submitted',
    { 'zh-CN': '这一份已经提交过了。', en: 'This one has been submitted already.' },
    { status: 409, cure: { 'zh-CN': '如要再填一份，请重新打开链接。', en: 'Open the link again to fill in another.' } },
  );
}
