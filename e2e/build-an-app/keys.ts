import type { Locator, Page } from 'playwright-core';
import { Hand } from './hand.ts';

/** Nobody presses a key so often; what is not reached by then cannot be reached. */
const MOST_PRESSES = 250;

/**
 * The same deeds by the keyboard alone, counted the same way: going to a control with Tab, Shift+Tab and arrows and pressing
 * it there is what a click is, moving the pointer to it and pressing. No pointer is ever used. `presses` counts every key.
 */
export class Keys extends Hand {
  private readonly strokes: { count: number };

  constructor(page: Page, done: string[] = [], strokes = { count: 0 }) {
    super(page, done);
    this.strokes = strokes;
  }

  get presses(): number {
    return this.strokes.count;
  }

  override on(page: Page): Keys {
    return new Keys(page, this.done, this.strokes);
  }

  override async click(target: Locator): Promise<void> {
    this.note(`go to and press ${target.toString()}`);
    await target.waitFor({ state: 'attached' });
    const kind = await target.evaluate(kindOf);
    if (kind === 'option') await this.takeOption(target);
    else if (kind === 'menuitem') await this.walk(target, ['ArrowDown'], 'Enter');
    else if (kind === 'radio') await this.takeRadio(target.locator('input'));
    else if (kind === 'entry') await this.takeEntry(target);
    else if (kind === 'row') await this.takeRow(target);
    else {
      await this.go(target);
      if (kind !== 'box') await this.stroke(kind === 'checkbox' ? 'Space' : 'Enter');
    }
  }

  /** On the canvas the arrows walk; a column is inside its table, and Shift takes along what lies between. */
  override async point(target: Locator, modifiers?: ('Shift' | 'Control')[]): Promise<void> {
    this.note(`go to ${target.toString()}`);
    const stand = this.page.locator('[data-surface="canvas"] [data-node][tabindex="0"]');
    await target.waitFor({ state: 'attached' });
    if (!(await this.has(stand))) await this.go(stand);
    const place = await target.evaluate((element) => {
      const node = element.closest<HTMLElement>('[data-node]');
      const heads = [...(node?.querySelectorAll<HTMLElement>('[role="columnheader"][data-column]') ?? [])];
      const column = element.closest<HTMLElement>('[data-column]')?.dataset.column;
      return { id: node?.dataset.node ?? '', column: heads.findIndex((head) => head.dataset.column === column) };
    });
    const node = this.page.locator(`[data-surface="canvas"] [data-node="${place.id}"]`);
    if (modifiers?.includes('Shift')) {
      await this.until(node, 'Shift+ArrowDown');
      return;
    }
    await this.stroke('Home');
    await this.until(node, 'ArrowDown');
    for (let step = 0; step <= place.column; step += 1) await this.stroke('ArrowRight');
  }

  override async press(chord: string): Promise<void> {
    this.strokes.count += 1;
    await super.press(chord);
  }

  override async select(target: Locator, label: string): Promise<void> {
    this.note(`select ${label}`);
    await this.go(target);
    const isChosen = () =>
      target.evaluate(
        (element, words) => element instanceof HTMLSelectElement && element.selectedOptions[0]?.label === words,
        label,
      );
    for (let turn = 0; turn < 50; turn += 1) {
      if (await isChosen()) return;
      await this.stroke('ArrowDown');
    }
    throw new Error(`“${label}” is not reached with the arrows.`);
  }

  override async choose(target: Locator, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    await target.waitFor({ state: 'attached' });
    await super.choose(target, file);
  }

  protected async stroke(key: string): Promise<void> {
    this.strokes.count += 1;
    await this.page.keyboard.press(key);
  }

  protected has(target: Locator): Promise<boolean> {
    return target.evaluate((element) => element === document.activeElement);
  }

  protected async until(target: Locator, key: string): Promise<void> {
    for (let turn = 0; turn < MOST_PRESSES; turn += 1) {
      if (await this.has(target)) return;
      await this.stroke(key);
    }
    throw new Error(`${target.toString()} is not reached with ${key}.`);
  }

  /** Forward or back, whichever is where it stands. */
  protected async go(target: Locator): Promise<void> {
    const isBefore = await target.evaluate((element) => {
      const { activeElement: active } = document;
      if (active === null || active === document.body) return false;
      return (active.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
    });
    await this.until(target, isBefore ? 'Shift+Tab' : 'Tab');
  }

  private async walk(target: Locator, keys: readonly string[], then: string): Promise<void> {
    for (const key of keys) await this.until(target, key);
    await this.stroke(then);
  }

  /** A list that is open: its own search box keeps the focus, and says which of them is meant. */
  private async takeOption(target: Locator): Promise<void> {
    // A person sees the list before pressing a key in it.
    await target.waitFor();
    for (let turn = 0; turn < MOST_PRESSES; turn += 1) {
      const isMeant = await target.evaluate(
        (element) =>
          document.activeElement?.getAttribute('aria-activedescendant') === element.id ||
          element.classList.contains('is-hovering'),
      );
      if (isMeant) {
        await this.stroke('Enter');
        return;
      }
      await this.stroke('ArrowDown');
    }
    throw new Error(`${target.toString()} is not reached with the arrows.`);
  }

  private async takeRadio(target: Locator): Promise<void> {
    const group = this.page.locator(`input[name="${await target.getAttribute('name')}"]:checked`);
    await this.go(group);
    await this.until(target, 'ArrowRight');
  }

  /** A list of records is one stop of the Tab key; it says which of them is meant. */
  private async takeRow(target: Locator): Promise<void> {
    await this.go(target.locator('xpath=ancestor::*[@role="grid"]'));
    await this.takeOption(target.locator('xpath=ancestor::*[@data-record]'));
  }

  /** The palette is one stop of the Tab key; arrows walk in it. */
  private async takeEntry(target: Locator): Promise<void> {
    const inPalette = await this.page.evaluate(
      () => document.activeElement?.closest('.field-palette .entries') !== null,
    );
    if (!inPalette) await this.go(this.page.locator('.left-pane .entry[tabindex="0"]').first());
    await this.walk(target, ['ArrowRight'], 'Enter');
  }
}

type Kind = 'option' | 'menuitem' | 'radio' | 'entry' | 'row' | 'box' | 'checkbox' | 'button';

/** Runs in the page. */
function kindOf(element: Element): Kind {
  const role = element.getAttribute('role');
  if (role === 'option' || role === 'menuitem') return role;
  if (element.matches('.segments label')) return 'radio';
  if (element.matches('.left-pane .entry')) return 'entry';
  if (element.matches('[data-record] a')) return 'row';
  if (element.matches('input[type=checkbox]')) return 'checkbox';
  return element.matches('textarea, input') ? 'box' : 'button';
}
