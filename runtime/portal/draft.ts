import { onBeforeUnmount, ref } from 'vue';
import type { DraftView, Values } from '../../engine/wire.ts';
import { api } from '../api/client.ts';

/** What is kept of an application that is being typed. */
export interface Typed {
  data: Values;
  step: number;
}

const QUIET_MS = 1200;
const POLL_MS = 5000;

/**
 * An application saves itself a moment after each change, and is found again. Where an outside check did not answer, the
 * server goes on trying and this looks after it. `typed`: what there is to save; undefined while or after there is none.
 */
export function useDraft(base: () => string, typed: () => Typed | undefined, done: (record: string) => void) {
  const id = ref<string>(crypto.randomUUID());
  const saving = ref<'idle' | 'saving' | 'saved'>('idle');
  /** Until when the server tries. */
  const checking = ref('');
  const failure = ref('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let poll: ReturnType<typeof setInterval> | undefined;
  const path = (): string => `${base()}/drafts/${id.value}`;

  async function save(): Promise<void> {
    clearTimeout(timer);
    const body = typed();
    if (body === undefined) return;
    saving.value = 'saving';
    const saved = await api.put<DraftView>(path(), body).catch(() => undefined);
    saving.value = saved === undefined ? 'idle' : 'saved';
  }
  function changed(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), QUIET_MS);
  }
  /** The last one that was not handed in. */
  async function find(): Promise<DraftView | undefined> {
    const [kept] = await api.get<DraftView[]>(`${base()}/drafts`).catch(() => []);
    if (kept === undefined) return undefined;
    id.value = kept.id;
    if (kept.submit?.status === 'checking') wait(kept.submit.until ?? '');
    return kept;
  }
  function wait(until: string): void {
    checking.value = until;
    clearInterval(poll);
    poll = setInterval(() => void look(), POLL_MS);
  }
  async function look(): Promise<void> {
    const now = await api.get<DraftView>(path()).catch(() => undefined);
    if (now?.submit?.status === 'done' && now.submit.record !== undefined) done(now.submit.record);
    else if (now?.submit?.status === 'failed') {
      clearInterval(poll);
      checking.value = '';
      failure.value = now.submit.error?.message ?? '';
    }
  }
  onBeforeUnmount(() => {
    clearTimeout(timer);
    clearInterval(poll);
  });
  return { path, saving, checking, failure, save, changed, find, wait };
}
