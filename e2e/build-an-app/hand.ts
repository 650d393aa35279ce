import type { Locator, Page } from 'playwright-core';

/**
 * What somebody does, counted: each click, each file or option taken, each chord of keys, each typed value and each address
 * followed is one.
 */
export class Hand {
  readonly done: string[];
  readonly page: Page;

  constructor(page: Page, done: string[] = []) {
    this.page = page;
    this.done = done;
  }

  get count(): number {
    return this.done.length;
  }

  protected note(what: string): void {
    this.done.push(what);
  }

  async click(target: Locator, modifiers?: ('Shift' | 'Control')[]): Promise<void> {
    this.note(`click ${target.toString()}`);
    await target.click(modifiers === undefined ? {} : { modifiers });
  }

  /** What lies on the canvas is asleep: the canvas itself takes the click. */
  async point(target: Locator, modifiers?: ('Shift' | 'Control')[]): Promise<void> {
    this.note(`click ${target.toString()}`);
    await target.click({ force: true, ...(modifiers === undefined ? {} : { modifiers }) });
  }

  /** Typed where the focus is. */
  async type(words: string): Promise<void> {
    this.note(`type ${words}`);
    await this.page.keyboard.insertText(words);
  }

  async press(chord: string): Promise<void> {
    this.note(`press ${chord}`);
    await this.page.keyboard.press(chord);
  }

  /** One of a list that the device itself shows. */
  async select(target: Locator, label: string): Promise<void> {
    this.note(`select ${label}`);
    await target.selectOption({ label });
  }

  /** A file taken from the system's own dialog. */
  async choose(target: Locator, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    this.note(`choose ${file.name}`);
    await target.setInputFiles(file);
  }

  /** An address that is followed: a link in a message, a bookmark. */
  async open(path: string): Promise<void> {
    this.note(`open ${path}`);
    await this.page.goto(path);
  }

  /** The same hand on another page: one count. */
  on(page: Page): Hand {
    return new Hand(page, this.done);
  }
}
