import { onScopeDispose, type Ref, ref } from 'vue';

/** Whether the screen is so, kept true while the component lives. */
export function useMedia(query: string): Ref<boolean> {
  const media = matchMedia(query);
  const matches = ref(media.matches);
  const follow = () => {
    matches.value = media.matches;
  };
  media.addEventListener('change', follow);
  onScopeDispose(() => media.removeEventListener('change', follow));
  return matches;
}
