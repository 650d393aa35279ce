import { onScopeDispose } from 'vue';
import type { PushEvent } from '../../engine/wire.ts';
import { authHeaders } from './client.ts';

type Listener = (event: PushEvent) => void;
const listeners = new Set<Listener>();
let running: AbortController | undefined;

/** Reads server-sent events through fetch: an EventSource cannot carry a visitor's token. */
async function read(signal: AbortSignal): Promise<void> {
  const response = await fetch('/api/push', { headers: authHeaders(), credentials: 'same-origin', signal });
  if (!response.ok || response.body === null) throw new Error(`push answered ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    buffer += part.value;
    const blocks = buffer.split('\n\n');
    buffer = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trim())
        .join('');
      if (data !== '') for (const listener of listeners) listener(JSON.parse(data) as PushEvent);
    }
  }
}

async function keepReading(signal: AbortSignal): Promise<void> {
  for (let pause = 1000; !signal.aborted; pause = Math.min(pause * 2, 30_000)) {
    const began = Date.now();
    await read(signal).catch(() => undefined);
    if (Date.now() - began > 30_000) pause = 1000;
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

export function startPush(): void {
  if (running !== undefined) return;
  running = new AbortController();
  void keepReading(running.signal);
}

export function stopPush(): void {
  running?.abort();
  running = undefined;
}

/** Calls back for each event while the component lives; several within 150 ms become one call. */
export function usePush(matches: (event: PushEvent) => boolean, refresh: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listener: Listener = (event) => {
    if (!matches(event) || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      refresh();
    }, 150);
  };
  listeners.add(listener);
  onScopeDispose(() => {
    listeners.delete(listener);
    clearTimeout(timer);
  });
}
