import type { Page } from 'playwright-core';

/** A page of somebody who has signed in before: the session is there, as it is in the morning. */
export async function signIn(page: Page, login: string, to = '/'): Promise<void> {
  const answer = await page.request.post('/api/session', { data: { login, password: 'demo' } });
  if (!answer.ok()) throw new Error(`${login} cannot sign in: ${await answer.text()}`);
  await page.goto(to);
}

/** Signs a person of the demo in by the form, where the page asks for it. */
export async function signInByForm(page: Page, login: string, to = '/'): Promise<void> {
  await page.goto(to);
  await page.locator('#login').fill(login);
  await page.locator('#password').fill('demo');
  await page.locator('button[type=submit]').click();
  await page.waitForURL((url) => !url.pathname.endsWith('/login'));
}

/** Shows the portal who is asking: an order of the demo and its phone. */
export async function prove(page: Page, order: string, phone: string): Promise<void> {
  await page.goto('/portal/returns');
  await page.locator('#proof-order_no').fill(order);
  await page.locator('#proof-phone').fill(phone);
  await page.locator('form.find button[type=submit]').click();
}

export interface Caller {
  get<T>(path: string): Promise<T>;
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
}

interface Session {
  csrf: string;
}

/** The same API that the screens use, as a person of the demo. */
export async function asPerson(url: string, login: string): Promise<Caller> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: 'demo' }),
  });
  if (!response.ok) throw new Error(`${login} cannot sign in: ${await response.text()}`);
  const { csrf } = (await response.json()) as Session;
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return callerWith(url, { cookie, 'x-csrf-token': csrf });
}

/** The portal's API, as whoever proves an order. */
export async function asVisitor(url: string, order: string, phone: string): Promise<Caller> {
  const response = await fetch(`${url}/api/portal/returns/proof`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fields: { order_no: order, phone } }),
  });
  if (!response.ok) throw new Error(`${order} is not proved: ${await response.text()}`);
  const { token } = (await response.json()) as { token: string };
  return callerWith(url, { authorization: `Visitor ${token}` });
}

function callerWith(url: string, auth: Record<string, string>): Caller {
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...auth, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  return { get: (path) => call('GET', path), send: call };
}
