import { onBeforeUnmount, onMounted } from 'vue';

interface TaskKeys {
  move(step: 1 | -1): void;
  open(): void;
  act(): void;
  help(): void;
}

/** j/k move, Enter opens, a decides, ? shows the keys; never while somebody types. */
export function useTaskKeys(keys: TaskKeys): void {
  function pressed(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const typing =
      target.closest('input, textarea, select, button, a, [contenteditable], [role="dialog"], .el-select') !== null;
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      (typing && !(target.closest('.list a') && event.key !== 'Enter'))
    ) {
      return;
    }
    const action = { j: () => keys.move(1), k: () => keys.move(-1), Enter: keys.open, a: keys.act, '?': keys.help }[
      event.key
    ];
    if (action === undefined) return;
    event.preventDefault();
    action();
  }
  onMounted(() => document.addEventListener('keydown', pressed));
  onBeforeUnmount(() => document.removeEventListener('keydown', pressed));
}
