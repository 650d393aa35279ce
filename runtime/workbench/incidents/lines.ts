import { computed, onBeforeUnmount, ref } from 'vue';
import type { BulkLine } from '../../../engine/wire.ts';
import { ApiError, api } from '../../api/client.ts';

/** An order whose answer comes line by line: how far it is, what was refused, and a way to stop it. */
export function useLines() {
  const status = ref<'asking' | 'running' | 'stopped' | 'done'>('asking');
  const total = ref(0);
  const done = ref(0);
  const refused = ref<{ id: string; title: string; message: string }[]>([]);
  const problem = ref('');
  let stopping = new AbortController();
  onBeforeUnmount(() => stopping.abort());

  function hear(line: BulkLine): void {
    if ('total' in line) total.value = line.total;
    else if ('refused' in line) refused.value.push(line.refused);
    else done.value = line.done;
  }

  async function send(path: string, body: unknown): Promise<void> {
    if (status.value === 'running') return;
    Object.assign(refused, { value: [] });
    done.value = 0;
    problem.value = '';
    status.value = 'running';
    stopping = new AbortController();
    try {
      await api.lines<BulkLine>(path, body, hear, stopping.signal);
      status.value = 'done';
    } catch (error) {
      status.value = stopping.signal.aborted ? 'stopped' : 'asking';
      if (stopping.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      problem.value = error.told;
    }
  }
  const share = computed(() => (total.value === 0 ? 1 : (done.value + refused.value.length) / total.value));
  return { status, total, done, refused, problem, share, send, stop: () => stopping.abort() };
}
