import { expect, it } from 'vitest';
import type { FormDefinition } from '../../../engine/form/index.ts';
import { above, choice, everything } from './choosing.ts';
import { treeOf } from './tree.ts';

const form: FormDefinition = {
  key: 'claim',
  label: 'Claim',
  fields: ['a', 'b', 'c', 'd'].map((key) => ({ key, type: 'text', label: key })),
  layout: [
    { key: 'who', section: 'Who', fields: ['a', 'b', 'c'] },
    { key: 'what', fields: ['d'] },
  ],
};
const tree = treeOf(form);
const [a, b, c, d] = ['field:a', 'field:b', 'field:c', 'field:d'] as const;

it('chooses alone, one more or less, and everything between, in the order of choosing', () => {
  const first = choice(tree, { chosen: [d], anchor: d }, b, 'alone');
  expect(first).toEqual({ chosen: [b], anchor: b });
  expect(choice(tree, first, c, 'toggle')).toEqual({ chosen: [b, c], anchor: c });
  expect(choice(tree, { chosen: [b, c], anchor: c }, b, 'toggle').chosen).toEqual([c]);
  expect(choice(tree, { chosen: [c], anchor: c }, a, 'range')).toEqual({ chosen: [c, b, a], anchor: c });
  expect(choice(tree, { chosen: [], anchor: 'field:gone' }, a, 'range').chosen).toEqual([a]);
});

it('chooses what is on the form, and what something stands in', () => {
  expect(everything(tree)).toEqual([a, b, c, d]);
  expect(above(tree, a)).toEqual(['part:who']);
  expect([above(tree, 'part:who'), above(tree, undefined)]).toEqual([[], []]);
});
