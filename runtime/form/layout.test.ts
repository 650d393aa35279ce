// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import type { FormDefinition } from '../../engine/form/index.ts';
import { show, watchConsole } from './testing.test-data.ts';

const fields: FormDefinition['fields'] = [
  { key: 'kind', type: 'text', label: 'Kind' },
  { key: 'a', type: 'text', label: 'A', span: 2 },
  { key: 'b', type: 'text', label: 'B', required: true },
  { key: 'c', type: 'text', label: 'C', required: true },
];
const hides = (value: string, target: string) => ({
  when: { all: [{ fact: 'kind', operator: 'equal' as const, value }] },
  then: { [target]: 'hide' as const },
});
const tabs: FormDefinition = {
  key: 'tabs',
  label: 'Tabs',
  fields,
  layout: [
    { fields: ['kind', { block: 'text', key: 'note', text: 'Read this' }, { block: 'divider', key: 'line' }] },
    {
      key: 'all',
      tabs: [
        { key: 'first', label: 'First', parts: [{ columns: 2, fields: ['a'] }] },
        { key: 'second', label: 'Second', parts: [{ fields: ['b'] }] },
        { key: 'third', label: 'Third', parts: [{ section: 'Folded', collapsed: true, fields: ['c'] }] },
      ],
    },
  ],
  linkage: [hides('one', 'first'), hides('two', 'second'), hides('note', 'note')],
};
const steps: FormDefinition = {
  key: 'steps',
  label: 'Steps',
  fields,
  layout: [
    {
      key: 'way',
      steps: [
        { key: 'first', label: 'First', help: 'Begin', parts: [{ fields: ['kind', 'a'] }] },
        { key: 'second', label: 'Second', parts: [{ fields: ['b'] }] },
        { key: 'third', label: 'Third', parts: [{ fields: ['c'] }] },
      ],
    },
  ],
  linkage: [hides('two', 'second')],
};

watchConsole();

function look(definition: FormDefinition) {
  const shown = show(definition);
  const { page } = shown;
  const one = (selector: string) => page.find(selector).element as HTMLElement;
  return {
    ...shown,
    one,
    selected: () => page.find('[role="tab"][aria-selected="true"]').text(),
    step: () => page.find('[aria-current="step"] .name').text(),
    async click(selector: string) {
      await page.find(selector).trigger('click');
      await flushPromises();
    },
  };
}

describe('tabs', () => {
  it('draw the fields of a tab when it is first opened, and keep them', async () => {
    const { row, click, selected } = look(tabs);
    expect([selected(), row('a') === null, row('b') === null]).toEqual(['First', false, true]);
    await click('[data-tab="second"]');
    expect([selected(), row('b') === null, row('a') === null]).toEqual(['Second', false, false]);
    expect(row('a')?.closest<HTMLElement>('[role="tabpanel"]')?.style.display).toBe('none');
  });

  it('are walked with the arrow keys and are one stop of the Tab key', async () => {
    const { page, selected } = look(tabs);
    const list = page.get('[role="tablist"]');
    await list.trigger('keydown', { key: 'ArrowLeft' });
    await flushPromises();
    expect([selected(), document.activeElement?.textContent?.trim()]).toEqual(['Third', 'Third']);
    await list.trigger('keydown', { key: 'ArrowRight' });
    expect(selected()).toBe('First');
    await list.trigger('keydown', { key: 'End' });
    expect(selected()).toBe('Third');
    expect(page.findAll('[role="tab"]').map((tab) => tab.attributes('tabindex'))).toEqual(['-1', '-1', '0']);
  });

  it('are marked where something is wrong; a refused submit opens the first of them and goes to the field', async () => {
    const { page, store, selected, control } = look(tabs);
    expect(store.validate()).toBe(false);
    await flushPromises();
    expect(page.findAll('[role="tab"]').map((tab) => tab.find('.mark').exists())).toEqual([false, true, true]);
    expect(selected()).toBe('Second Something here is wrong');
    expect(document.activeElement).toBe(control('b'));
  });

  it('open a folded section that holds what is wrong', async () => {
    const { store, row, click, one } = look(tabs);
    store.set('b', 'x');
    await click('[data-tab="third"]');
    expect([row('c'), one('.folds button').getAttribute('aria-expanded')]).toEqual([null, 'false']);
    store.validate();
    await flushPromises();
    expect([row('c') === null, one('.folds button').getAttribute('aria-expanded')]).toEqual([false, 'true']);
    await click('.folds button');
    expect(one('.folds button').getAttribute('aria-expanded')).toBe('false');
  });

  it('are hidden by linkage, and another opens in place of the one that was open', async () => {
    const { type, selected, page } = look(tabs);
    await type('kind', 'one');
    expect([selected(), page.findAll('[role="tab"]').length]).toEqual(['Second', 2]);
    await type('kind', 'note');
    expect([selected(), page.find('[data-block="note"]').exists()]).toEqual(['First', false]);
    await type('kind', 'two');
    expect([page.findAll('[role="tab"]').length, page.find('[data-block="note"]').text()]).toEqual([2, 'Read this']);
  });

  it('are all on paper, folded sections too', async () => {
    const { row } = look(tabs);
    window.dispatchEvent(new Event('beforeprint'));
    await flushPromises();
    expect([row('a') === null, row('b') === null, row('c') === null]).toEqual([false, false, false]);
    expect(row('c')?.closest<HTMLElement>('[role="tabpanel"]')?.style.display).toBe('');
    window.dispatchEvent(new Event('afterprint'));
    await flushPromises();
    expect(row('c')).toBeNull();
  });

  it('give a field the columns that it asks for', () => {
    const { row } = look(tabs);
    expect([row('a')?.className, row('a')?.style.getPropertyValue('--span')]).toEqual(['field spans', '2']);
  });
});

describe('steps', () => {
  it('open one after the other, each judged first, and the form is at its end with the last', async () => {
    const { store, step, click, row, page } = look(steps);
    expect([step(), store.isAtEnd, page.text()]).toEqual(['First', false, expect.stringContaining('Step 1 of 3')]);
    await click('[data-step-action="next"]');
    await click('[data-step-action="next"]');
    expect([step(), row('b')?.querySelector('.error')?.textContent]).toEqual(['Second', 'Please fill this in']);
    expect(row('c')).toBeNull();
    store.set('b', 'x');
    await click('[data-step-action="next"]');
    expect([step(), store.isAtEnd, page.find('[data-step-action="next"]').exists()]).toEqual(['Third', true, false]);
    await click('[data-step-action="back"]');
    expect([step(), store.isAtEnd]).toEqual(['Second', false]);
  });

  it('are gone back to where the server refused something', async () => {
    const { store, step, click, row } = look(steps);
    store.set('kind', 'two');
    await flushPromises();
    await click('[data-step-action="next"]');
    expect(step()).toBe('Third');
    store.refuse([{ code: 'taken', path: 'a', message: 'There is one already' }]);
    await flushPromises();
    expect([step(), row('a')?.querySelector('.error')?.textContent]).toEqual(['First', 'There is one already']);
  });
});

describe('a form at a step of a flow', () => {
  const form: FormDefinition = {
    key: 'desk',
    label: 'Desk',
    fields,
    layout: [
      { key: 'first', section: 'First', fields: ['kind'] },
      { key: 'empty', section: 'Empty', fields: ['a'] },
      { key: 'mine', section: 'Mine', fields: ['b', 'c'] },
    ],
  };
  const rights = { a: 'read', c: 'read' } as const;
  const headings = (page: ReturnType<typeof show>['page']): string[] => page.findAll('h2').map((title) => title.text());

  it('begins with what is to be done, and leaves out what has nothing in it', async () => {
    const { page } = show(form, { kind: 'x' }, { rights });
    expect(headings(page)).toEqual(['First', 'Empty', 'Mine']);
    await page.setProps({ work: ['b'] });
    expect(headings(page)).toEqual(['Mine', 'First']);
    await page.setProps({ work: ['b', 'kind'] });
    expect(headings(page)).toEqual(['Mine', 'First']);
    await page.setProps({ work: ['kind', 'b'] });
    expect(headings(page)).toEqual(['First', 'Mine']);
  });

  it('leaves out single fields that are only to be read and hold nothing', async () => {
    const { page } = show(form, { kind: 'x' }, { rights });
    const rows = () => page.findAll('[data-field]').map((row) => row.attributes('data-field'));
    expect(rows()).toEqual(['kind', 'a', 'b', 'c']);
    await page.setProps({ work: ['b'] });
    expect(rows()).toEqual(['b', 'kind']);
  });

  it('goes on with what the step is about', async () => {
    const { page } = show(form, { kind: 'x' });
    await page.setProps({ work: ['b'], about: ['a'] });
    expect(headings(page)).toEqual(['Mine', 'Empty', 'First']);
  });
});
