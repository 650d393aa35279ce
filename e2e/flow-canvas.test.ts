import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from '../engine/host/testing/inBrowser.ts';
import { browserForFile, expensesForFile, TABLET } from './support/browser.ts';
import {
  addAfter,
  card,
  draw,
  FlowDesigner,
  fingerOf,
  middleOf,
  named,
  newFlow,
  openGraph,
  saved,
} from './support/flowDesigner.ts';
import { barriers, complaintsOf } from './support/health.ts';

describeInBrowser('The canvas of a flow', () => {
  const people = browserForFile();
  const url = expensesForFile();
  const designer = new FlowDesigner(people, url);

  const chosen = (page: Page) =>
    page.locator('.flow-card.chosen').evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.node).sort());
  const scrolled = (page: Page) =>
    page.evaluate(() => [document.querySelector('.flow-scroll')?.scrollTop, window.scrollY, window.scrollX]);
  /** From the one corner of these cards to the other. */
  async function frame(page: Page, first: string, last: string): Promise<void> {
    const [a, b] = [
      await page.locator(`[data-node="${first}"]`).boundingBox(),
      await page.locator(`[data-node="${last}"]`).boundingBox(),
    ];
    if (a === null || b === null) throw new Error('They are not drawn.');
    await draw(page, { x: a.x - 24, y: a.y + 8 }, { x: b.x + b.width / 2, y: b.y + b.height / 2 });
  }

  test('chooses with a frame, and moves, copies and removes what it holds, all as one step', async () => {
    const page = await designer.enter('/expenses');
    await newFlow(page, 'Framed', 'ledger');
    await addAfter(page, 'Review', 'handle', 'Receipt');
    await addAfter(page, 'Receipt', 'handle', 'Inspection');
    await addAfter(page, 'Inspection', 'handle', 'Payment');
    // With Shift a frame; without, the paper is moved.
    await page.keyboard.down('Shift');
    await frame(page, 'handle_2', 'handle_3');
    await page.keyboard.up('Shift');
    expect(await chosen(page)).toEqual(['handle_2', 'handle_3']);
    await page.locator('.flow-pane h2', { hasText: '2 steps' }).waitFor();
    // One is taken, both go along.
    const [from, to] = [await middleOf(page, '[data-node="handle_2"]'), await middleOf(page, '[data-after="start"]')];
    await draw(page, from, { x: to.x + 10, y: to.y + 10 }, () =>
      page.locator('.flow-ghost .count', { hasText: '2' }).waitFor(),
    );
    await expect
      .poll(() => designer.linesOf('framed'))
      .toEqual(expect.arrayContaining(['start handle_2', 'handle_2 handle_3', 'handle_3 review', 'handle_1 approved']));
    await page.keyboard.press('Control+z');
    await expect.poll(() => designer.linesOf('framed')).toContain('handle_1 handle_2');

    // The other tool frames without a key, and Space moves the paper.
    await page.locator('[data-id="node:review"]').focus();
    await page.keyboard.press('v');
    await page.locator('[data-tool="select"][aria-pressed="true"]').waitFor();
    await frame(page, 'review', 'handle_1');
    expect(await chosen(page)).toEqual(['handle_1', 'review']);
    await page.keyboard.press('Control+d');
    await expect.poll(() => page.locator('[data-kind="approve"]').count()).toBe(2);
    await page.keyboard.press('Control+z');
    await page.keyboard.down('Space');
    await draw(page, { x: 400, y: 700 }, { x: 400, y: 560 });
    await page.keyboard.up('Space');
    await expect.poll(async () => (await scrolled(page))[0]).toBeGreaterThan(20);

    // All of it goes but what a flow has to have, and comes back.
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await expect.poll(() => page.locator('.flow-card').count()).toBe(2);
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.locator('.flow-card').count()).toBe(7);
    expect(await barriers(page, 'all')).toEqual([]);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('asks what shall stand where a line is let go, and on which outcome it is gone there', async () => {
    const page = await designer.enter('/expenses');
    await newFlow(page, 'Let go', 'ledger');
    await openGraph(page);
    await card(page, 'Review').locator('.face').hover();
    await draw(page, await middleOf(page, '[data-port="review"]'), { x: 340, y: 760 });
    await page.locator('.find-menu [role=combobox]:focus').waitFor();
    await page.keyboard.type('work');
    await page.keyboard.press('Enter');
    await page.locator('.find-menu [role=option]', { hasText: 'rejected' }).click();
    await named(page, 'Talk');
    await expect
      .poll(() => designer.linesOf('let_go'))
      .toEqual(expect.arrayContaining(['review rejected handle_1', 'handle_1 rejected']));
    // One step of undo for the step, its line and its state; the name was another.
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await expect.poll(() => designer.linesOf('let_go')).toContain('review rejected rejected');
    expect((await designer.flowOf('let_go')).nodes.map(({ key }) => key)).not.toContain('handle_1');
    expect(complaintsOf(page)).toEqual([]);
  });

  test('is drawn upon by finger: a line onto a step, a frame with the other tool; it scrolls as ever', async () => {
    const page = await designer.enter('/expenses/flows/approval', { size: TABLET, hasTouch: true });
    const finger = await fingerOf(page);
    await openGraph(page);
    await page.locator('[data-id="node:manager"]').focus();
    await page.keyboard.press('Control+Space');
    await finger.draw(await middleOf(page, '[data-port="manager"]'), await middleOf(page, '[data-node="pay"]'));
    await page.locator('.find-menu .title', { hasText: 'takes this line' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.locator('[data-tool="select"]').tap();
    await finger.draw({ x: 30, y: 200 }, { x: 500, y: 460 });
    expect((await chosen(page)).length).toBeGreaterThan(1);
    expect((await scrolled(page)).slice(1)).toEqual([0, 0]);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('takes a step along with a finger that holds it, scrolls under one that does not, and is zoomed by two', async () => {
    const page = await designer.enter('/expenses/flows/approval', {
      size: { width: 1024, height: 500 },
      hasTouch: true,
    });
    const finger = await fingerOf(page);
    const two = page.locator('[data-node="two"]');
    await two.waitFor();
    const before = await designer.linesOf('approval');
    const at = await middleOf(page, '[data-node="manager"] .face');

    await finger.draw(at, { x: at.x, y: at.y - 160 });
    await expect.poll(async () => (await scrolled(page))[0]).toBeGreaterThan(0);
    expect(await designer.linesOf('approval')).toEqual(before);

    // A tap on what still glides only stops it.
    let last: number | undefined;
    await expect
      .poll(async () => {
        const [now] = await scrolled(page);
        const isStill = now === last;
        last = now;
        return isStill;
      })
      .toBe(true);
    await page.locator('[data-command="fit"]').tap();
    await expect.poll(async () => (await scrolled(page))[0]).toBe(0);
    const face = await middleOf(page, '[data-node="two"] .face');
    const onto = await middleOf(page, '[data-slot][data-after="start"]');
    await finger.put(face);
    await page.locator('.flow-ghost').waitFor();
    await finger.go([face, onto]);
    await page.locator('.flow-mark.place').waitFor();
    await finger.lift();
    await expect.poll(() => designer.linesOf('approval')).toContain('start two');

    const size = async (): Promise<number> => (await two.boundingBox())?.width ?? 0;
    const width = await size();
    const [left, right] = [
      { x: 300, y: 400 },
      { x: 400, y: 400 },
    ];
    await finger.put(left, right);
    await finger.go([left, { x: 250, y: 400 }], [right, { x: 450, y: 400 }]);
    await finger.lift();
    await expect.poll(size).toBeGreaterThan(width * 1.2);
    expect(await page.evaluate(() => visualViewport?.scale)).toBe(1);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('never scrolls the page, however small the window and whatever is shown', async () => {
    const page = await designer.enter('/expenses/flows/approval', { size: { width: 1024, height: 420 } });
    await openGraph(page);
    for (const key of ['paid', 'manager', 'withdrawn', 'pay']) {
      await page.locator(`[data-outline="${key}"]`).click();
      await page.locator(`[data-node="${key}"].chosen`).waitFor();
      await page.locator(`[data-node="${key}"] .face`).click();
      const around = await page.evaluate(() =>
        [...document.querySelectorAll('*')]
          .filter((one) => one.scrollTop !== 0 && !one.matches('.flow-scroll, .pane, .outline, aside, nav'))
          .map((one) => `${one.tagName}.${one.className}`),
      );
      expect([key, around, await page.evaluate(() => window.scrollY)]).toEqual([key, [], 0]);
    }
  });

  test('holds the rights to fields of all steps in one table', async () => {
    const page = await designer.enter('/expenses');
    await newFlow(page, 'By rights', 'ledger');
    await addAfter(page, 'Review', 'handle', 'Receipt');
    await page.locator('[data-command="flow-settings"]').click();
    await page.locator('[data-command="rights-of-steps"]').click();
    await page.locator('.rights-head', { hasText: 'Receipt' }).waitFor();
    await page.locator('.rights-grid [data-cell]').nth(1).focus();
    await page.keyboard.press('r');
    const rightsOf = async () => (await designer.flowOf('by_rights')).nodes.map(({ key, rights }) => [key, rights]);
    await expect.poll(rightsOf).toContainEqual(['handle_1', { '*': 'read' }]);
    expect(await rightsOf()).toContainEqual(['review', undefined]);
    // Emptied, the step leaves them to the roles again: it does not hide everything.
    await page.locator('.rights-head', { hasText: 'Receipt' }).locator('button').click();
    await page.locator('.rights-head [role=menuitem]').last().click();
    await expect.poll(rightsOf).toContainEqual(['handle_1', undefined]);
    expect(await barriers(page, 'all')).toEqual([]);
    expect(complaintsOf(page)).toEqual([]);
  });

  test('offers in the cells of a decision table whom and what its columns may hold', async () => {
    const page = await designer.enter('/expenses');
    await page.locator('[data-new="tables"]').click();
    await page.locator('#definition-label').fill('Who pays');
    await page.locator('#definition-form').selectOption('claim');
    await page.locator('button[form="new-definition"]').click();
    const output = page.locator('thead .decide-out input').first();
    await output.fill('user');
    await output.blur();
    await page.locator('[data-cell="0,1"]').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('car');
    await page.locator('[role=option]', { hasText: 'Cara' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('[data-cell="0,1"]').inputValue()).toBe('cara');
    await page.locator('.decide-means', { hasText: 'Cara' }).waitFor();
    await saved(page);
    expect(await barriers(page, 'all')).toEqual([]);
    expect(complaintsOf(page)).toEqual([]);
  });
});
