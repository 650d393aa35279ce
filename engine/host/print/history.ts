import { showDatetime } from '../../form/index.ts';
import type { HistoryEntry, PrintPartView } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import { historyOf } from '../records/history.ts';
import type { Seen } from '../records/view.ts';

/** What the engine does between two people is for the screen; paper says where it stood and when it was late. */
const ALSO = new Set(['state', 'ended', 'cancelled', 'overdue', 'escalated', 'incident']);

const WORDS = {
  'zh-CN': { columns: ['时间', '人员', '事项', '意见'], engine: '系统', visitor: '客户', user: '' },
  en: { columns: ['When', 'Who', 'What', 'Reason'], engine: 'System', visitor: 'Customer', user: '' },
};

/** What people did to a record, and its states. Reasons have a column where there is one. */
export async function historyTable(seen: Seen, timeZone: string, locale: Locale): Promise<PrintPartView> {
  const entries = (await historyOf(seen, locale)).filter(({ group, kind }) => group === 'people' || ALSO.has(kind));
  const words = WORDS[locale];
  const cells = (entry: HistoryEntry): string[] => [
    showDatetime(entry.at, timeZone, locale),
    entry.actor?.name ?? words[entry.by],
    entry.text,
    entry.reason ?? '',
  ];
  const shown = entries.some(({ reason }) => reason) ? 4 : 3;
  return {
    kind: 'table',
    label: '',
    columns: words.columns
      .slice(0, shown)
      .map((label, index) => ({ label, isNumber: false, share: index < 2 ? 2 : 3 })),
    rows: entries.map((entry) =>
      cells(entry)
        .slice(0, shown)
        .map((text) => ({ text })),
    ),
  };
}
