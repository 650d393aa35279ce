import { computed, ref } from 'vue';
import type { RecordRow } from '../../../engine/wire.ts';

/** Which records are chosen: one by one, or all that match, also those that were never on the screen. */
export function useSelection(total: () => number | undefined, loaded: () => readonly RecordRow[]) {
  const ids = ref(new Set<string>());
  const isAll = ref(false);
  const count = computed(() => (isAll.value ? (total() ?? 0) : ids.value.size));
  const has = (id: string) => isAll.value || ids.value.has(id);

  function toggle(id: string): void {
    // One less than all: then it is those that are known.
    if (isAll.value) ids.value = new Set(loaded().map((row) => row.id));
    isAll.value = false;
    if (!ids.value.delete(id)) ids.value.add(id);
  }
  function toggleAll(): void {
    const next = !isAll.value;
    clear();
    isAll.value = next;
  }
  function clear(): void {
    ids.value = new Set();
    isAll.value = false;
  }
  return { ids, isAll, count, has, toggle, toggleAll, clear };
}
