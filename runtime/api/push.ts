import { onScopeDispose } from 'vue';
import type { PushEvent } from '../../engine/wire.ts';
import { authHeaders, signedOut } from './client.ts';

type Listener = (event: PushEvent) => void;
const listeners = new Set<Listener>();
let running: AbortController | undefined;
/** The newest event we have seen: after a break the server tells what came since. */
let last: string | undefined;

/** Reads server-sent events through fetch: an EventSource cannot carry a visitor's token. */
async function read(signal: AbortSignal): Promise<void> {
  const headers = { ...authHeaders(), ...(last === undefined ? {} : { 'last-event-id': last }) };
  const response = await fetch('/api/push', { headers, credentials: 'same-origin', signal });
  // Signed out in another tab, disabled, or timed out: this page learns it here, before anybody presses anything.
  if (response.status === 401) signedOut();
  if (!response.ok || response.body === null) throw new Error(`push answered ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    buffer += part.value;
    const blocks = buffer.split('\n\n');
    buffer = blocks.pop() ?? '';
    for (const block of blocks) hear(block);
  }
}

function hear(block: string): void {
  const lines = block.split('\n');
  const valueOf = (name: string) =>
    lines
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  last = valueOf('id') ?? last;
  const data = valueOf('data');
  if (data === undefined) return;
  const event = JSON.parse(data) as PushEvent;
  // After a publish, or a break that the server cannot bridge, anything may have changed.
  const all = event.kind === 'app' ? (['app', 'record', 'task', 'message', 'incident'] as const) : undefined;
  const events = all?.map((kind): PushEvent => ({ ...event, kind })) ?? [event];
  for (const one of events) for (const listener of listeners) listener(one);
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
  last = undefined;
}

/** Whoever sees only some records of a form hears that one of them changed, not which. */
export function concerns(event: PushEvent, record: string | undefined): boolean {
  return event.kind === 'record' && record !== undefined && (event.id === undefined || event.id === record);
}

/** For as long as the page lives. */
export function hearPush(listener: Listener): void {
  listeners.add(listener);
}

/** Calls back for each event while the component lives; several within `pauseMs` become one call. */
export function usePush(matches: (event: PushEvent) => boolean, refresh: () => void, pauseMs = 150): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listener: Listener = (event) => {
    if (!matches(event) || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      refresh();
    }, pauseMs);
  };
  listeners.add(listener);
  onScopeDispose(() => {
    listeners.delete(listener);
    clearTimeout(timer);
  });
}
