// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import type { FormDefinition } from '../../engine/form/index.ts';
import { setLocale } from '../i18n/index.ts';
import { described, show, watchConsole } from './testing.test-data.ts';

const label = (zh: string, en: string) => ({ 'zh-CN': zh, en });

const form: FormDefinition = {
  key: 'claim',
  label: 'Claim',
  fields: [
    { key: 'no', type: 'serial', label: 'Number', format: 'C{seq:4}' },
    { key: 'name', type: 'text', label: label('姓名', 'Name'), required: true, help: label('全名', 'In full') },
    { key: 'phone', type: 'phone', label: 'Phone', mask: 'phone' },
    {
      key: 'reason',
      type: 'select',
      label: 'Reason',
      options: [
        { key: 'damaged', label: label('破损', 'Damaged') },
        { key: 'other', label: label('其他', 'Other') },
      ],
    },
    { key: 'story', type: 'longtext', label: 'Story' },
    { key: 'place', type: 'text', label: 'Place' },
    { key: 'net', type: 'money', label: 'Net' },
    { key: 'gross', type: 'money', label: 'Gross', value: '= net * 1.13' },
  ],
  layout: [
    { section: label('申请人', 'Person'), columns: 2, fields: ['no', 'name', 'phone'] },
    { key: 'what', section: 'What', fields: ['reason', 'story', 'place'] },
    { section: 'Amounts', fields: ['net', 'gross'] },
  ],
  linkage: [
    { when: { not: { fact: 'reason', operator: 'equal', value: 'damaged' } }, then: { place: 'hide' } },
    { when: { all: [{ fact: 'reason', operator: 'equal', value: 'other' }] }, then: { story: 'require' } },
    { when: { all: [{ fact: 'name', operator: 'equal', value: 'nobody' }] }, then: { what: 'hide' } },
  ],
  checks: [
    {
      key: 'too_much',
      when: { all: [{ fact: 'net', operator: 'greaterThan', value: '5000' }] },
      refuse: label('太多', 'Too much'),
      at: 'net',
    },
    {
      key: 'nothing',
      when: { all: [{ fact: 'net', operator: 'equal', value: '0' }] },
      refuse: label('没有金额', 'There is nothing to claim'),
    },
  ],
};

watchConsole();

describe('a form on the screen', () => {
  it('marks what must be filled in, for the eye and for a screen reader', () => {
    const { row, control } = show(form);
    expect(row('name')?.querySelector('.must')?.textContent).toBe('*');
    expect(control('name').getAttribute('aria-required')).toBe('true');
    expect(row('phone')?.querySelector('.must')).toBeNull();
  });

  it('says nothing of an empty field until it is left, then says it where a screen reader finds it', async () => {
    const { row, control, leave } = show(form);
    expect(row('name')?.querySelector('.error')).toBeNull();
    expect(described(control('name'))).toBe('In full');
    await leave('name');
    expect(row('name')?.querySelector('.error')?.textContent).toBe('Please fill this in');
    expect(control('name').getAttribute('aria-invalid')).toBe('true');
    expect(described(control('name'))).toBe('In full Please fill this in');
  });

  it('takes the error back as soon as the field is right', async () => {
    const { row, control, leave, type } = show(form);
    await leave('name');
    await type('name', 'Li');
    expect(row('name')?.querySelector('.error')).toBeNull();
    expect(control('name').hasAttribute('aria-invalid')).toBe(false);
  });

  it('says everything at an attempt to submit', async () => {
    const { store, row } = show(form, { reason: 'other' });
    expect(store.validate()).toBe(false);
    await flushPromises();
    expect(row('name')?.querySelector('.error')).not.toBeNull();
    expect(row('story')?.querySelector('.error')).not.toBeNull();
  });

  it('says only what one step of a portal holds, when only that is asked', async () => {
    const { store, row } = show(form, { reason: 'other' });
    expect(store.validate(['phone'])).toBe(true);
    expect(store.validate(['story'])).toBe(false);
    await flushPromises();
    expect(row('story')?.querySelector('.error')).not.toBeNull();
    expect(row('name')?.querySelector('.error')).toBeNull();
  });

  it('hides, shows and requires by linkage while somebody types', async () => {
    const { store, row } = show(form);
    expect(row('place')).toBeNull();
    store.set('reason', 'damaged');
    await flushPromises();
    expect(row('place')).not.toBeNull();
    store.set('reason', 'other');
    await flushPromises();
    expect(row('place')).toBeNull();
    expect(row('story')?.querySelector('.must')).not.toBeNull();
  });

  it('hides a whole section by linkage', async () => {
    const { row, type } = show(form);
    expect(row('reason')).not.toBeNull();
    await type('name', 'nobody');
    expect(row('reason')).toBeNull();
    await type('name', 'somebody');
    expect(row('reason')).not.toBeNull();
  });

  it('says what a check refuses at its field as soon as it holds, though the field was not what changed', async () => {
    const { store, row, type } = show(form, { name: 'Li', net: '10' });
    store.validate();
    await flushPromises();
    expect(row('net')?.querySelector('.error')).toBeNull();
    await type('net', '5000.01');
    expect(row('net')?.querySelector('.error')?.textContent).toBe('Too much');
    await type('net', '5000');
    expect(row('net')?.querySelector('.error')).toBeNull();
  });

  it('says at the top what stands at no field', async () => {
    const { store, page } = show(form, { name: 'Li', net: '0' });
    expect(page.find('.form-problems').exists()).toBe(false);
    store.validate();
    await flushPromises();
    expect(page.find('.form-problems').text()).toBe('There is nothing to claim');
  });

  it('works formulas out while somebody types, and shows them as text', async () => {
    const { row, type } = show(form);
    await type('net', '100');
    expect(row('gross')?.textContent).toContain('113.00');
    expect(row('gross')?.querySelector('input')).toBeNull();
    expect(row('no')?.querySelector('input')).toBeNull();
  });

  it('keeps what was typed as it was typed, also where it is no value', async () => {
    const { control, type, leave, row } = show(form);
    await type('net', '12.3x');
    await leave('net');
    expect((control('net') as HTMLInputElement).value).toBe('12.3x');
    expect(row('net')?.querySelector('.error')).not.toBeNull();
  });

  it('lets an amount and words be typed letter by letter, and makes them a value when the field is left', async () => {
    const { control, type, leave, store } = show(form);
    const input = control('net') as HTMLInputElement;
    await type('net', '7');
    expect(input.value).toBe('7');
    await type('net', '75');
    await leave('net');
    expect([input.value, store.session.value('net')]).toEqual(['75.00', '75.00']);
    await type('story', 'two ');
    await type('story', 'two words');
    expect((control('story') as HTMLTextAreaElement).value).toBe('two words');
  });

  it('shows what may only be read as text, masks as the server masked it, and leaves out what is hidden', () => {
    const rights = { name: 'read', phone: 'mask', story: 'hide' } as const;
    const { row } = show(
      form,
      { phone: '138****8000', name: 'Li' },
      {
        rights,
        mode: 'update',
        record: {
          id: '00000000-0000-7000-8000-0000000000b1',
          form: 'claim',
          revision: 1,
          version: 1,
          title: 'C0001',
          created_at: '2026-03-02T01:00:00.000Z',
          updated_at: '2026-03-02T01:00:00.000Z',
          data: { no: 'C0001', name: 'Li', phone: '138****8000' },
          texts: {},
          files: {},
          rights: { no: 'read', ...rights, reason: 'edit', place: 'edit', net: 'edit', gross: 'edit' },
          operations: [],
        },
      },
    );
    expect(row('no')?.textContent).toContain('C0001');
    expect(row('name')?.querySelector('input')).toBeNull();
    expect(row('name')?.textContent).toContain('Li');
    expect(row('name')?.querySelector('.must')).toBeNull();
    expect(row('phone')?.textContent).toContain('138****8000');
    expect(row('story')).toBeNull();
  });

  it('puts what the server refused at its field, until the field changes', async () => {
    const { store, row, type, page } = show(form, { name: 'Li' });
    store.refuse([
      { code: 'unique', path: 'name', message: 'There is one already' },
      { code: 'check', path: '', message: 'Not today' },
    ]);
    await flushPromises();
    expect(row('name')?.querySelector('.error')?.textContent).toBe('There is one already');
    expect(page.find('.form-problems').text()).toBe('Not today');
    await type('name', 'Wang');
    expect(row('name')?.querySelector('.error')).toBeNull();
    expect(page.find('.form-problems').exists()).toBe(false);
  });

  it('changes its language without losing what was typed', async () => {
    const { page, row, control, type, leave } = show(form);
    await leave('name');
    await type('net', '7');
    expect(page.text()).toContain('Person');
    await setLocale('zh-CN');
    await flushPromises();
    expect(page.text()).toContain('申请人');
    expect(row('name')?.querySelector('.error')?.textContent).toMatch(/\p{Script=Han}/u);
    expect((control('net') as HTMLInputElement).value).toBe('7');
  });

  it('draws again only the fields that changed', async () => {
    const { row, type } = show(form, { name: 'Li', net: '1' });
    const [before, phone] = [row('name')?.innerHTML, row('phone')];
    phone?.setAttribute('data-seen', 'yes');
    await type('net', '2');
    expect(row('name')?.innerHTML).toBe(before);
    expect(row('phone')?.getAttribute('data-seen')).toBe('yes');
  });
});
