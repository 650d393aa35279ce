// @vitest-environment jsdom
import { flushPromises, mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import type { Field, FormDefinition, Json, Values } from '../../engine/form/index.ts';
import { show, watchConsole } from '../form/testing.test-data.ts';
import FieldText from './FieldText.vue';

/** What the controls of the value types do beside showing a value: how they are set, cleared and read out. */
const form = (...fields: Field[]): FormDefinition => ({ key: 'f', label: 'F', fields });
const shown = (field: Field, values: Values = {}) => show(form(field), values);

watchConsole();

async function slide(element: HTMLElement, to: string): Promise<void> {
  (element as HTMLInputElement).value = to;
  element.dispatchEvent(new Event('input', { bubbles: true }));
  await flushPromises();
}

it('rates by keyboard, says how many stars, and takes the rating back at the lower end', async () => {
  const { store, control } = shown({ key: 'r', type: 'rating', label: 'Rating', half: true });
  expect(control('r').getAttribute('aria-valuetext')).toBe('no stars');
  await slide(control('r'), '3.5');
  expect([store.session.value('r'), control('r').getAttribute('aria-valuetext')]).toEqual(['3.5', '3.5 of 5 stars']);
  await slide(control('r'), '0');
  expect(store.session.value('r')).toBeNull();
});

it('has nothing chosen until a slider is moved, or its place is confirmed', async () => {
  const { store, control, press, row } = shown({
    key: 's',
    type: 'slider',
    label: 'Warmth',
    min: 10,
    max: 30,
    unit: '℃',
  });
  expect([store.session.value('s'), control('s').getAttribute('aria-valuetext')]).toEqual([null, 'nothing chosen']);
  await press('s', 'Enter');
  expect([store.session.value('s'), row('s')?.querySelector('output')?.textContent]).toEqual(['10', '10 ℃']);
  row('s')?.querySelector<HTMLElement>('.clear')?.click();
  await flushPromises();
  expect(store.session.value('s')).toBeNull();
});

it('takes a colour from the palette or as text, and the palette alone where it has to', async () => {
  const colours = ['#C2281D', '#2f6fed'];
  const free = shown({ key: 'c', type: 'colour', label: 'Paint', palette: colours });
  free.row('c')?.querySelector<HTMLInputElement>('[type=radio][value="#C2281D"]')?.click();
  await flushPromises();
  expect(free.store.session.value('c')).toBe('#c2281d');
  await free.type('c', '2F6FED');
  expect(free.row('c')?.querySelector<HTMLInputElement>('[type=radio]:checked')?.value).toBe('#2f6fed');
  const few = shown({ key: 'c', type: 'colour', label: 'Paint', palette: colours, custom: false });
  expect(few.row('c')?.querySelectorAll('input:not([type=radio])')).toHaveLength(0);
  expect(few.control('c').getAttribute('role')).toBe('radiogroup');
});

const shift = { key: 't', type: 'timerange', label: 'Shift', overnight: true } as const;

async function enter(input: HTMLElement, value: string): Promise<void> {
  (input as HTMLInputElement).value = value;
  input.dispatchEvent(new Event('input'));
  input.dispatchEvent(new Event('change'));
  await flushPromises();
}

it('keeps one end of a range while the other is filled in, and says what is missing', async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  const { store, control, row } = shown(shift);
  await enter(control('t'), '22:00');
  store.validate();
  await flushPromises();
  expect(row('t')?.querySelector('.error')?.textContent).toBe('Please enter both the start and the end');
  await enter(control('t.to'), '06:00');
  expect([store.session.value('t'), row('t')?.querySelector('.error')]).toEqual([{ from: '22:00', to: '06:00' }, null]);
  expect(control('t').getAttribute('aria-label')).toBe('Shift, from');
  vi.unstubAllGlobals();
});

it('shows times of day as one light control, which becomes two clocks when it is used', async () => {
  const { store, control } = shown(shift, { t: { from: '22:00', to: '06:00' } });
  const light = control('t');
  expect([light.tagName, light.textContent, light.getAttribute('aria-label')]).toEqual([
    'BUTTON',
    '22:00 – 06:00',
    'Shift 22:00 – 06:00',
  ]);
  light.click();
  await vi.waitFor(() => expect(document.querySelectorAll('.range-ends input')).toHaveLength(2));
  const [from, to] = document.querySelectorAll<HTMLInputElement>('.range-ends input');
  expect([from?.value, to?.value]).toEqual(['22:00', '06:00']);
  expect([from?.getAttribute('aria-label'), to?.getAttribute('aria-label')]).toEqual(['Shift, from', 'Shift, to']);
  if (to) await enter(to, '05:30');
  expect(store.session.value('t')).toEqual({ from: '22:00', to: '05:30' });
});

it('draws rich text as elements, and a link that is none as its words', () => {
  const text = (words: string, href?: string) => ({
    type: 'text',
    text: words,
    ...(href ? { marks: [{ type: 'link', attrs: { href } }] } : {}),
  });
  const note = {
    text: '',
    content: [{ type: 'paragraph', content: [text('<b>no</b>'), text('yes', 'https://a.example')] }],
  };
  const { row } = shown({ key: 'n', type: 'richtext', label: 'Note' }, { n: note as Json });
  expect(row('n')?.querySelector('b')).toBeNull();
  expect(row('n')?.querySelector('a')?.getAttribute('rel')).toBe('noopener noreferrer nofollow');
  expect(row('n')?.querySelector('[role=textbox]')?.textContent).toBe('<b>no</b>yes');
});

const burst = (text: string, target: EventTarget = document.body) => {
  for (const key of [...text, 'Enter'])
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
};

it('takes what a scanner types while nothing has the focus, one field after the other', async () => {
  const { store } = show(
    form(
      { key: 'a', type: 'scan', label: 'A', capture: true },
      { key: 'b', type: 'scan', label: 'B', capture: true },
      { key: 'c', type: 'text', label: 'C' },
    ),
  );
  burst('SF1234567890');
  await flushPromises();
  (document.activeElement as HTMLElement).blur();
  burst('YT0987654321');
  await flushPromises();
  expect([store.session.value('a'), store.session.value('b'), store.session.value('c')]).toEqual([
    'SF1234567890',
    'YT0987654321',
    null,
  ]);
});

it('leaves a scanner to the field that somebody has put the cursor into', async () => {
  const { store, control } = show(
    form({ key: 'a', type: 'scan', label: 'A', capture: true }, { key: 'c', type: 'text', label: 'C' }),
  );
  burst('SF1234567890', control('c'));
  await flushPromises();
  expect(store.session.value('a')).toBeNull();
});

it('covers a document number for who reads it, until it is asked for; in a list for good', async () => {
  const field: Field = { key: 'i', type: 'idnumber', label: 'Id' };
  const app = { key: 'demo', timeZone: 'Asia/Shanghai', currency: 'CNY' };
  const read = mount(FieldText, { props: { field, value: '11010519491231002X', app, whole: true } });
  expect(read.text()).toContain('110***********002X');
  await read.find('button').trigger('click');
  expect(read.text()).toContain('11010519491231002X');
  const listed = mount(FieldText, { props: { field, value: '11010519491231002X', app } });
  expect([listed.text(), listed.find('button').exists()]).toEqual(['110***********002X', false]);
});
