import type { Page } from 'playwright-core';
import type { browserForFile } from './browser.ts';
import { asPerson } from './people.ts';

export interface Way {
  key: string;
  from: string;
  to: string;
  on?: string;
  default?: true;
  when?: unknown;
}
export interface Flow {
  nodes: {
    key: string;
    type: string;
    label?: string | { en: string };
    state?: string;
    assignees?: { role?: string }[];
    rights?: Record<string, string>;
  }[];
  edges: Way[];
  states: { key: string }[];
}
export interface Place {
  x: number;
  y: number;
}

/** The designer of the small app's flows, in English, as ada. */
export class FlowDesigner {
  private readonly people: ReturnType<typeof browserForFile>;
  private readonly url: () => string;

  constructor(people: ReturnType<typeof browserForFile>, url: () => string) {
    this.people = people;
    this.url = url;
  }

  async enter(to: string, visit: { size?: { width: number; height: number }; hasTouch?: boolean } = {}): Promise<Page> {
    const page = await this.people.open({ url: this.url(), locale: 'en', ...visit });
    await page.goto(`/design${to}`);
    await page.locator('#login').fill('ada');
    await page.locator('#password').fill('demo');
    await page.locator('button[type=submit]').click();
    await page.waitForURL((at) => !at.pathname.endsWith('/login'));
    return page;
  }

  async flowOf(key: string): Promise<Flow> {
    const caller = await asPerson(this.url(), 'ada');
    const view = await caller.get<{ files: { path: string; json: unknown }[] }>('/api/design/expenses');
    return view.files.find(({ path }) => path === `flows/${key}.json`)?.json as Flow;
  }
  /** "review rejected → refused" without the arrow. */
  async linesOf(key: string): Promise<string[]> {
    return (await this.flowOf(key)).edges.map(({ from, on, to }) => `${from}${on ? ` ${on}` : ''} ${to}`);
  }
}

export const saved = (page: Page) => page.locator('[data-state="saved"]').waitFor();
export const card = (page: Page, name: string) => page.locator('[data-node]', { hasText: name });

export async function newFlow(page: Page, name: string, form: string): Promise<void> {
  await page.locator('[data-new="flows"]').click();
  await page.locator('#definition-label').fill(name);
  await page.locator('#definition-form').selectOption(form);
  await page.locator('button[form="new-definition"]').click();
  await page.locator('[data-node="review"]').waitFor();
}

/** What has just been added asks for its name. */
export async function named(page: Page, name: string): Promise<void> {
  await page.locator('.naming:focus').waitFor();
  await page.keyboard.insertText(name);
  await page.keyboard.press('Enter');
  await page.locator('.naming').waitFor({ state: 'detached' });
}

/** A step behind another one, with a press on the + between them, and its name at once. */
export async function addAfter(page: Page, after: string, kind: string, name: string): Promise<void> {
  const key = await card(page, after).first().getAttribute('data-node');
  await page.locator(`[data-after="${key}"]`).first().click();
  await page.locator(`[data-found="${kind}"]`).click();
  await named(page, name);
  await card(page, name).waitFor();
}

export async function middleOf(page: Page, selector: string): Promise<Place> {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not drawn.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Taken at the one place, led to the other; what is said there is looked at before it is let go. */
export async function draw(page: Page, a: Place, b: Place, before?: () => Promise<void>): Promise<void> {
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move(b.x + 20, b.y + 10, { steps: 4 });
  await page.mouse.move(b.x, b.y, { steps: 2 });
  await before?.();
  await page.mouse.up();
}

export async function openGraph(page: Page): Promise<void> {
  await page.locator('.segments label', { hasText: 'Graph' }).click();
  await page.locator('.flow-scroll.graph').waitFor();
}

/** Fingers on the glass: put down, moved over it, taken off. */
export async function fingerOf(page: Page) {
  const cdp = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: Place[]) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
  const finger = {
    put: (...at: Place[]) => touch('touchStart', ...at),
    /** Each from where it is to where it goes, in six steps. */
    async go(...ways: (readonly [from: Place, to: Place])[]): Promise<void> {
      const at = ([a, b]: readonly [Place, Place], step: number): Place => ({
        x: a.x + ((b.x - a.x) * step) / 6,
        y: a.y + ((b.y - a.y) * step) / 6,
      });
      for (let step = 1; step <= 6; step += 1) await touch('touchMove', ...ways.map((way) => at(way, step)));
    },
    lift: () => touch('touchEnd'),
    async draw(from: Place, to: Place): Promise<void> {
      await finger.put(from);
      await finger.go([from, to]);
      await finger.lift();
    },
  };
  return finger;
}
