import type { WireError, WireProblem } from '../../engine/wire.ts';
import { locale } from '../i18n/index.ts';

/** What the server refused, or why it could not be reached. `message` is ready to be shown. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly cure: string | undefined;
  readonly problems: WireProblem[];
  readonly body: WireError['error'];

  constructor(status: number, error: WireError['error']) {
    super(error.message);
    this.code = error.code;
    this.status = status;
    this.cure = error.cure;
    this.problems = error.problems ?? [];
    this.body = error;
  }

  /** What went wrong and what helps, in one line. */
  get told(): string {
    return [this.message, this.cure].filter(Boolean).join(' ');
  }
}

const unreachable: Record<'zh-CN' | 'en', WireError['error']> = {
  'zh-CN': { code: 'unreachable', message: '连接不上服务器', cure: '请检查网络后重试，已填写的内容不会丢失。' },
  en: {
    code: 'unreachable',
    message: 'The server cannot be reached',
    cure: 'Check the network and try again. Nothing you typed is lost.',
  },
};

let csrf: string | undefined;
let visitor: string | undefined;
let onSignedOut: () => void = () => undefined;
let onRenewed: (token: string) => void = () => undefined;

export function setCsrf(token: string | undefined): void {
  csrf = token;
}
/** Visitors carry a token, never a cookie: the portal works inside an iframe without third-party cookies. */
export function setVisitor(token: string | undefined): void {
  visitor = token;
}
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler;
}

export function signedOut(): void {
  onSignedOut();
}

/** The server hands out a fresh visitor's token while the old one is in use. */
export function whenRenewed(handler: (token: string) => void): void {
  onRenewed = handler;
}

export function authHeaders(): Record<string, string> {
  const headers: Record<string, string> = { 'accept-language': locale() };
  if (csrf !== undefined) headers['x-csrf-token'] = csrf;
  if (visitor !== undefined) headers.authorization = `Visitor ${visitor}`;
  return headers;
}

/** An address that the browser may fetch by itself (a player that seeks): with a cookie it may, with a token it may not. */
export const ownAddress = (path: string): string | undefined => (visitor === undefined ? path : undefined);

export type Query = Record<string, string | number | boolean | undefined>;

export function withQuery(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [[key, String(value)]],
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`;
}

async function failure(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  if (typeof body === 'object' && body !== null && 'error' in body) {
    return new ApiError(response.status, (body as WireError).error);
  }
  return new ApiError(response.status, { ...unreachable[locale()], code: `http_${response.status}` });
}

async function send(method: string, path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, { method, credentials: 'same-origin', ...init }).catch(() => undefined);
  if (response === undefined) throw new ApiError(0, unreachable[locale()]);
  const renewed = response.headers.get('x-visitor-token');
  if (renewed !== null && visitor !== undefined) onRenewed(renewed);
  if (response.ok) return response;
  const error = await failure(response);
  if (response.status === 401 && path !== '/api/session') onSignedOut();
  throw error;
}

async function json<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers = authHeaders();
  const init: RequestInit = { headers };
  if (body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  const response = await send(method, path, init);
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}

export const api = {
  get: <T>(path: string, query?: Query) => json<T>('GET', withQuery(path, query)),
  post: <T>(path: string, body: unknown = {}) => json<T>('POST', path, body),
  put: <T>(path: string, body: unknown) => json<T>('PUT', path, body),
  patch: <T>(path: string, body: unknown) => json<T>('PATCH', path, body),
  remove: <T>(path: string, body?: unknown) => json<T>('DELETE', path, body),
  /** An answer that comes line by line (NDJSON): each is told as it comes, until the end or until it is stopped. */
  lines: async <T>(path: string, body: unknown, hear: (line: T) => void, signal: AbortSignal): Promise<void> => {
    const headers = { ...authHeaders(), 'content-type': 'application/json' };
    const response = await send('POST', path, { headers, body: JSON.stringify(body), signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      const lines = (rest + part.value).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) hear(JSON.parse(line) as T);
    }
  },
  /** Fetches a file with the caller's rights and hands it over as a blob. */
  blob: async (path: string): Promise<Blob> => (await send('GET', path, { headers: authHeaders() })).blob(),
};

/** A command is done once, however often it is sent: its id is made when the person decides, not when it is sent. */
export function newCommand(): string {
  return crypto.randomUUID();
}

/** Uploads with progress (0 to 1); fetch cannot report that. */
export function upload<T>(
  path: string,
  file: File,
  progress: (part: number) => void,
  signal?: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    for (const [name, value] of Object.entries(authHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = () => reject(new ApiError(0, unreachable[locale()]));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    request.onload = () => {
      const body: unknown = JSON.parse(request.responseText || 'null');
      if (request.status < 300) resolve(body as T);
      else reject(new ApiError(request.status, (body as WireError | null)?.error ?? unreachable[locale()]));
    };
    signal?.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}
