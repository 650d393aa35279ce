import { onScopeDispose, type Ref, ref } from 'vue';

/** Whether the device is as a media query says, while it may be turned or a window drawn. */
export function useMedia(query: string): Readonly<Ref<boolean>> {
  const list = matchMedia(query);
  const matches = ref(list.matches);
  const changed = (event: MediaQueryListEvent) => {
    matches.value = event.matches;
  };
  list.addEventListener('change', changed);
  onScopeDispose(() => list.removeEventListener('change', changed));
  return matches;
}
