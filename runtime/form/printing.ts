import { readonly, ref } from 'vue';

const now = ref(false);
if (typeof window !== 'undefined') {
  window.addEventListener('beforeprint', () => {
    now.value = true;
  });
  window.addEventListener('afterprint', () => {
    now.value = false;
  });
}

/** True while the page is being printed: what is folded up or behind a tab is then shown too. */
export const printing = readonly(now);
