// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FormDefinition } from '../../../engine/form/index.ts';
import { show, watchConsole } from '../../form/testing.test-data.ts';

const form: FormDefinition = {
  key: 'proof',
  label: 'Proof',
  fields: [
    { key: 'papers', type: 'file', label: 'Papers', max: 2, required: true, accept: ['pdf'], maxSize: 2 * 1024 * 1024 },
  ],
};
const id = (index: number) => `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
const view = (name: string, index: number) => ({ id: id(index), name, mediaType: 'application/pdf', size: 4 });

/** The browser's own request, answered by the test: jsdom has no server to send to. */
class Sent {
  static all: Sent[] = [];
  upload: { onprogress?: (event: { loaded: number }) => void } = {};
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
  async answer(status: number, body: unknown): Promise<void> {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload();
    await flushPromises();
  }
}

let asked: string[] = [];
let begun = 0;
/** What has come of an upload whose connection broke. */
let received = 0;
/** Whether the server still has it. */
let state = 200;
let come: { file?: object } = {};

watchConsole();
afterEach(() => {
  Sent.all = [];
  asked = [];
  begun = 0;
  received = 0;
  state = 200;
  come = {};
  sessionStorage.clear();
  vi.unstubAllGlobals();
});

function answerRequests(): void {
  vi.stubGlobal('XMLHttpRequest', Sent);
  vi.stubGlobal('fetch', async (url: string, { method }: { method: string }) => {
    asked.push(`${method} ${url}`);
    if (method === 'DELETE') return new Response(null, { status: 204 });
    if (method === 'GET' && state === 404)
      return Response.json({ error: { code: 'not_found', message: '' } }, { status: 404 });
    if (method === 'GET') return Response.json({ id: url.split('/').at(-1), received, piece: 2, ...come });
    begun += 1;
    return Response.json({ id: `u${begun}`, received: 0, piece: 2 }, { status: 201 });
  });
}

async function choose(...files: File[]) {
  answerRequests();
  const shown = show(form);
  await flushPromises();
  const input = shown.control('papers') as HTMLInputElement;
  Object.defineProperty(input, 'files', { value: files, configurable: true });
  Object.defineProperty(input, 'value', { value: '', writable: true, configurable: true });
  input.dispatchEvent(new Event('change'));
  await flushPromises();
  return shown;
}
const pdf = (name: string, content = 'abcd') => new File([content], name, { type: 'application/pdf' });

describe('files on the screen', () => {
  it('says what is taken before anything is sent', async () => {
    const { page } = await choose();
    expect(page.get('.limits').text()).toBe('PDF · 2 at most · up to 2 MB each');
  });

  it('sends a file piece by piece, shows how far it is, and then the file', async () => {
    const { store, page } = await choose(pdf('receipt.pdf'));
    expect(asked[0]).toBe('POST /api/apps/demo/uploads?form=proof&field=papers');
    expect(Sent.all[0]?.url).toBe('/api/apps/demo/uploads/u1?at=0');
    Sent.all[0]?.upload.onprogress?.({ loaded: 1 });
    await flushPromises();
    expect(page.get('progress').element.value).toBe(0.25);
    expect(store.uploading).toBe(true);
    await Sent.all[0]?.answer(200, { id: 'u1', received: 2, piece: 2 });
    expect(Sent.all[1]?.url).toBe('/api/apps/demo/uploads/u1?at=2');
    await Sent.all[1]?.answer(200, { id: 'u1', received: 4, piece: 2, file: view('receipt.pdf', 1) });
    expect(store.session.value('papers')).toEqual([id(1)]);
    expect(store.uploading).toBe(false);
    expect(page.text()).toContain('receipt.pdf');
  });

  it('waits when the connection breaks, and goes on where it stopped as soon as there is one', async () => {
    const { store, page } = await choose(pdf('a.pdf'));
    await Sent.all[0]?.answer(200, { id: 'u1', received: 2, piece: 2 });
    Sent.all[1]?.onerror();
    await flushPromises();
    expect(page.get('.waiting').text()).toBe('No connection; it goes on by itself');
    received = 3;
    window.dispatchEvent(new Event('online'));
    await flushPromises();
    expect(asked.at(-1)).toBe('GET /api/apps/demo/uploads/u1');
    expect(Sent.all[2]?.url).toBe('/api/apps/demo/uploads/u1?at=3');
    await Sent.all[2]?.answer(200, { id: 'u1', received: 4, piece: 2, file: view('a.pdf', 1) });
    expect(store.session.value('papers')).toEqual([id(1)]);
  });

  it('is stopped, and the server told', async () => {
    const { store, page } = await choose(pdf('a.pdf'));
    await page.get('[aria-label="Do not send a.pdf"]').trigger('click');
    await flushPromises();
    expect([page.find('progress').exists(), store.uploading]).toEqual([false, false]);
    expect(asked.at(-1)).toBe('DELETE /api/apps/demo/uploads/u1');
  });

  it('keeps all of several that come at once', async () => {
    const { store } = await choose(pdf('a.pdf'), pdf('b.pdf'));
    const [first, second] = Sent.all;
    await second?.answer(200, { id: 'u2', received: 4, piece: 2, file: view('b.pdf', 2) });
    await first?.answer(200, { id: 'u1', received: 4, piece: 2, file: view('a.pdf', 1) });
    expect(store.session.value('papers')).toEqual([id(2), id(1)]);
  });

  it('sends no more than the field holds, nothing too large and nothing of another kind, and says so', async () => {
    const large = pdf('large.pdf');
    Object.defineProperty(large, 'size', { value: 3_000_000 });
    const picture = new File(['x'], 'x.png', { type: 'image/png' });
    const { page } = await choose(pdf('a.pdf'), large, picture, pdf('b.pdf'), pdf('c.pdf'));
    expect(Sent.all).toHaveLength(2);
    expect(page.findAll('.failed [role="alert"]').map((one) => one.text())).toEqual([
      'This file is larger than 2 MB',
      'Files of this kind are not taken here',
      'There is room for 2, no more',
    ]);
  });

  it('takes what is dropped and what is pasted', async () => {
    const { page } = await choose();
    const files = [pdf('dropped.pdf')];
    await page.get('.files').trigger('drop', { dataTransfer: { files } });
    await page.get('.files').trigger('paste', { clipboardData: { files: [pdf('pasted.pdf')] } });
    await flushPromises();
    expect(Sent.all).toHaveLength(2);
  });

  it('says at the file why it was refused, and lets it be taken away', async () => {
    const { page, store } = await choose(pdf('virus.pdf'));
    const error = { code: 'wrong_file_content', message: 'The content is of another kind', cure: 'Send PDF.' };
    await Sent.all[0]?.answer(422, { error });
    expect(page.get('.failed [role="alert"]').text()).toBe('The content is of another kind Send PDF.');
    await page.get('.failed .remove').trigger('click');
    expect(page.find('.failed').exists()).toBe(false);
    expect(store.session.value('papers')).toEqual([]);
  });

  it('removes a file, and then says that one is required', async () => {
    const { page, row } = await choose(pdf('a.pdf'));
    await Sent.all[0]?.answer(200, { id: 'u1', received: 4, piece: 2, file: view('a.pdf', 1) });
    await page.get('[aria-label="Remove a.pdf"]').trigger('click');
    await flushPromises();
    expect(row('papers')?.querySelector('.error')?.textContent).toBe('Please fill this in');
  });
});

describe('files that a reload has interrupted', () => {
  const noted = { path: 'papers', name: 'a.pdf', size: 4, modified: 1_700_000_000_000, part: 0.5 };
  const again = (name = 'a.pdf', lastModified = noted.modified) =>
    new File(['abcd'], name, { type: 'application/pdf', lastModified });

  function reloaded(...uploads: string[]): void {
    const at = Date.now() - 60_000;
    const entries = uploads.map((upload) => ({ ...noted, upload, at }));
    sessionStorage.setItem('uploads.demo.proof.', JSON.stringify(entries));
  }
  const kept = () => sessionStorage.getItem('uploads.demo.proof.');

  it('are noted while they are sent, and no longer once they have come', async () => {
    await choose(again());
    await Sent.all[0]?.answer(200, { id: 'u1', received: 2, piece: 2 });
    expect(JSON.parse(kept() ?? '[]')).toMatchObject([{ ...noted, upload: 'u1' }]);
    await Sent.all[1]?.answer(200, { id: 'u1', received: 4, piece: 2, file: view('a.pdf', 1) });
    expect(kept()).toBeNull();
  });

  it('say how far they came, and go on from there when the same file is chosen', async () => {
    reloaded('r1');
    received = 3;
    const { page, store } = await choose();
    expect(page.get('.interrupted').text()).toContain('Interrupted at 75%. Choose the same file again to go on.');
    const input = page.get<HTMLInputElement>('.interrupted input');
    expect(input.attributes('aria-label')).toBe('Choose the file: a.pdf');
    Object.defineProperty(input.element, 'files', { value: [again()] });
    Object.defineProperty(input.element, 'value', { value: '', writable: true });
    await input.trigger('change');
    await flushPromises();
    expect(page.find('.interrupted').exists()).toBe(false);
    expect(Sent.all.map(({ url }) => url)).toEqual(['/api/apps/demo/uploads/r1?at=3']);
    await Sent.all[0]?.answer(200, { id: 'r1', received: 4, piece: 2, file: view('a.pdf', 1) });
    expect([store.session.value('papers'), kept()]).toEqual([[id(1)], null]);
  });

  it('go on as well when the file is simply added again; another file is sent by itself', async () => {
    reloaded('r2');
    received = 2;
    const { page } = await choose(pdf('other.pdf', 'abcde'), again());
    expect(page.find('.interrupted').exists()).toBe(false);
    expect(Sent.all.map(({ url }) => url).sort()).toEqual([
      '/api/apps/demo/uploads/r2?at=2',
      '/api/apps/demo/uploads/u1?at=0',
    ]);
  });

  it('are not mixed with another file of the same length', async () => {
    reloaded('r3');
    const { page } = await choose();
    const input = page.get<HTMLInputElement>('.interrupted input');
    Object.defineProperty(input.element, 'files', { value: [again('b.pdf', 1)] });
    Object.defineProperty(input.element, 'value', { value: '', writable: true });
    await input.trigger('change');
    await flushPromises();
    expect(page.get('.interrupted [role="alert"]').text()).toBe('This is another file. Choose “a.pdf”.');
    expect(Sent.all).toEqual([]);
  });

  it('stand in the field at once where only the last answer was lost', async () => {
    reloaded('r4');
    come = { file: view('a.pdf', 4) };
    const { page, store } = await choose();
    expect([page.find('.interrupted').exists(), store.session.value('papers'), kept()]).toEqual([false, [id(4)], null]);
  });

  it('say so where the server has them no more, and are then sent from the beginning', async () => {
    reloaded('r5');
    state = 404;
    const { page } = await choose(again('b.pdf', 1));
    expect(page.get('.interrupted').text()).toContain('What was sent is no longer there. Choose the file again.');
    const input = page.get<HTMLInputElement>('.interrupted input');
    Object.defineProperty(input.element, 'files', { value: [again()] });
    Object.defineProperty(input.element, 'value', { value: '', writable: true });
    await input.trigger('change');
    await flushPromises();
    expect(Sent.all.map(({ url }) => url)).toEqual([
      '/api/apps/demo/uploads/u1?at=0',
      '/api/apps/demo/uploads/u2?at=0',
    ]);
  });

  it('are given up, here and at the server', async () => {
    reloaded('r6');
    const { page } = await choose();
    await page.get('.interrupted .remove').trigger('click');
    await flushPromises();
    expect([page.find('.interrupted').exists(), kept()]).toEqual([false, null]);
    expect(asked.at(-1)).toBe('DELETE /api/apps/demo/uploads/r6');
  });
});
