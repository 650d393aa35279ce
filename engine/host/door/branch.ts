import type { Held } from './held.ts';
import { Refusal } from './refusal.ts';

/** Which branch is meant, where it is said by the step at which it stands. */
export function tokenOf(held: Held, { token, from }: { token?: number; from?: string }): number | undefined {
  if (from === undefined) return token;
  const found = held.instance?.state?.tokens.find(({ node }) => node === from);
  if (found) return found.id;
  throw new Refusal(
    'moved_on',
    { 'zh-CN': '这条记录已不在这个节点。', en: 'This record is not at that step any more.' },
    { status: 409, cure: { 'zh-CN': '请刷新后再看。', en: 'Reload to see where it stands.' } },
  );
}
