import { describe, expect, it } from 'vitest';
import type { FormDefinition } from '../../../engine/definition/index.ts';
import { checkStructure } from '../../../engine/definition/structure/check.ts';
import { fieldTypes } from '../../../engine/form/index.ts';
import { History } from '../../draft/history.ts';
import type { Command } from '../../draft/types.ts';
import { piecesOf } from '../model/fragment.ts';
import { treeOf } from '../model/tree.ts';
import { addBlock } from './addBlock.ts';
import { addColumn } from './addColumn.ts';
import { addField } from './addField.ts';
import { addPart } from './addPart.ts';
import { changeType } from './changeType.ts';
import { duplicateNodes } from './duplicateNodes.ts';
import { moveNodes } from './moveNodes.ts';
import { pasteNodes } from './pasteNodes.ts';
import { mentionsLeft, removeNodes } from './removeNodes.ts';
import { renameKey } from './renameKey.ts';
import { setColumns } from './setColumns.ts';
import { setLabel } from './setLabel.ts';
import { setProperty } from './setProperty.ts';
import { wrapInSection } from './wrapInSection.ts';

const around = { forms: ['claim'] };

const plain: FormDefinition = {
  key: 'claim',
  label: 'Claim',
  fields: [
    { key: 'name', type: 'text', label: 'Name' },
    { key: 'qty', type: 'integer', label: 'Quantity' },
    { key: 'price', type: 'money', label: 'Price' },
    { key: 'amount', type: 'money', label: 'Amount', value: '= qty * price' },
    {
      key: 'lines',
      type: 'table',
      label: 'Lines',
      fields: [
        { key: 'sku', type: 'text', label: 'SKU' },
        { key: 'count', type: 'integer', label: 'Count' },
      ],
    },
  ],
};
const laid: FormDefinition = {
  ...plain,
  layout: [
    { key: 'who', section: 'Who', fields: ['name'] },
    { key: 'what', section: 'What', columns: 2, fields: ['qty', 'price', 'amount', 'lines'] },
  ],
  list: { columns: ['name', 'amount'], sort: ['-amount'] },
  access: [{ role: 'clerk', rights: { '*': 'read', amount: 'hide', 'lines.count': 'edit' } }],
};

function draftOf(form: FormDefinition) {
  const history = new History({ 'forms/claim.json': form as never });
  return {
    history,
    run(command: Command) {
      history.run(command, 0);
      return history.files['forms/claim.json'] as unknown as FormDefinition;
    },
    now: () => history.files['forms/claim.json'] as unknown as FormDefinition,
  };
}
const keys = (form: FormDefinition) => form.fields.map(({ key }) => key);
const sections = (form: FormDefinition) =>
  treeOf(form).root.children.map((part) => [part.key, part.children.map(({ key }) => key)]);
const faults = (form: FormDefinition) => checkStructure('form', 'form', form);

describe('a new field', () => {
  it.each([...fieldTypes.keys()])('of type %s is valid as it is born', (type) => {
    const form = draftOf(laid).run(addField({ form: 'claim', type: type as never, around }));
    expect(faults(form)).toEqual([]);
    expect(form.fields.at(-1)?.type).toBe(type);
  });
  it('stands in the layout where it was dropped, and in the fields', () => {
    const draft = draftOf(laid);
    const form = draft.run(addField({ form: 'claim', type: 'text', at: { parent: 'part:what', index: 1 }, around }));
    expect(sections(form)[1]).toEqual(['what', ['qty', 'text', 'price', 'amount', 'lines']]);
    expect(keys(form)).toContain('text');
    expect(draft.history.selection).toEqual(['field:text']);
  });
  it('takes its place among the fields of a form without a layout', () => {
    const form = draftOf(plain).run(
      addField({ form: 'claim', type: 'date', at: { parent: 'part:', index: 1 }, around }),
    );
    expect(keys(form)).toEqual(['name', 'date', 'qty', 'price', 'amount', 'lines']);
    expect(form.layout).toBeUndefined();
  });
  it('has a key of its own: from its words, Latin ones where there are some', () => {
    const draft = draftOf(laid);
    draft.run(addField({ form: 'claim', type: 'text', label: 'Order no.', around }));
    draft.run(addField({ form: 'claim', type: 'text', label: 'Order no.', around }));
    draft.run(addField({ form: 'claim', type: 'date', label: '购买日期', around }));
    draft.run(addField({ form: 'claim', type: 'text', label: 'State', around }));
    expect(keys(draft.now()).slice(5)).toEqual(['order_no', 'order_no_2', '购买日期', 'state_2']);
  });
  it('gets its key with its first name, and keeps it from then on', () => {
    const draft = draftOf(laid);
    draft.run(addField({ form: 'claim', type: 'text', around }));
    const name = (node: string, words: string, isNew: boolean) =>
      draft.run(setLabel({ form: 'claim', node, locale: 'en', words, isNew }));
    expect(name('field:text', 'Bought at', true).fields.at(-1)).toEqual({
      key: 'bought_at',
      type: 'text',
      label: 'Bought at',
    });
    expect(name('field:bought_at', 'Shop', true).fields.at(-1)?.key).toBe('bought_at');
    expect(sections(draft.now())[1]?.[1]).toContain('bought_at');
  });
  it('is the first of a file that somebody wrote without fields', () => {
    const form = draftOf({ key: 'claim', label: 'Claim' } as never).run(
      addField({ form: 'claim', type: 'text', around }),
    );
    expect(keys(form)).toEqual(['text']);
  });
  it('is a column inside a sub-table', () => {
    const draft = draftOf(laid);
    const form = draft.run(
      addColumn({ form: 'claim', table: 'lines', type: 'money', label: 'Price', index: 1, around }),
    );
    const table = form.fields[4];
    expect(table?.type === 'table' && table.fields.map(({ key }) => key)).toEqual(['sku', 'price', 'count']);
    expect(draft.history.selection).toEqual(['field:lines.price']);
  });
});

describe('parts', () => {
  it('make the layout of a form that had none', () => {
    const form = draftOf(plain).run(addPart({ form: 'claim', kind: 'section' }));
    expect(sections(form)).toEqual([
      ['section-1', ['name', 'qty', 'price', 'amount', 'lines']],
      ['section', []],
    ]);
    expect(faults(form)).toEqual([]);
  });
  it('come with what they need inside', () => {
    const draft = draftOf(laid);
    draft.run(addPart({ form: 'claim', kind: 'tabs' }));
    const form = draft.run(addPart({ form: 'claim', kind: 'steps', at: { parent: 'form', index: 0 } }));
    expect(sections(form).map(([key]) => key)).toEqual(['steps', 'who', 'what', 'tabs']);
    expect(faults(form)).toEqual([]);
  });
  it('hold headings, texts and lines', () => {
    const form = draftOf(laid).run(addBlock({ form: 'claim', block: 'text', at: { parent: 'part:who', index: 0 } }));
    expect(sections(form)[0]).toEqual(['who', ['note', 'name']]);
    expect(faults(form)).toEqual([]);
  });
  it('are wrapped around fields', () => {
    const form = draftOf(laid).run(wrapInSection({ form: 'claim', nodes: ['field:qty', 'field:price'] }));
    expect(sections(form)).toEqual([
      ['who', ['name']],
      ['what', ['amount', 'lines']],
      ['section', ['qty', 'price']],
    ]);
  });
  it('have columns, also where the form had no layout', () => {
    expect(draftOf(plain).run(setColumns({ form: 'claim', section: 'part:', columns: 3 })).layout).toEqual([
      { columns: 3, fields: keys(plain) },
    ]);
  });
});

describe('moving', () => {
  const move = (form: FormDefinition, nodes: string[], parent: string, index: number) =>
    draftOf(form).run(moveNodes({ form: 'claim', nodes, to: { parent, index } }));
  it('changes the layout and leaves the fields as they were', () => {
    const form = move(laid, ['field:lines', 'field:qty'], 'part:who', 0);
    expect(sections(form)).toEqual([
      ['who', ['qty', 'lines', 'name']],
      ['what', ['price', 'amount']],
    ]);
    expect(form.fields).toBe(laid.fields);
  });
  it('within one section counts the place as it was before', () => {
    expect(sections(move(laid, ['field:qty'], 'part:what', 3))[1]?.[1]).toEqual(['price', 'amount', 'qty', 'lines']);
    expect(sections(move(laid, ['field:amount'], 'part:what', 0))[1]?.[1]).toEqual(['amount', 'qty', 'price', 'lines']);
  });
  it('orders the fields of a form without a layout', () => {
    expect(keys(move(plain, ['field:amount'], 'part:', 0))).toEqual(['amount', 'name', 'qty', 'price', 'lines']);
  });
  it('makes a column of a field, and a field of a column, with their rights', () => {
    const into = move(laid, ['field:amount'], 'field:lines', 1);
    expect(sections(into)[1]?.[1]).toEqual(['qty', 'price', 'lines']);
    expect(into.access?.[0]?.rights).toEqual({ '*': 'read', 'lines.amount': 'hide', 'lines.count': 'edit' });
    const out = move(laid, ['field:lines.count'], 'part:who', 1);
    expect(sections(out)[0]).toEqual(['who', ['name', 'count']]);
    expect(out.access?.[0]?.rights).toEqual({ '*': 'read', amount: 'hide', count: 'edit' });
  });
  it('takes no last column away, and nothing into itself or where it may not be', () => {
    expect(move(laid, ['field:lines.sku', 'field:lines.count'], 'part:who', 0)).toBe(laid);
    expect(move(laid, ['field:lines'], 'field:lines', 0)).toBe(laid);
    expect(move(laid, ['part:who'], 'part:what', 0)).toBe(laid);
  });
  it('leaves no panel without a section', () => {
    const draft = draftOf(laid);
    draft.run(addPart({ form: 'claim', kind: 'tabs' }));
    const tab = treeOf(draft.now()).byId.get('part:tabs')?.children[0];
    const form = draft.run(
      moveNodes({ form: 'claim', nodes: [tab?.children[0]?.id ?? ''], to: { parent: 'form', index: 0 } }),
    );
    expect(treeOf(form).byId.get(tab?.id ?? '')?.children).toHaveLength(1);
    expect(faults(form)).toEqual([]);
  });
});

describe('removing', () => {
  it('cleans the layout, the list and the rights, and says what else names it', () => {
    const form = draftOf(laid).run(removeNodes({ form: 'claim', nodes: ['field:amount', 'field:price'] }));
    expect(form.list).toEqual({ columns: ['name'] });
    expect(form.access?.[0]?.rights).toEqual({ '*': 'read', 'lines.count': 'edit' });
    expect(mentionsLeft(laid, ['field:price'])).toEqual(['/fields/2']);
    expect(mentionsLeft(laid, ['field:name'])).toEqual([]);
  });
  it('takes a part with what is in it', () => {
    const form = draftOf(laid).run(removeNodes({ form: 'claim', nodes: ['part:what'] }));
    expect(keys(form)).toEqual(['name']);
    expect(faults(form)).toEqual([]);
  });
  it('takes a column and a field together, whichever stands first in the file', () => {
    const nodes = ['field:name', 'field:lines.sku'];
    const form = draftOf(laid).run(removeNodes({ form: 'claim', nodes }));
    expect(keys(form)).toEqual(['qty', 'price', 'amount', 'lines']);
    const table = form.fields[3];
    expect(table?.type === 'table' && table.fields.map(({ key }) => key)).toEqual(['count']);
  });
  it('leaves a table its last column', () => {
    expect(draftOf(laid).run(removeNodes({ form: 'claim', nodes: ['field:lines.sku', 'field:lines.count'] }))).toBe(
      laid,
    );
  });
  it('of everything leaves a form with nothing, which undo fills again', () => {
    const draft = draftOf(laid);
    expect(draft.run(removeNodes({ form: 'claim', nodes: ['part:who', 'part:what'] })).layout).toBeUndefined();
    draft.history.undo();
    expect(draft.now()).toBe(laid);
  });
});

describe('copies', () => {
  it('have keys of their own, and refer to each other', () => {
    const form = draftOf(laid).run(
      duplicateNodes({ form: 'claim', nodes: ['field:qty', 'field:price', 'field:amount'] }),
    );
    expect(sections(form)[1]?.[1]).toEqual(['qty', 'price', 'amount', 'qty_2', 'price_2', 'amount_2', 'lines']);
    expect(form.fields.at(-1)).toMatchObject({ key: 'amount_2', value: '= qty_2 * price_2' });
  });
  it('refer to what was not copied as before', () => {
    const form = draftOf(laid).run(duplicateNodes({ form: 'claim', nodes: ['field:qty', 'field:amount'] }));
    expect(form.fields.at(-1)).toMatchObject({ value: '= qty_2 * price' });
  });
  it('go into another form, parts with their fields', () => {
    const other: FormDefinition = { key: 'claim', label: 'Other', fields: [{ key: 'qty', type: 'text', label: 'Q' }] };
    const form = draftOf(other).run(
      pasteNodes({ form: 'claim', pieces: piecesOf(laid, ['part:what']), after: 'field:qty' }),
    );
    expect(sections(form)).toEqual([
      ['section-1', ['qty']],
      ['what', ['qty_2', 'price', 'amount', 'lines']],
    ]);
    expect(form.fields.find(({ key }) => key === 'amount')).toMatchObject({ value: '= qty_2 * price' });
    expect(faults(form)).toEqual([]);
  });
  it('of columns are columns in a table and fields elsewhere', () => {
    const pieces = piecesOf(laid, ['field:lines.sku']);
    const inside = draftOf(laid).run(pasteNodes({ form: 'claim', pieces, after: 'field:lines.count' }));
    const table = inside.fields[4];
    expect(table?.type === 'table' && table.fields.map(({ key }) => key)).toEqual(['sku', 'count', 'sku_2']);
    const outside = draftOf(laid).run(pasteNodes({ form: 'claim', pieces, after: 'field:name' }));
    expect(sections(outside)[0]).toEqual(['who', ['name', 'sku']]);
  });
});

describe('properties', () => {
  it('are set and taken away by pointer, typing as one step', () => {
    const draft = draftOf(laid);
    const set = (value: string | undefined) =>
      setProperty({ form: 'claim', nodes: ['field:name'], pointer: '/help/en', value });
    draft.history.run(set('A'), 0);
    draft.history.run(set('As'), 100);
    expect(draft.now().fields[0]?.help).toEqual({ en: 'As' });
    draft.history.undo();
    expect(draft.now()).toBe(laid);
  });
  it('never are the key, the type or what everything inherits', () => {
    for (const pointer of ['/key', '/type', '/__proto__/polluted', '/constructor/prototype/polluted']) {
      const form = draftOf(laid).run(setProperty({ form: 'claim', nodes: ['field:name'], pointer, value: 'x' }));
      expect(form.fields[0]).toEqual(laid.fields[0]);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
  it('that the new type knows are kept when the type changes', () => {
    const draft = draftOf({
      ...laid,
      fields: laid.fields.map((one) =>
        one.key === 'qty' ? { ...one, required: true, min: 2, default: 5 } : one,
      ) as never,
    });
    const form = draft.run(changeType({ form: 'claim', path: 'qty', type: 'money', around }));
    expect(form.fields[1]).toEqual({
      key: 'qty',
      type: 'money',
      label: 'Quantity',
      required: true,
      min: 2,
      default: 5,
    });
    const text = draft.run(changeType({ form: 'claim', path: 'qty', type: 'date', around }));
    expect(text.fields[1]).toMatchObject({ key: 'qty', type: 'date', required: true });
    expect(faults(text)).toEqual([]);
  });
});

describe('a key', () => {
  it('is renamed wherever the form names it', () => {
    const form: FormDefinition = {
      ...laid,
      linkage: [
        {
          when: { all: [{ fact: 'qty', operator: 'greaterThan', value: 3 }] },
          then: { price: 'require', 'lines.count': 'hide' },
        },
      ],
      checks: [
        { key: 'max', when: { fact: 'lines.count', operator: 'contains', value: '= qty' }, at: 'qty', refuse: 'No' },
      ],
      title: 'name',
    };
    const after = draftOf(form).run(renameKey({ form: 'claim', path: 'qty', key: 'pieces' }));
    expect(after.fields[3]).toMatchObject({ value: '= pieces * price' });
    expect(after.linkage?.[0]?.when).toEqual({ all: [{ fact: 'pieces', operator: 'greaterThan', value: 3 }] });
    expect(after.checks?.[0]).toMatchObject({ at: 'pieces', when: { value: '= pieces' } });
    expect(sections(after)[1]?.[1]).toContain('pieces');
    const column = draftOf(form).run(renameKey({ form: 'claim', path: 'lines.count', key: 'n' }));
    expect(Object.keys(column.linkage?.[0]?.then ?? {})).toEqual(['price', 'lines.n']);
    expect(column.checks?.[0]?.when).toMatchObject({ fact: 'lines.n' });
    expect(column.access?.[0]?.rights).toEqual({ '*': 'read', amount: 'hide', 'lines.n': 'edit' });
  });
  it('that another has is refused', () => {
    expect(draftOf(laid).run(renameKey({ form: 'claim', path: 'qty', key: 'who' }))).toBe(laid);
  });
  it('of a column is followed by the formulas of its rows', () => {
    const lines = {
      key: 'lines',
      type: 'table',
      label: 'L',
      fields: [
        { key: 'a', type: 'integer', label: 'A' },
        { key: 'b', type: 'integer', label: 'B', value: '= a + row.a' },
      ],
    };
    const after = draftOf({ ...plain, fields: [lines] as never }).run(
      renameKey({ form: 'claim', path: 'lines.a', key: 'c' }),
    );
    expect(after.fields[0]).toMatchObject({ fields: [{ key: 'c' }, { key: 'b', value: '= c + row.c' }] });
  });
});
