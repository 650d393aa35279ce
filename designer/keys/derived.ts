import { type Ref, ref, watch } from 'vue';
import type { Label } from '../../engine/definition/index.ts';
import { keyFor } from './pinyin.ts';

interface Naming {
  label: Label | undefined;
  /** For names without any letter. */
  fallback: string;
  taken: readonly string[];
}

export interface DerivedKey {
  key: Ref<string>;
  /** Somebody wrote one: it follows no name any more. */
  isOwn: Ref<boolean>;
  /** How the name is spelled is still being looked up. */
  isPending: Ref<boolean>;
  /** Resolves once the key is that of the name as it is now. */
  settled(): Promise<void>;
}

/** A key that follows the name while it is typed. Undefined: there is nothing to follow, the key stays as it is. */
export function useDerivedKey(naming: () => Naming | undefined): DerivedKey {
  const key = ref('');
  const isOwn = ref(false);
  const isPending = ref(false);
  let latest = 0;
  let running: Promise<void> = Promise.resolve();

  async function derive({ label, fallback, taken }: Naming): Promise<void> {
    latest += 1;
    const turn = latest;
    isPending.value = label !== undefined;
    const made = label === undefined ? '' : await keyFor(label, fallback, taken);
    // An older name's spelling may come later than a newer one's.
    if (turn !== latest) return;
    isPending.value = false;
    if (!isOwn.value) key.value = made;
  }
  watch(
    naming,
    (now) => {
      if (now !== undefined && !isOwn.value) running = derive(now);
    },
    { immediate: true },
  );
  return { key, isOwn, isPending, settled: () => running };
}
