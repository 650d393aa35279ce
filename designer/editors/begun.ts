import { type ComputedRef, computed, shallowRef } from 'vue';
import { moved } from './controls/sortable.ts';

interface Whole<T> {
  stored: () => readonly T[] | undefined;
  /** Whether it may be stored; what is stored already may lack more. */
  isWhole: (one: Partial<T>, isStored: boolean) => boolean;
  store: (next: T[] | undefined) => void;
}

export interface BegunList<T> {
  /** Those stored, then those that are only begun. */
  items: ComputedRef<readonly Partial<T>[]>;
  /** How many are only begun. */
  begun: ComputedRef<number>;
  begin(one: Partial<T>): void;
  /** Its place in `items` afterwards. */
  change(index: number, next: Partial<T>): number;
  remove(index: number): void;
  insert(index: number, one: T): void;
  move(from: number, to: number): void;
}

const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, at) => at !== index);

/**
 * A list whose schema takes nothing half done: what is begun is kept here until it is whole, and what is no more whole comes
 * back here, so that nothing that somebody wrote is lost on the way.
 */
export function useBegun<T>({ stored, isWhole, store }: Whole<T>): BegunList<T> {
  const halves = shallowRef<readonly Partial<T>[]>([]);
  const whole = computed(() => stored() ?? []);
  const items = computed<readonly Partial<T>[]>(() => [...whole.value, ...halves.value]);
  const set = (next: T[]): void => store(next.length > 0 ? next : undefined);

  function change(index: number, next: Partial<T>): number {
    const count = whole.value.length;
    const isStored = index < count;
    if (isStored && isWhole(next, true)) {
      set(whole.value.map((one, at) => (at === index ? (next as T) : one)));
      return index;
    }
    if (isStored) {
      halves.value = [...halves.value, next];
      set(without(whole.value, index));
      return count - 1 + halves.value.length - 1;
    }
    if (isWhole(next, false)) {
      halves.value = without(halves.value, index - count);
      set([...whole.value, next as T]);
      return count;
    }
    halves.value = halves.value.map((one, at) => (at === index - count ? next : one));
    return index;
  }

  return {
    items,
    begun: computed(() => halves.value.length),
    begin: (one) => {
      halves.value = [...halves.value, one];
    },
    change,
    remove(index) {
      const count = whole.value.length;
      if (index >= count) halves.value = without(halves.value, index - count);
      else set(without(whole.value, index));
    },
    insert: (index, one) => set([...whole.value.slice(0, index), one, ...whole.value.slice(index)]),
    move: (from, to) => set(moved(whole.value, from, to)),
  };
}

/** An object with a part made anew; what is undefined is left out. */
export function withPart<T extends object>(whole: T, part: { [K in keyof T]?: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries({ ...whole, ...part }).filter(([, value]) => value !== undefined)) as T;
}
