import type { Knex } from 'knex';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { TaskList, TaskView } from '../../engine/wire.ts';
import { asPerson, asVisitor } from './people.ts';

/** Long enough for a command, its outbox row and a push on a machine with two cores under load. */
export const SOON = { timeout: 20_000, interval: 100 };

interface OpenTask {
  id: string;
  node: string;
  login: string | null;
  title: string;
}

/** The open task of an order's request at a node, with the person whose desk it is on. */
export async function taskAt(knex: Knex, order: string, node: string): Promise<OpenTask> {
  let found: OpenTask | undefined;
  await expect
    .poll(async () => {
      found = await knex('engine.task as t')
        .join('returns.return_request as r', 'r.id', 't.record')
        .leftJoin('engine.app_user as u', 'u.id', 't.assignee')
        .where({ 'r.order_no': order, 't.node': node, 't.status': 'open' })
        .first<OpenTask | undefined>('t.id', 't.node', 'u.login', 'r.return_no as title');
      return found?.node;
    }, SOON)
    .toBe(node);
  if (found === undefined) throw new Error(`${order} has no task at ${node}.`);
  return found;
}

export async function expectState(knex: Knex, order: string, state: string): Promise<void> {
  await expect
    .poll(() => knex('returns.return_request').where({ order_no: order }).first('state'), SOON)
    .toEqual({ state });
}

/** Does a task over the API, as the screens would: for what a test does not look at. */
export async function complete(
  url: string,
  login: string,
  task: string,
  operation: string,
  data: (view: TaskView) => Record<string, unknown> = () => ({}),
): Promise<void> {
  const person = await asPerson(url, login);
  const view = await person.get<TaskView>(`/api/tasks/${task}`);
  await person.send('POST', `/api/tasks/${task}/${operation}`, { command: crypto.randomUUID(), data: data(view) });
}

/** Whose order it is, and the phone that proves it. */
export interface Buyer {
  order: string;
  phone: string;
}

interface Place {
  url: string;
  knex: Knex;
}

/** Applies over the API for articles of an order, each by its SKU. */
export async function apply(
  { url }: Place,
  { order, phone }: Buyer,
  data: Record<string, unknown>,
  articles: readonly Record<string, unknown>[],
): Promise<void> {
  const visitor = await asVisitor(url, order, phone);
  const lines = articles.map((article) => ({ id: crypto.randomUUID(), qty: 1, ...article }));
  await visitor.send('POST', '/api/apps/returns/forms/return_request/records', {
    command: crypto.randomUUID(),
    data: { order_no: order, phone, refund_path: 'original', ...data, lines },
  });
}

/** Accepted, sent and received over the API, to where the inspector has it. */
export async function bringToInspection(
  { url, knex }: Place,
  { order, phone }: Buyer,
  keeper: string,
  received = 1,
): Promise<OpenTask> {
  const review = await taskAt(knex, order, 'first_review');
  await complete(url, review.login ?? '', review.id, 'approve');
  const visitor = await asVisitor(url, order, phone);
  const signal = `/api/apps/returns/forms/return_request/records/${await recordOf(knex, order)}/signals/tracking_entered`;
  const data = { carrier: 'shunfeng', tracking_no: `SF77${order}` };
  await visitor.send('POST', signal, { command: crypto.randomUUID(), data });
  const receive = await taskAt(knex, order, 'receive');
  await complete(url, keeper, receive.id, 'complete', ({ record }) => ({
    lines: (record.data.lines as { id: string }[]).map(({ id }) => ({ id, received_qty: received })),
  }));
  return taskAt(knex, order, 'inspect');
}

export async function recordOf(knex: Knex, order: string): Promise<string> {
  const found = await knex('returns.return_request').where({ order_no: order }).first<{ id: string } | undefined>('id');
  if (found === undefined) throw new Error(`${order} has no request.`);
  return found.id;
}

export async function todoOf(url: string, login: string): Promise<TaskList> {
  return (await asPerson(url, login)).get<TaskList>('/api/tasks?box=todo');
}

/** Chooses from a select, whichever way this device draws it. */
export async function choose(page: Page, path: string, option: { key: string; label: string }): Promise<void> {
  const control = page.locator(`[data-path="${path}"]`).first();
  if ((await control.evaluate((element) => element.tagName)) === 'SELECT') {
    await control.selectOption(option.key);
    return;
  }
  await control.click();
  await page
    .locator('.el-select-dropdown:visible .el-select-dropdown__item', { hasText: option.label })
    .first()
    .click();
}

/** What a board's card shows. */
export function figureOf(board: Page, tile: string): Promise<string> {
  return board.locator(`[data-tile="${tile}"] .figure strong`).innerText();
}
