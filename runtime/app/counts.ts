import { ref, watchEffect } from 'vue';
import type { TaskCounts } from '../../engine/wire.ts';
import { api } from '../api/client.ts';
import { usePush } from '../api/push.ts';

/** The server counts no further. */
const MOST_COUNTED = 1_000;

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
  return { counts, refresh };
}
