import { ref, watchEffect } from 'vue';
import type { TaskCounts } from '../../engine/wire.ts';
import { api } from '../api/client.ts';
import { usePush } from '../api/push.ts';

/** The server counts no further. */
const MOST_COUNTED = 1_000;

/** Records change more often than desks do. */
const RECORD_PAUSE_MS = 1_000;

/** 12, or 999+ where there are more than anybody counts. */
export function counted(count: number): string {
  return count < MOST_COUNTED ? String(count) : `${MOST_COUNTED - 1}+`;
}

/** The numbers in the rail, kept true by push. */
export function useCounts() {
  const counts = ref<TaskCounts>({ todo: 0, overdue: 0, copied: 0, unread: 0 });
  async function refresh(): Promise<void> {
    counts.value = await api.get<TaskCounts>('/api/tasks/counts').catch(() => counts.value);
  }
  watchEffect(() => void refresh());
  usePush(
    (event) => event.kind === 'task' || event.kind === 'message',
    () => void refresh(),
  );
  // What somebody has done is told as a change of its record: it is off their desk, and off those of their group.
  usePush(
    (event) => event.kind === 'record',
    () => void refresh(),
    RECORD_PAUSE_MS,
  );
  return { counts, refresh };
}
