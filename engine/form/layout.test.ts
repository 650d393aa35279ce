import { describe, expect, it } from 'vitest';
import { context, formOf, inputOf } from './fixture.test-data.ts';
import { compileForm, evaluate, explain } from './index.ts';
import { partsOf, placedFields } from './layout.ts';
import type { Field, FormDefinition } from './types.ts';

const fields: Field[] = [
  { key: 'kind', type: 'text', label: 'Kind' },
  { key: 'a', type: 'text', label: 'A' },
  { key: 'b', type: 'text', label: 'B', required: true },
  { key: 'c', type: 'text', label: 'C' },
];
const when = (value: string) => ({ all: [{ fact: 'kind', operator: 'equal' as const, value }] });
const form: FormDefinition = formOf(fields, {
  layout: [
    { fields: ['kind', { block: 'text', key: 'note', text: 'Read this' }] },
    {
      key: 'tabs',
      tabs: [
        { key: 'first', label: 'First', parts: [{ fields: ['a'] }] },
        { key: 'second', label: 'Second', parts: [{ key: 'inner', fields: ['b'] }] },
      ],
    },
    { key: 'way', steps: [{ key: 'only', label: 'Only', parts: [{ fields: ['c'] }] }] },
  ],
  linkage: [
    { when: when('no second'), then: { second: 'hide' } },
    { when: when('no inner'), then: { inner: 'hide' } },
    { when: when('no tabs'), then: { tabs: 'hide' } },
    { when: when('no step'), then: { only: 'hide' } },
    { when: when('no note'), then: { note: 'hide' } },
  ],
});

function shownAt(kind: string) {
  const { sections, values, problems } = evaluate(
    compileForm(form, context),
    inputOf({ kind, a: '1', b: '2', c: '3' }),
  );
  const hidden = Object.entries(sections).flatMap(([key, visible]) => (visible ? [] : [key]));
  return { hidden, left: ['a', 'b', 'c'].filter((key) => values[key] !== null), problems: problems.length };
}

describe('a layout of tabs and steps', () => {
  it('knows every part that has a key, and where each field stands', () => {
    expect(partsOf(form).map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'section section-1',
      'block note',
      'tabs tabs',
      'tab first',
      'section first-section-1',
      'tab second',
      'section inner',
      'steps way',
      'step only',
      'section only-section-1',
    ]);
    expect(placedFields(form).map(({ pointer }) => pointer)).toEqual([
      '/layout/0/fields/0',
      '/layout/1/tabs/0/parts/0/fields/0',
      '/layout/1/tabs/1/parts/0/fields/0',
      '/layout/2/steps/0/parts/0/fields/0',
    ]);
  });

  it('hides a tab, its section, all tabs, a step or a text by linkage, and drops what was typed in them', () => {
    expect(shownAt('all')).toEqual({ hidden: [], left: ['a', 'b', 'c'], problems: 0 });
    expect(shownAt('no second')).toEqual({ hidden: ['second', 'inner'], left: ['a', 'c'], problems: 0 });
    expect(shownAt('no inner')).toEqual({ hidden: ['second', 'inner'], left: ['a', 'c'], problems: 0 });
    expect(shownAt('no tabs').left).toEqual(['c']);
    expect(shownAt('no step')).toEqual({ hidden: ['way', 'only', 'only-section-1'], left: ['a', 'b'], problems: 0 });
    expect(shownAt('no note')).toEqual({ hidden: ['note'], left: ['a', 'b', 'c'], problems: 0 });
  });

  it('says why a tab is hidden', () => {
    const { right, reasons } = explain(compileForm(form, context), inputOf({ kind: 'no second' }), 'second');
    expect([right, reasons[0]?.kind]).toEqual(['hide', 'linkage']);
  });
});
