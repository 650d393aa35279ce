import type { FileView, UploadView, WireError } from '../../engine/wire.ts';
import { ApiError, api, authHeaders } from './client.ts';

/** A file sent in pieces: when the connection breaks, only the piece that was on its way is sent again. */

export interface Sending {
  app: string;
  form: string;
  /** "photos" or "lines.photos". */
  field: string;
  file: File;
  /** 0 to 1. */
  progress(part: number): void;
  /** The connection is broken, and it waits to go on; false when it goes on. */
  waiting(is: boolean): void;
  /** An upload that was interrupted and goes on with the same file. */
  resume?: string;
  /** So much of it has come: told from the beginning on, so that it can be gone on with later. */
  received?(view: UploadView): void;
  signal: AbortSignal;
}

const longestWaitMs = 30_000;
const previewPatienceMs = 10_000;
/** A digest needs all of a file in memory at once. */
const mostDigested = 32 * 1024 * 1024;

const aborted = () => new DOMException('aborted', 'AbortError');

/** Not where the page came over plain http: there the browser has no digests, and lengths have to do. */
async function digest(blob: Blob): Promise<string | undefined> {
  if (!globalThis.isSecureContext || blob.size > mostDigested) return undefined;
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** fetch cannot say how far it is. */
async function put(path: string, piece: Blob, progress: (bytes: number) => void, signal: AbortSignal) {
  const hash = await digest(piece);
  return new Promise<UploadView>((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const end = (settle: () => void) => {
      signal.removeEventListener('abort', stop);
      settle();
    };
    request.open('PUT', path);
    for (const [name, value] of Object.entries(authHeaders())) request.setRequestHeader(name, value);
    request.setRequestHeader('content-type', 'application/octet-stream');
    if (hash !== undefined) request.setRequestHeader('x-content-sha256', hash);
    request.upload.onprogress = ({ loaded }) => progress(loaded);
    request.onerror = () => end(() => reject(broken));
    request.onabort = () => end(() => reject(aborted()));
    request.onload = () => end(() => settle(request, resolve, reject));
    signal.addEventListener('abort', stop);
    request.send(piece);
  });
}

const broken = new ApiError(0, { code: 'unreachable', message: '' });

function settle(request: XMLHttpRequest, resolve: (view: UploadView) => void, reject: (cause: Error) => void): void {
  const body: unknown = readJson(request.responseText);
  if (request.status < 300 && isUpload(body)) resolve(body);
  else if (isError(body)) reject(new ApiError(request.status, body.error));
  else reject(broken);
}

/** A proxy in between may answer with a page of its own. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

const isUpload = (body: unknown): body is UploadView => typeof body === 'object' && body !== null && 'received' in body;
const isError = (body: unknown): body is WireError => typeof body === 'object' && body !== null && 'error' in body;

/** What another attempt may mend: no connection, a server that starts again, a piece out of step. */
const isPassing = (cause: unknown): boolean =>
  cause instanceof ApiError && (cause.status === 0 || cause.status >= 500 || cause.code === 'upload_out_of_step');

/** Until so long has passed, or the device says that it is connected again. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const go = () => {
      clearTimeout(timer);
      window.removeEventListener('online', go);
      signal.removeEventListener('abort', stop);
      resolve();
    };
    const stop = () => {
      go();
      reject(aborted());
    };
    const timer = setTimeout(go, milliseconds);
    window.addEventListener('online', go);
    signal.addEventListener('abort', stop);
  });
}

/** Tries for as long as it may still succeed; what the server refuses is refused. */
async function persist<T>(sending: Sending, attempt: () => Promise<T>): Promise<T> {
  for (let wait = 1000; ; wait = Math.min(wait * 2, longestWaitMs)) {
    try {
      const result = await attempt();
      sending.waiting(false);
      return result;
    } catch (cause) {
      if (!isPassing(cause) || sending.signal.aborted) throw cause;
      sending.waiting(true);
      await pause(wait, sending.signal);
    }
  }
}

const uploadsOf = (app: string): string => `/api/apps/${app}/uploads`;

/** How far an upload is; undefined where the server has it no more. */
export async function askUpload(app: string, id: string): Promise<UploadView | undefined> {
  try {
    return await api.get<UploadView>(`${uploadsOf(app)}/${id}`);
  } catch (cause) {
    if (cause instanceof ApiError && cause.status === 404) return undefined;
    throw cause;
  }
}

export const dropUpload = (app: string, id: string): Promise<void> => api.remove(`${uploadsOf(app)}/${id}`);

/** Goes on with one that the server still has; else begins anew. */
async function begin(sending: Sending): Promise<UploadView> {
  const { app, form, field, file, resume } = sending;
  const known = resume === undefined ? undefined : await persist(sending, () => askUpload(app, resume));
  if (known !== undefined) return known;
  const sha256 = await digest(file);
  const order = { name: file.name, size: file.size, ...(sha256 === undefined ? {} : { sha256 }) };
  const query = new URLSearchParams({ form, field });
  return persist(sending, () => api.post<UploadView>(`${uploadsOf(app)}?${query}`, order));
}

/** A small picture of a file that has just come. It is a convenience: one that does not arrive is not missed. */
export async function sendPreview(app: string, id: string, preview: Blob): Promise<void> {
  const headers = { ...authHeaders(), 'content-type': 'application/octet-stream' };
  const signal = AbortSignal.timeout(previewPatienceMs);
  await fetch(`/api/apps/${app}/files/${id}/preview`, { method: 'PUT', headers, body: preview, signal }).catch(
    () => undefined,
  );
}

export async function sendFile(sending: Sending): Promise<FileView> {
  const { app, file, signal } = sending;
  let view = await begin(sending);
  const path = `${uploadsOf(app)}/${view.id}`;
  sending.received?.(view);
  signal.addEventListener('abort', () => void api.remove(path).catch(() => undefined), { once: true });
  let isSure = true;
  while (view.file === undefined) {
    if (signal.aborted) throw aborted();
    view = await persist(sending, async () => {
      // What came before the connection broke is asked for, not guessed.
      const at = isSure ? view.received : (await api.get<UploadView>(path)).received;
      isSure = false;
      const piece = file.slice(at, at + view.piece);
      const next =
        at === file.size
          ? await api.get<UploadView>(path)
          : await put(`${path}?at=${at}`, piece, (bytes) => sending.progress((at + bytes) / file.size), signal);
      isSure = true;
      return next;
    });
    sending.progress(view.received / file.size);
    sending.received?.(view);
  }
  return view.file;
}
