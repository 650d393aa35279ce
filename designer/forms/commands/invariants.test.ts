import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FormDefinition } from '../../../engine/definition/index.ts';
import { checkStructure } from '../../../engine/definition/structure/check.ts';
import { columnTypes } from '../../../engine/form/fields/columns.ts';
import { fieldTypes } from '../../../engine/form/index.ts';
import { partsOf, placedFields } from '../../../engine/form/layout.ts';
import { History } from '../../draft/history.ts';
import type { Command } from '../../draft/types.ts';
import { schemaOf } from '../model/birth.ts';
import { formIn } from '../model/edit.ts';
import { piecesOf } from '../model/fragment.ts';
import { containersFor, type Place, thingOf } from '../model/place.ts';
import { type FormNode, treeOf } from '../model/tree.ts';
import { addBlock } from './addBlock.ts';
import { addField } from './addField.ts';
import { addPart } from './addPart.ts';
import { changeType } from './changeType.ts';
import { duplicateNodes } from './duplicateNodes.ts';
import { moveNodes } from './moveNodes.ts';
import { pasteNodes } from './pasteNodes.ts';
import { removeNodes } from './removeNodes.ts';
import { setColumns } from './setColumns.ts';
import { setLabel } from './setLabel.ts';
import { setProperty } from './setProperty.ts';
import { wrapInSection } from './wrapInSection.ts';

/**
 * Whatever is done to a form in whatever order, it stays a form, and all of it can be taken back. FC_RUNS=20000 looks
 * longer; a failure names its seed.
 */
const RUNS = Number(process.env.FC_RUNS ?? 100);

const around = { forms: ['claim'] };
const types = [...fieldTypes.keys()].filter((type) => schemaOf(type) !== undefined);

const start: FormDefinition = {
  key: 'claim',
  label: 'Claim',
  fields: [
    { key: 'name', type: 'text', label: 'Name' },
    { key: 'qty', type: 'integer', label: 'Quantity' },
    { key: 'amount', type: 'money', label: 'Amount', value: '= qty * 2' },
    { key: 'lines', type: 'table', label: 'Lines', fields: [{ key: 'sku', type: 'text', label: 'SKU' }] },
  ],
  list: { columns: ['name', 'amount'] },
  access: [{ role: 'clerk', rights: { amount: 'read' } }],
};
const laid: FormDefinition = {
  ...start,
  layout: [
    { fields: ['name'] },
    { key: 'rest', section: 'Rest', fields: ['qty', 'lines', { block: 'divider', key: 'line' }] },
  ],
};
const empty = { key: 'claim', label: 'Claim', fields: [] } as unknown as FormDefinition;

/** Numbers that an action reads as what and where: of whatever the form has by then. */
interface Draw {
  action: number;
  a: number;
  b: number;
  c: number;
}
const draw: fc.Arbitrary<Draw> = fc.record({ action: fc.nat(30), a: fc.nat(99), b: fc.nat(99), c: fc.nat(99) });

const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

function nodesOf(form: FormDefinition, { a, b }: Draw): string[] {
  const { order } = treeOf(form);
  return [...new Set([pick(order, a), b % 3 === 0 ? pick(order, b) : undefined])].filter((id) => id !== undefined);
}

function placeIn(form: FormDefinition, nodes: readonly string[], { c }: Draw): Place {
  const tree = treeOf(form);
  const moved = nodes.flatMap((id) => tree.byId.get(id) ?? ([] as FormNode[]));
  const container = pick(containersFor(tree, moved.map(thingOf)), c);
  return { parent: container?.id ?? 'form', index: c % ((container?.children.length ?? 0) + 1) };
}

function commandFor(form: FormDefinition, one: Draw): Command {
  const nodes = nodesOf(form, one);
  const [node = 'form'] = nodes;
  const section = treeOf(form).order.find((id) => treeOf(form).byId.get(id)?.kind === 'section') ?? 'part:';
  const table = form.fields.find(({ type }) => type === 'table');
  const type = pick(types, one.a) as never;
  const makers: (() => Command)[] = [
    () => addField({ form: 'claim', type, around }),
    () => addField({ form: 'claim', type: 'text', label: one.b % 2 === 0 ? 'Name' : '名称', around }),
    () =>
      table === undefined
        ? addField({ form: 'claim', type: 'table', around })
        : addField({
            form: 'claim',
            type: pick(
              [...columnTypes.keys()].filter((name) => types.includes(name)),
              one.b,
            ) as never,
            at: { parent: `field:${table.key}`, index: 0 },
            around,
          }),
    () => addPart({ form: 'claim', kind: pick(['section', 'tabs', 'steps'] as const, one.b) ?? 'section' }),
    () => addBlock({ form: 'claim', block: pick(['heading', 'text', 'divider'] as const, one.b) ?? 'text' }),
    () => moveNodes({ form: 'claim', nodes, to: placeIn(form, nodes, one) }),
    () => moveNodes({ form: 'claim', nodes: [node], to: placeIn(form, [node], one) }),
    () => removeNodes({ form: 'claim', nodes }),
    () => duplicateNodes({ form: 'claim', nodes }),
    () => pasteNodes({ form: 'claim', pieces: piecesOf(laid, [pick(treeOf(laid).order, one.b) ?? '']), after: node }),
    () =>
      setProperty({
        form: 'claim',
        nodes: nodes.filter((id) => id.startsWith('field:')),
        pointer: '/help',
        value: one.b % 2 === 0 ? 'Help' : undefined,
      }),
    () => changeType({ form: 'claim', path: node, type, around }),
    () => wrapInSection({ form: 'claim', nodes }),
    () => setColumns({ form: 'claim', section, columns: (one.b % 4) + 1 }),
    () =>
      setLabel({ form: 'claim', node, locale: 'en', words: pick(['Total', 'Name', '单价'], one.b) ?? '', isNew: true }),
  ];
  return (pick(makers, one.action) ?? makers[0])?.() ?? addField({ form: 'claim', type: 'text', around });
}

function expectSound(form: FormDefinition, before: FormDefinition): void {
  const problems = checkStructure('form', 'form', form).filter(
    ({ path }) => form.fields.length > 0 || path !== '/fields',
  );
  expect(problems.map(({ path, message }) => `${path}: ${message.en}`)).toEqual([]);
  const keys = form.fields.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  const parts = partsOf(form)
    .filter(({ isNamed }) => isNamed)
    .map(({ key }) => key);
  expect(new Set([...parts, ...keys]).size).toBe(parts.length + keys.length);
  for (const field of form.fields) {
    if (field.type !== 'table') continue;
    const columns = field.fields.map(({ key }) => key);
    expect(new Set(columns).size).toBe(columns.length);
    for (const column of field.fields) expect(columnTypes.has(column.type)).toBe(true);
  }
  if (form.layout === undefined) return;
  const placed = placedFields(form).map(({ key }) => key);
  expect(new Set(placed).size).toBe(placed.length);
  for (const key of placed) expect(keys).toContain(key);
  const unplaced = keys.filter((key) => !placed.includes(key));
  const neverPlaced =
    before.layout === undefined
      ? []
      : before.fields.map(({ key }) => key).filter((key) => !placedFields(before).some((one) => one.key === key));
  for (const key of unplaced) expect(neverPlaced).toContain(key);
}

it.each([
  ['a form without a layout', start],
  ['a laid out form', laid],
  ['an empty form', empty],
])('keeps %s sound through every command, and takes all of them back and again', (_name, form) => {
  fc.assert(
    fc.property(fc.array(draw, { maxLength: 14 }), (draws) => {
      const history = new History({ 'forms/claim.json': structuredClone(form) as never });
      let steps = 0;
      for (const [index, one] of draws.entries()) {
        const before = formIn(history.files, 'claim');
        if (history.run(commandFor(before, one), index * 5000)) steps += 1;
        expectSound(formIn(history.files, 'claim'), before);
      }
      const result = formIn(history.files, 'claim');
      for (let count = 0; count < steps; count += 1) expect(history.undo()).toBe(true);
      expect(history.undo()).toBe(false);
      expect(formIn(history.files, 'claim')).toEqual(form);
      while (history.redo());
      expect(formIn(history.files, 'claim')).toEqual(result);
    }),
    { numRuns: RUNS },
  );
});

it('knows a section without a key from the others, wherever it comes to stand', () => {
  const form: FormDefinition = {
    ...start,
    layout: [{ fields: ['name', 'qty', 'amount'] }, { key: 'section_2', section: 'Two', fields: ['lines'] }],
  };
  const history = new History({ 'forms/claim.json': form as never });
  const up = moveNodes({ form: 'claim', nodes: ['part:section_2'], to: { parent: 'form', index: 0 } });
  history.run(up, 0);
  history.run(up, 5000);
  expect(formIn(history.files, 'claim').layout).toEqual([form.layout?.[1], form.layout?.[0]]);
});
