import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../engine/host/testing/inBrowser.ts';
import type { OperationView, RecordView, TaskView } from '../engine/wire.ts';
import { errandFiles } from './operations/errand.ts';
import { ERRANDS, type Errand } from './operations/table.ts';
import { browserForFile, type Locale } from './support/browser.ts';
import { button, casesOf, fromMenu, pick, pickPerson } from './support/cases.ts';
import { expectHealthy } from './support/health.ts';
import { asPerson, signIn } from './support/people.ts';
import { type System, startExpenses } from './support/system.ts';

const SOON = { timeout: 20_000 };
const ALL = ['eve', 'mia', 'max', 'cara', 'ada'];

/** Each operation as a person meets it: who may, what is asked, pressed twice, pressed too late, and told afterwards. */
describeInBrowser('An operation', () => {
  const people = browserForFile();
  let system: Omit<System, 'counterparts'>;
  let cases: ReturnType<typeof casesOf>;
  beforeAll(async () => {
    system = await startExpenses({ name: 'expenses_errand', files: errandFiles });
    cases = casesOf(system, 'errand');
  });
  afterAll(() => system?.stop());

  async function staged(stage: Errand['stage'], name: string): Promise<string> {
    const record = await cases.begin('eve', { what: name, cost: '12' });
    const steps: Record<Exclude<Errand['stage'], 'draft'>, () => Promise<void>> = {
      looked: () => cases.act('eve', record, 'complete'),
      claimed: () => cases.act('mia', record, 'claim'),
      paying: () => cases.act('mia', record, 'approve'),
      asked: async () => cases.act('mia', record, 'add_signer', { to: await idOf('cara'), position: 'before' }),
      suspended: () => cases.onCase('ada', record, 'suspend', { reason: 'strike' }),
    };
    const ways: Record<Errand['stage'], (keyof typeof steps)[]> = {
      draft: [],
      looked: ['looked'],
      claimed: ['looked', 'claimed'],
      paying: ['looked', 'claimed', 'paying'],
      asked: ['looked', 'claimed', 'asked'],
      suspended: ['looked', 'claimed', 'suspended'],
    };
    for (const step of ways[stage]) await steps[step]();
    return record;
  }
  const idOf = async (login: string): Promise<string> =>
    String((await system.knex('engine.app_user').where({ login }).first('id'))?.id);

  /** Who is offered it, of all who work in the app. */
  async function offeredTo({ on, key }: Errand, record: string, task: string): Promise<string[]> {
    const found: string[] = [];
    for (const login of ALL) {
      const person = await asPerson(system.url, login);
      const operations: OperationView[] =
        on === 'task'
          ? await person.get<TaskView>(`/api/tasks/${task}`).then(
              (view) => view.record.operations ?? [],
              () => [],
            )
          : ((await person.get<RecordView>(`/api/apps/expenses/forms/errand/records/${record}`)).operations ?? []);
      if (operations.some((one) => one.key === key)) found.push(login);
    }
    return found;
  }

  async function answer(page: Page, { asks = {} }: Errand, language: Locale): Promise<void> {
    const dialog = page.getByRole('dialog');
    const confirm = dialog.locator('[data-operation="confirm"]');
    if (asks.task) await pick(page, '#operation-task', asks.task);
    const must = asks.person !== undefined || asks.target !== undefined || asks.reason === 'must';
    if (must) expect(await confirm.isDisabled()).toBe(true);
    if (asks.person) await pickPerson(page, asks.person);
    if (asks.target) await pick(page, '#operation-target', asks.target[language]);
    if (asks.way) await dialog.getByText(asks.way[language]).click();
    expect(await dialog.locator('#operation-reason').count()).toBe(asks.reason === undefined ? 0 : 1);
    if (asks.reason === 'must') expect(await confirm.isDisabled()).toBe(true);
    if (asks.reason) await page.locator('#operation-reason').fill('because of rain');
    if (asks.told && language === 'en') await dialog.locator('[data-told]').first().waitFor();
    await confirm.dblclick();
  }

  async function press(page: Page, errand: Errand, language: Locale): Promise<void> {
    if (errand.asks === undefined) {
      await button(page, 'more').click();
      await page.locator(`.el-dropdown-menu [data-operation="${errand.key}"]:visible`).dblclick();
      return;
    }
    if (errand.isFront) await button(page, errand.key).click();
    else await fromMenu(page, errand.key);
    await answer(page, errand, language);
  }

  async function historyOf(page: Page, record: string, isGone: boolean): Promise<Locator> {
    if (isGone) await page.goto(`/w/expenses/forms/errand/${record}`);
    return page.locator('.history');
  }

  test.each(ERRANDS)('$name', async (errand) => {
    const record = await staged(errand.stage, errand.name);
    const task = await cases.taskOf(record, errand.on === 'task' ? errand.holder : undefined);
    expect(await offeredTo(errand, record, task)).toEqual(errand.may);
    const place = errand.on === 'task' ? `/w/tasks/todo/${task}` : `/w/expenses/forms/errand/${record}`;
    const late = await people.open({ url: system.url });
    // A tab that has been asleep: it has not heard what happened since.
    await late.route('**/api/push', (route) => route.abort());
    await signIn(late, errand.late?.by ?? errand.by, place);
    await button(late, errand.isFront ? errand.key : 'more').waitFor();
    const page = await people.open({ url: system.url, locale: 'en' });
    await signIn(page, errand.by, place);
    await press(page, errand, 'en');
    await expect.poll(() => cases.eventsOf(record, errand.event), SOON).toBe(1);
    await expect.poll(() => cases.desks(record), SOON).toEqual(errand.then);
    const history = await historyOf(page, record, errand.leaves === true);
    const line = history.locator('li', { hasText: errand.says.en });
    await line.locator('strong', { hasText: errand.actor }).first().waitFor();
    if (errand.asks?.reason) await line.getByText('because of rain').first().waitFor();
    await expectHealthy(page, errand.name);

    await press(late, errand, 'zh-CN');
    if (errand.late) {
      await late.getByText(errand.late.says).first().waitFor();
      expect(await cases.eventsOf(record, errand.event)).toBe(1);
      expect(await cases.desks(record)).toEqual(errand.then);
      // What it shows is what is so now.
      if (errand.gone !== false)
        await expect.poll(() => late.locator(`[data-operation="${errand.key}"]`).count(), SOON).toBe(0);
    }
    const now = await historyOf(late, record, errand.leaves === true || errand.late?.by !== undefined);
    await expect.poll(() => now.innerText(), SOON).toContain(errand.says.zh);
  });
});
