import { computed, onScopeDispose, ref, shallowRef, triggerRef } from 'vue';
import type { FileView, RecordList, RecordRow } from '../../../engine/wire.ts';
import { ApiError, api, type Query } from '../../api/client.ts';

const SIZE = 100;
/** Enough around what is seen; the rest is fetched again when somebody comes back. */
const MOST_KEPT = 20;
/** Pages that are only flown over while a scroll bar is dragged are not asked for. */
const CALM_MS = 80;

export interface ShownRow {
  row: RecordRow;
  texts: Record<string, string>;
  files: Record<string, FileView>;
}

/** The rows of a long list, a page at a time, wherever somebody looks. */
export function usePages(path: () => string, query: () => Query) {
  const pages = shallowRef(new Map<number, RecordList>());
  const total = ref<number>();
  const isEstimate = ref(false);
  const problem = ref<ApiError>();
  const asked = new Set<number>();
  /** What belongs to an older question is not taken. */
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let seen = { from: 0, to: 0 };
  onScopeDispose(() => clearTimeout(timer));

  async function fetchPage(page: number, count: boolean): Promise<void> {
    if (asked.has(page)) return;
    asked.add(page);
    const mine = turn;
    try {
      const list = await api.get<RecordList>(path(), {
        ...query(),
        page: page + 1,
        size: SIZE,
        ...(count ? {} : { count }),
      });
      if (mine !== turn) return;
      problem.value = undefined;
      take(page, list, count);
    } catch (error) {
      if (mine !== turn) return;
      if (!(error instanceof ApiError)) throw error;
      problem.value = error;
    } finally {
      if (mine === turn) asked.delete(page);
    }
  }

  function take(page: number, list: RecordList, count: boolean): void {
    if (count) {
      total.value = list.total;
      isEstimate.value = list.isEstimate === true;
    } else if (list.rows.length < SIZE) {
      // An estimate meets the end; or records have gone since they were counted.
      total.value = list.total;
      isEstimate.value = false;
    }
    pages.value.set(page, list);
    for (const far of pages.value.keys()) {
      if (pages.value.size <= MOST_KEPT) break;
      if (Math.abs(far - page) > MOST_KEPT / 2) pages.value.delete(far);
    }
    triggerRef(pages);
  }

  function load(): void {
    for (let page = Math.floor(seen.from / SIZE); page <= Math.floor(seen.to / SIZE); page += 1) {
      if (!pages.value.has(page)) void fetchPage(page, false);
    }
  }
  /** These rows are on the screen. */
  function show(from: number, to: number): void {
    seen = { from, to };
    clearTimeout(timer);
    timer = setTimeout(load, CALM_MS);
  }

  /** Another question: nothing of the old answer stays. */
  async function reset(): Promise<void> {
    turn += 1;
    asked.clear();
    pages.value = new Map();
    total.value = undefined;
    seen = { from: 0, to: 0 };
    await fetchPage(0, true);
  }
  /** The same question again: what is seen stays until its news has come. */
  async function refresh(): Promise<void> {
    turn += 1;
    asked.clear();
    const first = Math.floor(seen.from / SIZE);
    const last = Math.floor(seen.to / SIZE);
    for (const page of pages.value.keys()) if (page < first || page > last) pages.value.delete(page);
    const again = [...new Set([0, first, last])];
    await Promise.all(again.map((page) => fetchPage(page, page === 0)));
  }

  function at(index: number): ShownRow | undefined {
    const page = pages.value.get(Math.floor(index / SIZE));
    const row = page?.rows[index % SIZE];
    return page === undefined || row === undefined ? undefined : { row, texts: page.texts, files: page.files };
  }

  const loaded = computed(() => [...pages.value.values()].flatMap(({ rows }) => rows));
  return { total, isEstimate, problem, loaded, at, show, reset, refresh };
}
