import { Pool } from 'undici';

export interface Request {
  path: string;
  headers?: Record<string, string>;
  body: object;
}

export interface Load {
  requests: number;
  seconds: number;
  answers: Record<string, string>[];
}

export const CONNECTIONS = 16;

/** As many requests as 16 connections get through in this time, each sent when the one before it is answered. */
export async function drive(url: string, milliseconds: number, next: () => Request | undefined): Promise<Load> {
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
  const answers: Record<string, string>[] = [];
  const began = performance.now();
  const worker = async (): Promise<void> => {
    while (performance.now() - began < milliseconds) {
      const request = next();
      if (request === undefined) return;
      answers.push(await send(pool, request));
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  const seconds = (performance.now() - began) / 1000;
  await pool.close();
  return { requests: answers.length, seconds, answers };
}

async function send(pool: Pool, { path, headers, body }: Request): Promise<Record<string, string>> {
  const response = await pool.request({
    path,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.body.text();
  if (response.statusCode >= 300) throw new Error(`POST ${path}: ${response.statusCode} ${text}`);
  return JSON.parse(text) as Record<string, string>;
}
