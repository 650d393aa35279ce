import type { Page } from 'playwright-core';

export interface Album {
  /** A person of their own, at a desk or with a phone. */
  open(kind: 'phone' | 'desk'): Promise<Page>;
  keep(page: Page, name: string): Promise<void>;
}

export interface Customer {
  order: string;
  phone: string;
}

/** The tour of README.md, step by step; what it shows on the way is kept as pictures. */
export async function walk(album: Album, customer: Customer): Promise<void> {
  const visitor = await album.open('phone');
  const number = await apply(album, visitor, customer);
  await approve(album, number);
  await sendBack(album, visitor);
  await work(album, number, 'keeper_1', async (page) => {
    for (const cell of await page.locator('[data-path$=".received_qty"]').all()) await type(page, cell, '1');
  });
  await work(album, number, 'inspector_1', async (page) => {
    await page.locator('[data-path=grade] input[value=A]').check();
    await chooseFirst(page, 'liable_party');
    await chooseFirst(page, 'disposition');
  });
  await work(album, number, 'finance_1', async (page) => {
    const asked = await page.locator('[data-field=request_amount] .value').innerText();
    await type(page, page.locator('[data-path=approved_amount]'), asked.replace(/[^\d.]/g, ''));
  });
  await refunded(visitor);
  await supervise(album);
  await design(album);
}

async function apply(album: Album, page: Page, { order, phone }: Customer): Promise<string> {
  await page.goto('/portal/returns');
  await page.locator('#proof-order_no').fill(order);
  await page.locator('#proof-phone').fill(phone);
  await page.locator('form.find button[type=submit]').click();
  await page.locator('form.find').waitFor({ state: 'detached' });
  await page.goto('/portal/returns/new');
  await page.locator('article .stepper button').nth(1).click();
  await page.locator('article output', { hasText: '1' }).first().waitFor();
  await album.keep(page, 'portal-apply');
  await next(page);
  await page.locator('select[data-path=reason]').selectOption('size');
  await next(page);
  await next(page);
  await next(page);
  await page.locator('section.sent button').click();
  await page.locator('h1[data-state=pending_review]').waitFor();
  return (await page.locator('.state header .quiet').first().innerText()).trim();
}

/** The button leads on when the step it leads to has drawn itself. */
async function next(page: Page): Promise<void> {
  const title = await page.locator('form.apply h1').innerText();
  await page.locator('[data-operation=next]').click();
  await page.waitForFunction((before) => document.querySelector('form.apply h1')?.textContent !== before, title);
}

async function signIn(page: Page, login: string, to = '/'): Promise<void> {
  await page.goto(to);
  await page.locator('#login').fill(login);
  await page.locator('#password').fill('demo');
  await page.locator('button[type=submit]').click();
  await page.waitForURL((url) => url.pathname !== '/login');
}

/** Whoever of the two has fewer open tasks has got it. */
async function approve(album: Album, number: string): Promise<void> {
  const desk = await album.open('desk');
  await signIn(desk, 'agent_1');
  await desk.locator('li.row').first().waitFor();
  const isHers = (await desk.locator('li.row', { hasText: number }).count()) > 0;
  const login = isHers ? 'agent_1' : 'agent_2';
  const page = isHers ? desk : await album.open('desk');
  if (!isHers) await signIn(page, login);
  const task = await open(page, number);
  await album.keep(page, 'workbench-todo');
  const phone = await album.open('phone');
  await signIn(phone, login, `/w/tasks/${task}`);
  await phone.locator('[data-operation=approve]').waitFor();
  await settled(phone);
  await album.keep(phone, 'phone');
  await phone.locator('[data-operation=approve]').click();
  await gone(page, number);
}

/** Opens the task of this number from the to-do list, and gives its id. */
async function open(page: Page, number: string): Promise<string> {
  const row = page.locator('li.row', { hasText: number });
  await row.waitFor();
  const id = (await row.getAttribute('data-task')) ?? '';
  await row.click();
  await page.locator('[data-operation]').first().waitFor();
  await settled(page);
  return id;
}

/** The push stream never ends, so that the network is never idle; what is still being fetched shows a skeleton. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('.skeleton, .el-skeleton') === null);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** The list hears of it by itself. */
async function gone(page: Page, number: string): Promise<void> {
  await page.locator('li.row', { hasText: number }).waitFor({ state: 'detached' });
}

async function sendBack(album: Album, page: Page): Promise<void> {
  await page.locator('h1[data-state=awaiting_shipment]').waitFor();
  await page.locator('select[data-path=carrier]').selectOption({ index: 1 });
  await page.locator('[data-path=tracking_no]').fill(`SF${Date.now().toString().slice(-10)}`);
  await page.locator('button[data-operation=tracking_entered]').click();
  await page.locator('h1[data-state=in_transit]').waitFor();
  await page.locator('.timeline li').first().waitFor();
  await album.keep(page, 'portal-state');
}

async function work(album: Album, number: string, login: string, fill: (page: Page) => Promise<void>): Promise<void> {
  const page = await album.open('desk');
  await signIn(page, login);
  await open(page, number);
  await fill(page);
  await page.locator('[data-operation=complete]').click();
  await gone(page, number);
  await page.context().close();
}

async function type(page: Page, cell: ReturnType<Page['locator']>, value: string): Promise<void> {
  await cell.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(value);
  await page.keyboard.press('Tab');
}

/** At a desk a light control becomes a live one when it is used. */
async function chooseFirst(page: Page, field: string): Promise<void> {
  const control = page.locator(`[data-field=${field}] [role=combobox]`);
  await control.click();
  await page.locator('[role=option]:visible').first().click();
  await page.locator('[role=option]:visible').first().waitFor({ state: 'detached' });
}

async function refunded(page: Page): Promise<void> {
  await page.locator('h1[data-state=completed]').waitFor({ timeout: 60_000 });
}

/** What a supervisor gets has something to be looked at: a criterion that holds. */
async function supervise(album: Album): Promise<void> {
  const page = await album.open('desk');
  await signIn(page, 'supervisor_1');
  const task = await page.locator('li.row').first().getAttribute('data-task');
  await page.goto(`/w/tasks/${task}`);
  await page.locator('[data-operation]').first().waitFor();
  await page.locator('[role=tab]').nth(1).click();
  await settled(page);
  await album.keep(page, 'task');
  await page.goto('/w/returns/boards/progress');
  await page.locator('canvas').first().waitFor();
  await settled(page);
  await album.keep(page, 'board');
}

/** The form that customers fill in and the flow that follows, as an administrator changes them. */
async function design(album: Album): Promise<void> {
  const page = await album.open('desk');
  await signIn(page, 'admin');
  await page.goto('/design/returns/forms/return_request');
  await page.locator('[data-node="field:reason"]').first().click();
  await settled(page);
  await album.keep(page, 'designer');
  await page.goto('/design/returns/flows/return');
  await page.locator('.segments input[value=tree]').check({ force: true });
  await page.locator('[data-node=first_review] .face').click();
  await page.locator('.flow-pane h2').first().waitFor();
  await settled(page);
  await album.keep(page, 'flow');
}
