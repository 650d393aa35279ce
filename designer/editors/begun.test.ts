import { expect, it } from 'vitest';
import { ref } from 'vue';
import { useBegun } from './begun.ts';

interface Pair {
  a: string;
  b: string;
}

function list(first: Pair[]) {
  const stored = ref<Pair[] | undefined>(first);
  const begun = useBegun<Pair>({
    stored: () => stored.value,
    isWhole: ({ a, b }) => a !== undefined && b !== undefined,
    store: (next) => {
      stored.value = next;
    },
  });
  return { stored, ...begun };
}

it('stores what is whole, and keeps what is not', () => {
  const { stored, items, begin, change } = list([{ a: '1', b: '1' }]);
  begin({ a: '2' });
  begin({ b: '3' });
  expect([stored.value?.length, items.value.length]).toEqual([1, 3]);
  expect(change(2, { a: '3', b: '3' })).toBe(1);
  expect([stored.value, items.value[2]]).toEqual([
    [
      { a: '1', b: '1' },
      { a: '3', b: '3' },
    ],
    { a: '2' },
  ]);
});

it('loses nothing that is no more whole', () => {
  const { stored, items, change, remove } = list([{ a: '1', b: '1' }]);
  expect(change(0, { a: '1' })).toBe(0);
  expect([stored.value, items.value]).toEqual([undefined, [{ a: '1' }]]);
  remove(0);
  expect(items.value).toEqual([]);
});
