import { ref, watchEffect } from 'vue';
import type { TaskCounts } from '../../engine/wire.ts';
import { api } from '../api/client.ts';
import { usePush } from '../api/push.ts';

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
