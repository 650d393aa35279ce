import type { NodeState, PictureNode, StayView } from '../../../engine/wire.ts';
import { dateTime, due } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';

/** A sign beside the colour: who does not see colours sees where it stands too. */
export const SIGNS: Readonly<Record<NodeState, string>> = {
  done: '✓',
  current: '●',
  skipped: '–',
  waiting: '',
  incident: '!',
  undone: '↩',
};

/** What a screen reader hears of a node, and what its card says below the name. */
export function lineOf(node: PictureNode, timeZone: string): string {
  const last = node.stays.at(-1);
  if (last === undefined) return '';
  const who = node.people.join(t('field.listComma'));
  const when = dateTime(last.until ?? last.at, timeZone);
  return [who, when].filter(Boolean).join(' · ');
}

/** "还剩 2 小时", where it is under way and has a limit. */
export function limitOf(stay: StayView | undefined, now: number): { text: string; tone: string } | undefined {
  if (stay?.dueAt === undefined || stay.until !== undefined) return undefined;
  return due(stay.dueAt, undefined, now);
}
