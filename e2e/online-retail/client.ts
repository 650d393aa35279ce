import { randomUUID } from 'node:crypto';
import type { WireError } from '../../engine/wire.ts';

/** What the server refused, with its code and the codes of the fields. */
export class Refused extends Error {
  readonly codes: string[];

  constructor(where: string, { error }: WireError) {
    const problems = (error.problems ?? []).map(({ path, message }) => `${path}: ${message}`);
    super(`${where}: ${[error.message, ...problems].join(' ')}`);
    this.name = 'Refused';
    this.codes = [error.code, ...(error.problems ?? []).map(({ code }) => code)];
  }

  /** The one word a report counts by. */
  get reason(): string {
    return this.codes.at(-1) ?? 'refused';
  }
}

/** One person at the HTTP API, as a browser would be: session cookie and CSRF token. */
export class Client {
  readonly login: string;
  readonly #base: string;
  readonly #headers: Record<string, string>;

  private constructor(base: string, login: string, headers: Record<string, string>) {
    this.#base = base;
    this.login = login;
    this.#headers = headers;
  }

  static async signIn(base: string, login: string, password: string): Promise<Client> {
    const response = await fetch(`${base}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login, password }),
    });
    const { csrf } = await answerOf<{ csrf: string }>(response, 'POST /api/session');
    const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
    return new Client(base, login, { cookie, 'x-csrf-token': csrf, 'accept-language': 'en' });
  }

  get<T>(path: string): Promise<T> {
    return this.#send<T>('GET', path);
  }

  put<T>(path: string, body: object): Promise<T> {
    return this.#send<T>('PUT', path, JSON.stringify(body), 'application/json');
  }

  post<T>(path: string, body: object = {}): Promise<T> {
    return this.#send<T>('POST', path, JSON.stringify(body), 'application/json');
  }

  /** A command has an id, so that it is done once even if it is sent again. */
  command<T>(path: string, body: object = {}): Promise<T> {
    return this.post<T>(path, { command: randomUUID(), ...body });
  }

  upload<T>(path: string, name: string, content: Blob): Promise<T> {
    const form = new FormData();
    form.append('file', content, name);
    return this.#send<T>('POST', path, form);
  }

  async text(path: string): Promise<string> {
    const response = await fetch(this.#base + path, { headers: this.#headers });
    if (!response.ok) await answerOf(response, `GET ${path}`);
    return response.text();
  }

  async #send<T>(method: string, path: string, body?: string | FormData, type?: string): Promise<T> {
    const response = await fetch(this.#base + path, {
      method,
      headers: { ...this.#headers, ...(type === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined ? {} : { body }),
    });
    return answerOf<T>(response, `${method} ${path}`);
  }
}

async function answerOf<T>(response: Response, where: string): Promise<T> {
  const answer: unknown = await response.json();
  if (!response.ok) throw new Refused(where, answer as WireError);
  return answer as T;
}
