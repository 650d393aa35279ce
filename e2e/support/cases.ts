import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Locator, Page } from 'playwright-core';
import { asPerson } from './people.ts';

/** Cases of a form of the expenses app, begun and moved on over the API: for what a test does not look at. */
export function casesOf(system: { url: string; knex: Knex }, form: string) {
  const { url, knex } = system;
  const cases = {
    async begin(login: string, data: Record<string, unknown>): Promise<string> {
      const person = await asPerson(url, login);
      const body = { command: randomUUID(), data };
      return (await person.send<{ id: string }>('POST', `/api/apps/expenses/forms/${form}/records`, body)).id;
    },
    /** The open task of a record; of somebody, where several have one. */
    async taskOf(record: string, login?: string): Promise<string> {
      const rows = await knex('engine.task as t')
        .leftJoin('engine.app_user as u', 'u.id', 't.assignee')
        .where({ 't.record': record, 't.status': 'open' })
        .whereNot('t.kind', 'copy')
        .select<{ id: string; login: string | null }[]>('t.id', 'u.login');
      return rows.find((row) => login === undefined || row.login === login)?.id ?? '';
    },
    async act(login: string, record: string, operation: string, more: object = {}): Promise<void> {
      const person = await asPerson(url, login);
      const task = await cases.taskOf(record);
      await person.send('POST', `/api/tasks/${task}/${operation}`, { command: randomUUID(), ...more });
    },
    async onCase(login: string, record: string, operation: string, more: object = {}): Promise<void> {
      const person = await asPerson(url, login);
      const path = `/api/apps/expenses/forms/${form}/records/${record}/case/${operation}`;
      await person.send('POST', path, { command: randomUUID(), ...more });
    },
    /** Where it stands and on whose desk. */
    async desks(record: string): Promise<string[]> {
      const rows = await knex('engine.task as t')
        .leftJoin('engine.app_user as u', 'u.id', 't.assignee')
        .where({ 't.record': record, 't.status': 'open' })
        .whereNot('t.kind', 'copy')
        .select<{ node: string; login: string | null; role: string | null }[]>('t.node', 'u.login', 't.role');
      return rows.map(({ node, login, role }) => `${node} ${login ?? role}`).sort();
    },
    async eventsOf(record: string, type: string): Promise<number> {
      const [row] = await knex('engine.event as e')
        .join('engine.instance as i', 'i.id', 'e.instance')
        .where({ 'i.record': record, 'e.type': type })
        .count<{ count: string }[]>();
      return Number(row?.count);
    },
  };
  return cases;
}

export const button = (page: Page, key: string): Locator => page.locator(`[data-operation="${key}"]:visible`).first();

/** Opens the menu of the less frequent operations and chooses one; what it asks is answered. */
export async function fromMenu(page: Page, key: string): Promise<Locator> {
  await button(page, 'more').click();
  await page.locator(`.el-dropdown-menu [data-operation="${key}"]:visible`).click();
  return page.getByRole('dialog');
}

/** Chooses from a select of a dialog. */
export async function pick(page: Page, field: string, words: string): Promise<void> {
  await page.locator(field).click();
  await page.locator('.el-select-dropdown__item:visible', { hasText: words }).first().click();
}

export async function pickPerson(page: Page, name: string): Promise<void> {
  await page.locator('#operation-person').fill(name);
  await page.locator('.el-select-dropdown__item:visible', { hasText: name }).click();
}
