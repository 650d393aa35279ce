// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../engine/expression/index.ts';
import { meet, recordFacts } from '../../facts/index.ts';
import { claim, claimFacts, draft, said, show, watchConsole } from '../testing.test-data.ts';
import ConditionEditor from './ConditionEditor.vue';
import { type DraftNode, finished, inserted, movedTo, nodeAt, withNode } from './model.ts';
import { sentence } from './sentence.ts';
import { pointerOf, shifted } from './shift.ts';

watchConsole();

const leaf = fc.constantFrom<Condition>(
  { fact: 'reason', operator: 'in', value: ['quality'] },
  { fact: 'amount', operator: 'greaterThan', value: '= settings.limit' },
  { fact: 'no', operator: 'filled' },
  { fact: 'lines.qty', operator: 'greaterThan', value: 3 },
  { fact: 'bought', operator: 'inPeriod', value: 'last7Days' },
  { fact: 'amount', operator: 'between', value: ['1', '2.50'] },
  { fact: 'urgent', operator: 'equal', value: false },
  { fact: 'gone', operator: 'equal', value: 'x' },
);
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
}));
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

describe('what a condition comes to', () => {
  it('is the very same object while nothing is unfinished', () => {
    fc.assert(
      fc.property(condition, (one) => {
        expect(finished(one)).toBe(one);
      }),
    );
  });

  it('loses no comparison and gains none, wherever a part is moved', () => {
    const leaves = (node: DraftNode | undefined): string[] =>
      node === undefined
        ? []
        : 'all' in node
          ? node.all.flatMap(leaves)
          : 'any' in node
            ? node.any.flatMap(leaves)
            : 'not' in node
              ? leaves(node.not)
              : [JSON.stringify(node)];
    const way = fc.constantFrom('up', 'down', 'in', 'out');
    fc.assert(
      fc.property(condition, fc.nat(), way, (one, pick, direction) => {
        const root = structuredClone(one) as DraftNode;
        const pointers: string[] = [];
        const walk = (node: DraftNode, at: string): void => {
          pointers.push(at);
          if ('all' in node) node.all.forEach((child, index) => walk(child, `${at}/all/${index}`));
          else if ('any' in node) node.any.forEach((child, index) => walk(child, `${at}/any/${index}`));
          else if ('not' in node) walk(node.not, `${at}/not`);
        };
        walk(root, '');
        const pointer = pointers[pick % pointers.length] ?? '';
        const node = nodeAt(root, pointer);
        const next = shifted(root, pointer, direction as 'up') ?? root;
        expect(leaves(next).sort()).toEqual(leaves(root).sort());
        if (node) expect(pointerOf(next, node)).toBeDefined();
      }),
    );
  });

  it('keeps groups that hold something and drops those that do not', () => {
    const root: DraftNode = { all: [{ any: [{}] }, { fact: 'no', operator: 'filled' }] };
    expect(finished(root)).toEqual({ all: [{ fact: 'no', operator: 'filled' }] });
    expect(finished({ not: { all: [{}] } })).toBeUndefined();
  });

  it('puts a part into a group, beside a single comparison, and never into itself', () => {
    const one: DraftNode = { fact: 'no', operator: 'filled' };
    const two: DraftNode = { fact: 'urgent', operator: 'equal', value: true };
    expect(inserted(one, '', 1, two)).toEqual({ all: [one, two] });
    const root: DraftNode = { all: [one, { any: [two] }] };
    expect(movedTo(root, '/all/0', '/all/1', 0)).toEqual({ all: [{ any: [one, two] }] });
    expect(movedTo(root, '/all/1', '/all/1/any', 0)).toBe(root);
    expect(withNode(root, '/all/1/any/0', () => undefined)).toEqual({ all: [one] });
  });
});

describe('a condition in words', () => {
  it('reads as a sentence in both languages', () => {
    const one: Condition = {
      all: [
        { fact: 'reason', operator: 'in', value: ['quality', 'damaged'] },
        {
          any: [
            { fact: 'amount', operator: 'greaterThan', value: '= settings.limit' },
            { fact: 'urgent', operator: 'equal', value: true },
          ],
        },
        { not: { fact: 'no', operator: 'filled' } },
      ],
    };
    expect(sentence(one, claimFacts, 'zh-CN')).toBe(
      '原因 属于 质量、破损 且 （金额 大于 业务设置 › 限额 或 加急 等于 是） 且 并非（单号 已填写）',
    );
    expect(sentence(one, claimFacts, 'en')).toBe(
      'Reason is one of Quality, Damaged and (Amount is more than Settings › Limit or Urgent is yes) and not (Number is filled in)',
    );
  });
});

describe('the condition editor', () => {
  it('leaves any condition as it is that nobody touches', async () => {
    for (const one of fc.sample(condition, { numRuns: 25, seed: 7 })) {
      const editor = show(ConditionEditor, { modelValue: one, facts: claimFacts });
      await flushPromises();
      expect([said(editor), plain(one)]).toEqual([[], plain(one)]);
      editor.unmount();
    }
  });

  async function choose(list: Element, text: string): Promise<void> {
    list.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await flushPromises();
    const option = [...document.querySelectorAll<HTMLElement>('[role="option"]')].find(
      (one) => one.textContent?.trim().startsWith(text) === true,
    );
    if (!option) throw new Error(`${text} is not offered`);
    option.click();
    await flushPromises();
  }

  it('writes a comparison once it is whole, and nothing before', async () => {
    const editor = show(ConditionEditor, { modelValue: undefined, facts: claimFacts });
    await editor.get('.add').trigger('click');
    const element = editor.element as HTMLElement;
    const list = (name: string): Element => {
      const found = element.querySelector(`.cond-${name} .control`);
      if (!found) throw new Error(name);
      return found;
    };
    await choose(list('fact'), 'Number');
    expect(said(editor)).toEqual([]);
    await choose(list('operator'), 'is empty');
    expect(said(editor)).toEqual([{ fact: 'no', operator: 'filled', value: false }]);
    await choose(list('operator'), 'contains');
    await editor.get('.cond-value input').setValue('A');
    expect(said(editor).at(-1)).toEqual({ fact: 'no', operator: 'contains', value: 'A' });
  });

  it('types a value with the control of the field itself, options by their labels', async () => {
    const one: Condition = { fact: 'reason', operator: 'equal', value: 'damaged' };
    const editor = show(ConditionEditor, { modelValue: one, facts: claimFacts });
    expect(editor.get('.value-field [role="combobox"]').text()).toBe('Damaged');
    await editor.get('.cond-handle').trigger('keydown', { key: 'Delete' });
    expect(said(editor)).toEqual([undefined]);
  });

  it('names several people by their names, and says them in the sentence', async () => {
    const people = ['Li Lei', 'Han Mei'].map((name, index) => ({
      id: `user-${index}`,
      login: `user${index}`,
      name,
      roles: [],
      disabled: false,
      department: null,
    }));
    meet({ roles: [], departments: [], people });
    const one: Condition = { fact: 'created_by', operator: 'in', value: ['user-0'] };
    const editor = show(ConditionEditor, { modelValue: one, facts: recordFacts(claim, draft) });
    expect(editor.get('.cond-words').text()).toBe('Created by is one of Li Lei');
    await choose(editor.get('.pick-many .control').element, 'Han Mei');
    expect(said(editor)).toEqual([{ ...one, value: ['user-0', 'user-1'] }]);
    await editor.get('.chip-x').trigger('click');
    expect(said(editor).at(-1)).toEqual({ ...one, value: ['user-1'] });
    meet(undefined);
  });

  it('says at its row what is wrong', () => {
    const one: Condition = {
      all: [
        { fact: 'urgent', operator: 'equal', value: true },
        { fact: 'gone', operator: 'equal', value: 'x' },
      ],
    };
    const editor = show(ConditionEditor, { modelValue: one, facts: claimFacts });
    expect(editor.get('[data-pointer="/all/1"] .ed-error').text()).toContain('gone');
    expect(editor.find('[data-pointer="/all/0"] .ed-error').exists()).toBe(false);
  });

  it('says for each part whether it holds on the sample', () => {
    const one: Condition = {
      any: [
        { fact: 'urgent', operator: 'equal', value: true },
        { fact: 'no', operator: 'filled' },
      ],
    };
    const samples = [{ id: '1', label: 'One', values: { urgent: false, no: 'A1' } }];
    const editor = show(ConditionEditor, { modelValue: one, facts: claimFacts, samples });
    expect(editor.findAll('.cond-holds').map((dot) => dot.classes().at(-1))).toEqual(['yes', 'no', 'yes']);
  });

  it('moves a comparison by the arrow keys of its handle', async () => {
    const [a, b]: Condition[] = [
      { fact: 'no', operator: 'filled' },
      { fact: 'urgent', operator: 'equal', value: true },
    ];
    const editor = show(ConditionEditor, { modelValue: { all: [a, b] }, facts: claimFacts });
    await editor.get('[data-pointer="/all/1"] .cond-handle').trigger('keydown', { key: 'ArrowUp' });
    expect(said(editor)).toEqual([{ all: [b, a] }]);
  });
});
