import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue';

/** While Space is held over the canvas, whatever is pressed moves the paper. */
export function usePanKey(stage: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<boolean>> {
  const isHeld = ref(false);
  let isUsed = false;
  const isHere = ({ target }: KeyboardEvent): boolean => {
    if (!(target instanceof HTMLElement) || target.closest('input, textarea, select, [contenteditable]')) return false;
    return target === document.body || stage.value?.contains(target) === true;
  };
  function down(event: KeyboardEvent): void {
    if (event.key !== ' ' || event.ctrlKey || event.metaKey || event.altKey || !isHere(event)) return;
    isHeld.value = true;
    if (!event.repeat) isUsed = false;
    // Only a button makes something of the key itself; elsewhere it would scroll the page.
    if (!(event.target as HTMLElement).matches('button, a')) event.preventDefault();
  }
  function up(event: KeyboardEvent): void {
    if (event.key !== ' ') return;
    isHeld.value = false;
    // What the paper was moved with presses no button.
    if (isUsed) event.preventDefault();
    isUsed = false;
  }
  const pressed = (): void => {
    isUsed ||= isHeld.value;
  };
  const left = (): void => {
    isHeld.value = false;
  };
  onMounted(() => {
    addEventListener('keydown', down, true);
    addEventListener('keyup', up, true);
    addEventListener('pointerdown', pressed, true);
    addEventListener('blur', left);
  });
  onBeforeUnmount(() => {
    removeEventListener('keydown', down, true);
    removeEventListener('keyup', up, true);
    removeEventListener('pointerdown', pressed, true);
    removeEventListener('blur', left);
  });
  return isHeld;
}
