import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { photo } from '../support/pictures.ts';
import type { Hand } from './hand.ts';
import type { Words } from './words.ts';

type Look = (name: string) => Promise<void>;
const unseen: Look = async () => undefined;

export async function saved(page: Page): Promise<void> {
  await page.locator('[data-state="saved"]').waitFor();
}

/** From nothing to a published app that holds its first orders; the key that it got. */
export async function build(page: Page, hand: Hand, words: Words, look: Look = unseen): Promise<string> {
  const at = (selector: string, having?: { hasText: string }) => page.locator(selector, having);
  await hand.click(at('[data-command="new-app"]'));
  await at('#app-label:focus').waitFor();
  await hand.type(words.app.label);
  await hand.press('Enter');
  await page.waitForURL(new RegExp(`/design/${words.app.key}(_\\d+)?$`));
  const app = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await look('1-home');

  await hand.click(at('.rail a[href$="/roles"]'));
  await hand.click(at('form.new input'));
  await hand.type(words.role.label);
  await hand.press('Enter');
  await hand.click(at('.rail a').first());

  const name = async (label: string) => {
    await at('.name-field:focus').waitFor();
    await hand.type(label);
    await hand.press('Enter');
    await at('.name-field').waitFor({ state: 'detached' });
    // The panel follows the canvas a moment later; what is pressed in it is meant for this field.
    await at('.selection-pane h2', { hasText: label }).waitFor();
  };
  const add = async (thing: string, label: string) => {
    await hand.click(at(`.left-pane [data-thing="${thing}"]`).last());
    await name(label);
  };
  const form = async (command: string, label: string) => {
    await hand.click(at(command));
    await at('#definition-label:focus').waitFor();
    await hand.type(label);
    await hand.press('Enter');
    await at('.name-field:focus').waitFor();
  };
  const column = (table: string, key: string) =>
    at(`[data-surface="canvas"] [data-node="field:${table}"] [data-column="${key}"]`).first();
  const field = (key: string) => at(`[data-surface="canvas"] [data-node="field:${key}"]`);

  await form('[data-command="first-form"]', words.order.label);
  await name(words.orderNo.label);
  await add('phone', words.phone);
  await add('text', words.customer);
  await add('table', words.lines.label);
  await add('select', words.status);
  await hand.click(at('.option-add'));
  await hand.type(words.statuses);
  await hand.press('Enter');
  await hand.point(column(words.lines.key, 'text'));
  await hand.press('F2');
  await name('SKU');
  await add('text', words.article);
  await add('integer', words.quantity);
  await add('money', words.price.label);
  await look('2-order');
  await hand.point(field(words.orderNo.key));
  await hand.point(field(words.lines.key), ['Shift']);
  await hand.press('Control+C');
  await hand.click(at('header nav a.app'));

  await form('[data-new="forms"]', words.request.label);
  await hand.press('Escape');
  await hand.press('Control+V');
  await field(words.lines.key).waitFor();
  await hand.point(field('text'));
  await hand.press('Delete');
  await field('text').waitFor({ state: 'detached' });
  await hand.point(field(words.orderNo.key));
  await hand.click(at('.panel-group summary', { hasText: words.screen.rules }));
  await hand.click(at('[data-pointer="/pattern"] input'));
  await hand.type('^SO\\d{6}$');
  await look('3-pasted');
  await hand.point(column(words.lines.key, words.price.key));
  await add('money', words.amount);
  await hand.click(at('[data-proposal="product"]'));
  await hand.click(at('[data-proposal="sum"]'));
  await field(words.total).waitFor();
  await add('select', words.reason.label);
  await hand.click(at('.option-add'));
  await hand.type(words.reasons);
  await hand.press('Enter');
  await hand.click(at('.selection-pane [data-pointer="/required"] input'));
  await add('longtext', words.description.label);
  await add('file', words.evidence.label);
  await look('4-evidence');
  await hand.click(at('[data-proposal="linkage"]'));
  await look('5-linkage');
  const pick = async (control: string, option: string) => {
    await hand.click(at(control).last());
    await hand.click(page.getByRole('option', { name: option }).first());
  };
  await pick('.cond-fact .control', words.reason.label);
  await look('6-linkage');
  await hand.click(at('.cond-value .control, .cond-value select').first());
  await look('7-linkage');
  await hand.click(page.getByRole('option', { name: words.quality }).first());
  await at('.cond-value', { hasText: words.quality }).waitFor();
  await look('8-linkage');
  await hand.click(at('[data-view="lookups"]'));
  await hand.click(at('.card-list > .add').last());
  await pick('.lookup-step .control', words.order.label);
  await look('9-lookup');
  await hand.click(at('.segments label', { hasText: words.screen.refuse }));
  await saved(page);
  await hand.click(at('header nav a.app'));
  await hand.click(at('.rail a[href$="/portal"]'));
  await hand.click(at('[data-command="open-portal"]'));
  await look('10-portal');
  await hand.press('Control+k');
  await hand.type(words.find);
  await hand.press('Enter');
  await hand.click(at('[data-view="rights"]'));
  await at('[role="grid"]').waitFor();
  await look('11-rights');
  await hand.click(at('[role="columnheader"]', { hasText: words.role.label }).locator('button'));
  await hand.click(page.getByRole('menuitem', { name: words.screen.readOnly, exact: true }));
  await look('12-rights');
  await hand.click(at('[data-view="preview"]'));
  await hand.click(page.getByRole('button', { name: words.screen.phone, exact: true }));
  await look('13-preview');
  await saved(page);
  await hand.click(at('header [data-command="publish"]'));
  await at('[data-command="publish-now"]:not([disabled])').waitFor();
  await look('14-publish');
  await hand.click(at('[data-command="publish-now"]'));
  await at('[data-outcome="done"]').waitFor({ timeout: 60_000 });
  await look('15-published');
  await hand.click(at('[data-outcome="done"] a'));
  await hand.click(at(`a[href$="/w/${app}/forms/${words.order.key}"]`));
  await hand.click(page.getByRole('button', { name: words.screen.import }));
  await hand.choose(at('input[type=file]'), csvOf(words.orders));
  await look('16-import');
  await hand.click(page.locator('.import footer button').first());
  await at('[data-status="done"]').waitFor();
  await look('17-imported');
  return app;
}

const csvOf = (lines: readonly string[]) => ({
  name: 'orders.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(lines.join('\n')),
});

/** What a customer does on a phone. */
export async function apply(page: Page, hand: Hand, words: Words, look: Look = unseen): Promise<void> {
  const at = (selector: string) => page.locator(selector);
  await hand.click(at(`#proof-${words.orderNo.key}`));
  await hand.type('SO100001');
  await hand.click(at(`#proof-${words.phone}`));
  await hand.type('13800100001');
  await hand.click(at('form.find button[type=submit]'));
  await page.getByText('直筒牛仔裤').first().waitFor();
  await look('20-apply');
  await hand.select(at(`select[data-path="${words.reason.key}"]`), words.quality);
  await hand.click(at(`[data-path="${words.description.key}"]`));
  await hand.type('袖口开线');
  await hand.click(at('[data-operation="next"]'));
  // Only a reason of quality asks for evidence.
  await at(`[data-field="${words.evidence.key}"] [role="alert"]`).first().waitFor();
  await look('21-apply');
  await hand.choose(at('input[type=file]'), photo);
  await at('.file img').waitFor();
  await hand.click(at('[data-operation="next"]'));
  await at('.summary').waitFor();
  await look('22-check');
  await hand.click(at('[data-operation="next"]'));
  await at('.sent').waitFor();
  await look('23-sent');
}

/** Somebody with the app's new role sees the applications, and may change nothing in them. */
export async function readAsRole(page: Page, app: string, words: Words): Promise<void> {
  await page.goto(`/w/${app}/forms/${words.request.key}`);
  await page.locator('[data-record] a', { hasText: 'SO100001' }).click();
  await page.locator(`[data-field="${words.description.key}"]`).waitFor();
  // The page is there as a whole: who may change it would have the button by now.
  await page.getByText('袖口开线').first().waitFor();
  expect(await page.locator('[data-operation="edit"]').count()).toBe(0);
  expect(await page.locator('[data-field] input, [data-field] textarea').count()).toBe(0);
}

/** A field is added while somebody works on a record; nothing that was typed is lost, and the field is there. */
export async function extend(
  desk: Page,
  hand: Hand,
  words: Words,
  openDesigner: () => Promise<Page>,
  look: Look = unseen,
): Promise<void> {
  const app = new URL(desk.url()).pathname.split('/')[2] ?? '';
  await hand.click(desk.locator(`a[href$="/w/${app}/forms/${words.request.key}"]`));
  await hand.click(desk.locator('[data-record] a', { hasText: 'SO100001' }));
  await desk.getByText('王小明').first().waitFor();
  await look('30-record');
  await hand.click(desk.locator('[data-operation="edit"]'));
  const description = desk.locator(`[data-path="${words.description.key}"]`);
  await hand.click(description);
  await hand.press('Control+End');
  await hand.type('，已联系客户');

  const designer = await openDesigner();
  const other = hand.on(designer);
  await other.open(`/design/${app}/forms/${words.request.key}`);
  await other.click(designer.locator('.left-pane [data-thing="text"]').last());
  await designer.locator('.name-field:focus').waitFor();
  await other.type(words.parcel.label);
  await other.press('Enter');
  await designer.locator('.name-field').waitFor({ state: 'detached' });
  await saved(designer);
  await other.click(designer.locator('header [data-command="publish"]'));
  await other.click(designer.locator('[data-command="publish-now"]:not([disabled])'));
  await designer.locator('[data-outcome="done"]').waitFor({ timeout: 60_000 });

  await desk.bringToFront();
  // What was being typed is as it was, and is saved; then the record has the new field too.
  expect(await description.inputValue()).toBe('袖口开线，已联系客户');
  await hand.click(desk.locator('[data-operation="save"]'));
  await desk.locator('[data-operation="edit"]').waitFor();
  await desk.getByText('袖口开线，已联系客户').first().waitFor();
  await desk.locator(`[data-field="${words.parcel.key}"]`).waitFor();
  await look('32-saved');
}
