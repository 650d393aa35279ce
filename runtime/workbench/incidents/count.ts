import { computed, ref, watch } from 'vue';
import { api } from '../../api/client.ts';
import { usePush } from '../../api/push.ts';
import { useSession } from '../../app/session.ts';

/** How much waits for an administrator, by app; only of apps that this person administers. */
export function useIncidentCounts() {
  const session = useSession();
  const apps = computed(() => session.views.filter(({ admin }) => admin === true).map(({ key }) => key));
  const counts = ref<Record<string, number>>({});

  async function look(app: string): Promise<void> {
    const { count } = await api.get<{ count: number }>(`/api/apps/${app}/incidents/count`).catch(() => ({ count: 0 }));
    counts.value = { ...counts.value, [app]: count };
  }
  watch(apps, (keys) => keys.forEach((key) => void look(key)), { immediate: true });
  let soon: ReturnType<typeof setTimeout> | undefined;
  usePush(
    (event) => event.kind === 'incident' || event.kind === 'task',
    () => {
      clearTimeout(soon);
      soon = setTimeout(() => apps.value.forEach((key) => void look(key)), 500);
    },
  );
  return { apps, counts };
}
