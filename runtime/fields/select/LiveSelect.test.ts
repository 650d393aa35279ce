// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FormDefinition } from '../../../engine/form/index.ts';
import { show, watchConsole } from '../../form/testing.test-data.ts';

const colours = Array.from({ length: 12 }, (_, index) => ({ key: `c${index}`, label: `Colour ${index}` }));
const form: FormDefinition = {
  key: 'choice',
  label: 'Choice',
  fields: [
    { key: 'colour', type: 'select', label: 'Colour', options: colours, required: true },
    { key: 'many', type: 'multiselect', label: 'Many', options: colours },
    { key: 'way', type: 'radio', label: 'Way', options: colours.slice(0, 2) },
    { key: 'keeper', type: 'user', label: 'Keeper' },
    { key: 'day', type: 'date', label: 'Day' },
    { key: 'urgent', type: 'boolean', label: 'Urgent' },
  ],
};

watchConsole();
afterEach(() => vi.unstubAllGlobals());

/** The list is fetched, mounted, focused and opened, each in a turn of its own. */
const settled = () => vi.waitFor(() => expect(document.querySelector('.live')).not.toBeNull(), 5000);

describe('a light control', () => {
  it('is a combobox that says its field, its value and that it is closed', () => {
    const { control } = show(form, { colour: 'c3' });
    const button = control('colour');
    expect(button.getAttribute('role')).toBe('combobox');
    expect(button.getAttribute('aria-label')).toBe('Colour Colour 3');
    expect(button.getAttribute('aria-expanded')).toBe('false');
    expect(button.getAttribute('aria-required')).toBe('true');
  });

  it.each(['ArrowDown', 'ArrowUp', 'c'])('becomes the live control at the key %s and takes the focus', async (key) => {
    const { press, row } = show(form);
    await press('colour', key);
    await settled();
    await flushPromises();
    expect(row('colour')?.contains(document.activeElement)).toBe(true);
    expect(document.activeElement?.tagName).toBe('INPUT');
  });

  it('hands the letter that opened it on to the search', async () => {
    const { press, control } = show(form);
    await press('colour', '7');
    await settled();
    await vi.waitFor(() => expect((document.activeElement as HTMLInputElement).value).toBe('7'));
    expect(control('colour')).toBeDefined();
  });

  it('becomes the live control when it is clicked, and what is chosen is the value', async () => {
    const { store, control } = show(form);
    control('colour').click();
    await settled();
    await flushPromises();
    const option = [...document.querySelectorAll<HTMLElement>('.el-select-dropdown__item')].find(
      ({ textContent }) => textContent?.trim() === 'Colour 5',
    );
    option?.click();
    await flushPromises();
    expect(store.session.value('colour')).toBe('c5');
  });

  it('leaves the tab key and shortcuts to the page', async () => {
    const { press, row } = show(form);
    await press('colour', 'Tab');
    await press('colour', 'Shift');
    expect(row('colour')?.querySelector('.live')).toBeNull();
  });

  it('shows several choices as one text', () => {
    const { control } = show(form, { many: ['c1', 'c2'] });
    expect(control('many').textContent).toBe('Colour 1, Colour 2');
  });

  it('is a native radio group for few choices, named by its label', async () => {
    const { control, store, row } = show(form);
    const group = control('way');
    expect(document.getElementById(group.getAttribute('aria-labelledby') ?? '')?.textContent).toBe('Way');
    row('way')?.querySelectorAll<HTMLInputElement>('input')[1]?.click();
    await flushPromises();
    expect(store.session.value('way')).toBe('c1');
  });

  it('is a switch for yes and no', async () => {
    const { control, store } = show(form);
    expect(control('urgent').getAttribute('role')).toBe('switch');
    control('urgent').click();
    await flushPromises();
    expect(store.session.value('urgent')).toBe(true);
  });

  it('finds people on the server, and keeps their names for showing them later', async () => {
    const found = [{ value: '00000000-0000-7000-8000-0000000000c1', label: 'Han Mei' }];
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => Response.json(found)),
    );
    const { control, store } = show(form);
    control('keeper').click();
    await vi.waitFor(() => expect(document.querySelector('.el-select-dropdown__item')).not.toBeNull(), 5000);
    document.querySelector<HTMLElement>('.el-select-dropdown__item')?.click();
    await flushPromises();
    expect(store.session.value('keeper')).toBe(found[0]?.value);
    expect(store.texts[found[0]?.value ?? '']).toBe('Han Mei');
  });

  it('says in the list that people cannot be found just now', async () => {
    const refusal = { error: { code: 'unreachable', message: 'Try later' } };
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => Response.json(refusal, { status: 503 })),
    );
    const { control } = show(form);
    control('keeper').click();
    await vi.waitFor(
      () => expect(document.querySelector('.el-select-dropdown__empty')?.textContent).toBe('Try later'),
      5000,
    );
  });

  it("becomes the device's own list and calendar on a phone", async () => {
    vi.stubGlobal('matchMedia', () => ({ matches: true, addEventListener: () => undefined }));
    const { control, store } = show(form);
    const list = control('colour') as HTMLSelectElement;
    expect([list.tagName, list.options.length]).toEqual(['SELECT', 13]);
    list.value = 'c4';
    list.dispatchEvent(new Event('change'));
    const day = control('day') as HTMLInputElement;
    expect(day.type).toBe('date');
    day.value = '2026-03-02';
    day.dispatchEvent(new Event('change'));
    await flushPromises();
    expect([store.session.value('colour'), store.session.value('day')]).toEqual(['c4', '2026-03-02']);
  });
});
