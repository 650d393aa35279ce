// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { claim, claimFacts, draft, said, show, watchConsole } from '../testing.test-data.ts';
import ChecksEditor from './ChecksEditor.vue';
import { type Check, caught, effectOf, isWhole, withEffect } from './check.ts';

watchConsole();

const dear: Check = {
  key: 'dear',
  when: { fact: 'amount', operator: 'greaterThan', value: '100' },
  refuse: { 'zh-CN': '金额太大', en: 'Too dear' },
  at: 'amount',
};
const urgent: Check = { key: 'urgent', when: { fact: 'urgent', operator: 'equal', value: true }, warn: 'Hurry' };
const samples = ['50', '150', '200'].map((amount) => ({ id: amount, label: `No. ${amount}`, values: { amount } }));
const editorOf = (modelValue: readonly Check[] | undefined) =>
  show(ChecksEditor, { modelValue, form: claim, draft, samples });

describe('a check', () => {
  it('keeps its words from refusing to warning, and says none as a mere criterion', () => {
    const warned = withEffect(dear, 'warn');
    expect(warned).toEqual({ key: 'dear', when: dear.when, warn: dear.refuse, at: 'amount' });
    const criterion = withEffect(dear, 'criterion');
    expect([effectOf(criterion), criterion.show, criterion.refuse]).toEqual(['criterion', 'reviewer', undefined]);
    expect(withEffect({ ...urgent, on: 'always' }, 'refuse')).toMatchObject({ refuse: 'Hurry', on: 'always' });
  });

  it('is stored once it has a condition and says something', () => {
    const { when, ...rest } = dear;
    expect(isWhole(rest, true)).toBe(false);
    expect(isWhole({ key: 'a', when, refuse: '' }, false)).toBe(false);
    expect(isWhole({ key: 'a', when, refuse: '' }, true)).toBe(true);
    expect(isWhole({ key: 'a', when, show: 'reviewer' }, false)).toBe(true);
  });

  it('is tried on records, where its condition can be', () => {
    expect(caught(dear.when as never, samples, claimFacts)?.map(({ id }) => id)).toEqual(['150', '200']);
    expect(caught({ fact: 'gone', operator: 'filled' }, samples, claimFacts)).toBeUndefined();
    expect(caught(undefined, samples, claimFacts)).toBeUndefined();
  });
});

describe('the editor of checks', () => {
  it('says each in words and leaves what nobody touches', async () => {
    const editor = editorOf([dear, urgent]);
    const titles = editor.findAll('.card-title').map((one) => one.text());
    expect(titles).toEqual(['RefuseWhile Amount is more than ¥100.00Too dear', 'WarnWhile Urgent is yesHurry']);
    await editor.get('.card-title').trigger('click');
    await flushPromises();
    expect(editor.get('.check-trial').text()).toBe('It holds for 2 of the last 3 records No. 150, No. 200');
    expect(said(editor)).toEqual([]);
  });

  it('keeps a new one back until it is whole', async () => {
    const editor = editorOf([dear]);
    await editor.get('.card-list > .add').trigger('click');
    await flushPromises();
    expect(editor.findAll('.ed-card')).toHaveLength(2);
    await editor.get('.check textarea').setValue('Never');
    expect(said(editor)).toEqual([]);
    const [, second] = editor.findAll('.card-head');
    await second?.findAll('.tool').at(-1)?.trigger('click');
    expect([editor.findAll('.ed-card').length, said(editor)]).toEqual([1, []]);
  });

  it('takes new words, in both languages, and keeps the check while there are none', async () => {
    const editor = editorOf([dear]);
    await editor.get('.card-title').trigger('click');
    await editor.get('.check textarea[lang="en"]').setValue('Much too dear');
    expect(said(editor)).toEqual([[{ ...dear, refuse: { 'zh-CN': '金额太大', en: 'Much too dear' } }]]);
    const plain = editorOf([{ ...dear, refuse: 'x' }]);
    await plain.get('.card-title').trigger('click');
    await plain.get('.check textarea[lang="en"]').setValue('');
    expect((said(plain).at(-1) as Check[])[0]).toMatchObject({ key: 'dear', refuse: '' });
  });

  it('duplicates under a key of its own, moves by arrow keys, and removes', async () => {
    const editor = editorOf([dear, urgent]);
    await editor.get('.card-head .tool').trigger('click');
    await editor.get('.sort-handle').trigger('keydown', { key: 'ArrowDown' });
    await editor.findAll('.card-head .tool').at(-1)?.trigger('click');
    expect(said(editor)).toEqual([[dear, { ...dear, key: 'check_3' }, urgent], [urgent, dear], [dear]]);
  });

  it('says at its place what is wrong', async () => {
    const message = { 'zh-CN': '没有这个字段', en: 'There is no such field' };
    const editor = show(ChecksEditor, {
      modelValue: [dear],
      form: claim,
      draft,
      problems: [{ path: '/0/at', message }],
    });
    expect(editor.find('.ed-card.bad').exists()).toBe(true);
    await editor.get('.card-title').trigger('click');
    expect(editor.get('.card-body > .ed-error').text()).toBe('There is no such field');
  });
});
