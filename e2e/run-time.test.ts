import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../engine/host/testing/inBrowser.ts';
import { tripFiles } from '../engine/host/testing/trip.ts';
import { browserForFile, PHONE } from './support/browser.ts';
import { button, casesOf, fromMenu, pick, pickPerson } from './support/cases.ts';
import { barriers, expectHealthy } from './support/health.ts';
import { signIn } from './support/people.ts';
import { type System, startExpenses } from './support/system.ts';

const SOON = { timeout: 15_000 };

describeInBrowser('A flow at run time', () => {
  const people = browserForFile();
  let system: Omit<System, 'counterparts'>;
  let cases: ReturnType<typeof casesOf>;
  beforeAll(async () => {
    system = await startExpenses({ name: 'expenses_trip', files: tripFiles });
    cases = casesOf(system, 'trip');
  });
  afterAll(() => system?.stop());

  const trip = (place: string, cost = '200'): Promise<string> => cases.begin('eve', { place, cost });
  const atRecord = (record: string) => `/w/expenses/forms/trip/${record}`;

  test('an approver asks somebody first, returns to a step that is named, and whoever began urges from a phone', async () => {
    const record = await trip('Rome', '5000');
    await cases.act('eve', record, 'complete');
    const max = await people.open({ url: system.url, locale: 'en' });
    await signIn(max, 'max', `/w/tasks/todo/${await cases.taskOf(record)}`);
    const asked = await fromMenu(max, 'before');
    await pickPerson(max, 'Cara');
    await asked.locator('[data-operation="confirm"]').click();
    await expect.poll(() => cases.desks(record), SOON).toEqual(['chief cara', 'chief max']);
    await expect.poll(() => button(max, 'approve').count(), SOON).toBe(0);
    const removed = await fromMenu(max, 'remove_signer');
    await removed.locator('[data-operation="confirm"]').click();
    await expect.poll(() => cases.desks(record), SOON).toEqual(['chief max']);

    await button(max, 'return').click();
    const back = max.getByRole('dialog');
    await back.getByText('it comes straight back to this step').click();
    expect(await back.locator('[data-operation="confirm"]').isDisabled()).toBe(true);
    await max.locator('#operation-reason').fill('Which hotel?');
    await back.locator('[data-operation="confirm"]').dblclick();
    await expect.poll(() => cases.desks(record), SOON).toEqual(['book eve']);
    await cases.act('eve', record, 'complete');
    // It came straight back, past the decision.
    await expect.poll(() => cases.desks(record), SOON).toEqual(['chief max']);
    await expectHealthy(max, 'a task with its operations');

    const eve = await people.open({ url: system.url, locale: 'en', size: PHONE });
    await signIn(eve, 'eve', atRecord(record));
    const urged = await fromMenu(eve, 'urge');
    await expectHealthy(eve, 'urging on a phone');
    await urged.locator('[data-operation="confirm"]').click();
    await expect
      .poll(() => system.knex('engine.event').where({ type: 'urged' }).count(), SOON)
      .toEqual([{ count: '1' }]);
  });

  test('the picture says who, when and why at each step, as a list too, and the history why this way', async () => {
    const record = await trip('Oslo', '3000');
    await cases.act('eve', record, 'complete');
    const page = await people.open({ url: system.url, locale: 'en' });
    await signIn(page, 'ada', atRecord(record));
    const history = page.locator('.history');
    const way = history.locator('[data-kind="way"]');
    await way.getByText('How much: by way of Above 1000').waitFor();
    await way.locator('summary').click();
    await way.getByText(/Cost: .*3,000\.00 > .*1,000\.00/).waitFor();
    await page.locator('[data-history="filter"]').selectOption('assigned');
    await expect.poll(() => way.count()).toBe(0);
    await page.getByRole('tab', { name: 'Flow' }).click();
    await page.locator('[data-node="chief"][data-status="current"]').first().waitFor();
    expect(await page.locator('[data-node="size"]').first().getAttribute('data-status')).toBe('done');
    await page.locator('[data-node="book"]').first().click();
    await page.locator('[data-step="book"] [data-stay="done"]').getByText('Eve').first().waitFor();
    await page.mouse.move(0, 0);
    expect(await barriers(page, 'all')).toEqual([]);
    await expectHealthy(page, 'a picture of a flow');
  });

  test('what went wrong is on one screen: tried again, gone past with a reason, and counted in the rail', async () => {
    const records = [await trip('Bern'), await trip('Wien')];
    for (const record of records) {
      await cases.act('eve', record, 'complete');
      await cases.act('mia', record, 'approve');
    }
    const page = await people.open({ url: system.url, locale: 'en' });
    await signIn(page, 'ada', '/w/expenses/incidents');
    const card = page.locator('[data-group^="flow"]');
    await expect.poll(() => card.locator('[data-incident]').count(), { timeout: 30_000 }).toBe(2);
    await expect.poll(() => page.locator('.rail .count.alert').allInnerTexts(), SOON).toContain('2');
    await card.getByText('Trip · Tell the agency').waitFor();
    await expectHealthy(page, 'incidents');
    expect(await barriers(page, 'all')).toEqual([]);
    await card.locator('[data-operation="retry"]').first().click();
    // The agency still cannot be reached: it comes back by itself, tried once more.
    await expect.poll(() => card.getByText('Attempts: 2').count(), { timeout: 30_000 }).toBe(1);
    await card.locator('[data-operation="skip-all"]').click();
    await page.locator('#skip-reason').fill('told by phone');
    await page.locator('[data-operation="confirm-skip"]').click();
    await page.getByText('Nothing went wrong').waitFor();
    const states = await system.knex('engine.instance').whereIn('record', records).pluck('state');
    expect(states).toEqual(['over', 'over']);
    const eve = await people.open({ url: system.url, locale: 'en' });
    await signIn(eve, 'eve', '/w/expenses/incidents');
    await eve.getByText('There is no such app').waitFor();
    expect(await eve.locator('.rail', { hasText: 'Incidents' }).count()).toBe(0);
  });

  test('an administrator gives a task to somebody else, is told what a jump would do, and moves what is stuck', async () => {
    const record = await trip('Lima');
    const others = [await trip('Riga'), await trip('Kiel')];
    await cases.act('eve', record, 'complete');
    const page = await people.open({ url: system.url, locale: 'en' });
    await signIn(page, 'ada', atRecord(record));
    const given = await fromMenu(page, 'reassign');
    await pickPerson(page, 'Max');
    await page.locator('#operation-reason').fill('Mia is on leave');
    await given.locator('[data-operation="confirm"]').click();
    await expect.poll(() => cases.desks(record), SOON).toEqual(['boss max']);
    const jump = await fromMenu(page, 'jump');
    await pick(page, '#operation-target', 'Book');
    await jump.locator('[data-told]', { hasText: 'The task of Max at Boss is called off' }).waitFor();
    await jump.locator('[data-told]', { hasText: 'Book is given to Eve' }).waitFor();
    await page.locator('#operation-reason').fill('wrong dates');
    await jump.locator('[data-operation="confirm"]').click();
    await expect.poll(() => cases.desks(record), SOON).toEqual(['book eve']);
    await page.locator('.history').getByText('wrong dates').waitFor();

    await page.goto('/w/expenses/forms/trip?search=i');
    for (const place of ['Riga', 'Kiel']) await page.getByLabel(`Choose ${place}`).check();
    await page.locator('[data-operation="move-many"]').click();
    await pick(page, '#move-to', 'Boss');
    await page.locator('#move-reason').fill('booked by us');
    await page.locator('[data-operation="move"]').click();
    await page.locator('[data-status="done"]').waitFor();
    for (const other of others) expect(await cases.desks(other)).toEqual(['boss mia']);
  });
});
