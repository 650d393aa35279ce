// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FormDefinition } from '../../../engine/form/index.ts';
import { show, watchConsole } from '../../form/testing.test-data.ts';

const form: FormDefinition = {
  key: 'proof',
  label: 'Proof',
  fields: [{ key: 'papers', type: 'file', label: 'Papers', max: 2, required: true }],
};
const id = (index: number) => `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;

/** The browser's own request, answered by the test: jsdom has no server to send to. */
class Sent {
  static all: Sent[] = [];
  upload: { onprogress?: (event: { lengthComputable: boolean; loaded: number; total: number }) => void } = {};
  onload: () => void = () => undefined;
  onerror: () => void = () => undefined;
  onabort: () => void = () => undefined;
  status = 0;
  responseText = '';
  url = '';
  constructor() {
    Sent.all.push(this);
  }
  open(_method: string, url: string): void {
    this.url = url;
  }
  setRequestHeader(): void {
    this.status = 0;
  }
  send(): void {
    this.status = 0;
  }
  abort(): void {
    this.onabort();
  }
  answer(status: number, body: unknown): void {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload();
  }
}

watchConsole();
afterEach(() => {
  Sent.all = [];
  vi.unstubAllGlobals();
});

async function choose(...names: string[]) {
  vi.stubGlobal('XMLHttpRequest', Sent);
  const shown = show(form);
  const input = shown.control('papers') as HTMLInputElement;
  const files = names.map((name) => new File(['x'], name, { type: 'application/pdf' }));
  Object.defineProperty(input, 'files', { value: files, configurable: true });
  Object.defineProperty(input, 'value', { value: '', writable: true, configurable: true });
  input.dispatchEvent(new Event('change'));
  await flushPromises();
  return shown;
}

describe('files on the screen', () => {
  it('shows how far a file is, and then the file', async () => {
    const { store, page } = await choose('receipt.pdf');
    expect(Sent.all[0]?.url).toContain('form=proof&field=papers');
    Sent.all[0]?.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 4 });
    await flushPromises();
    expect(page.get('progress').element.value).toBe(0.25);
    expect(store.uploading).toBe(true);
    Sent.all[0]?.answer(201, { id: id(1), name: 'receipt.pdf', mediaType: 'application/pdf', size: 1 });
    await flushPromises();
    expect(store.session.value('papers')).toEqual([id(1)]);
    expect(store.uploading).toBe(false);
    expect(page.text()).toContain('receipt.pdf');
  });

  it('keeps all of several that come at once', async () => {
    const { store } = await choose('a.pdf', 'b.pdf');
    const [first, second] = Sent.all;
    second?.answer(201, { id: id(2), name: 'b.pdf', mediaType: 'application/pdf', size: 1 });
    first?.answer(201, { id: id(1), name: 'a.pdf', mediaType: 'application/pdf', size: 1 });
    await flushPromises();
    expect(store.session.value('papers')).toEqual([id(2), id(1)]);
  });

  it('takes no more than the field holds', async () => {
    await choose('a.pdf', 'b.pdf', 'c.pdf');
    expect(Sent.all).toHaveLength(2);
  });

  it('says at the file why it was refused, and lets it be taken away', async () => {
    const { page, store } = await choose('virus.exe');
    Sent.all[0]?.answer(415, { error: { code: 'media_type', message: 'Files of this kind are not taken' } });
    await flushPromises();
    expect(page.get('.failed [role="alert"]').text()).toBe('Files of this kind are not taken');
    await page.get('.failed .remove').trigger('click');
    expect(page.find('.failed').exists()).toBe(false);
    expect(store.session.value('papers')).toEqual([]);
  });

  it('removes a file, and then says that one is required', async () => {
    const { page, row } = await choose('a.pdf');
    Sent.all[0]?.answer(201, { id: id(1), name: 'a.pdf', mediaType: 'application/pdf', size: 1 });
    await flushPromises();
    await page.get('[aria-label="Remove a.pdf"]').trigger('click');
    await flushPromises();
    expect(row('papers')?.querySelector('.error')?.textContent).toBe('Please fill this in');
  });
});
