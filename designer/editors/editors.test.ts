// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecisionTable, FormCase, Option, Rights } from '../../engine/definition/index.ts';
import { builtinNames } from '../../engine/expression/index.ts';
import { readSpan } from './calendar/hours.ts';
import CasesEditor from './cases/CasesEditor.vue';
import ActionMenu from './controls/ActionMenu.vue';
import { asTest, pasted, withInput, withOutput } from './decision/grid.ts';
import { durationWords, readDuration, writeDuration } from './duration.ts';
import { functionHelp } from './formula/functions.ts';
import { judge } from './formula/judge.ts';
import { missing, textIn, withText } from './label.ts';
import { tableOfTargets, targetsOf } from './linkage/targets.ts';
import { previewed } from './message/preview.ts';
import OptionsEditor from './OptionsEditor.vue';
import { addLines, newKey } from './options.ts';
import { effective, nextRight, rowsOf, withRights } from './rights/matrix.ts';
import RightsMatrix from './rights/RightsMatrix.vue';
import { claim, claimFacts, draft, said, show, watchConsole } from './testing.test-data.ts';

watchConsole();

describe('a label', () => {
  it('stays one text while it is edited as one, and becomes two where both are typed', () => {
    expect(withText('Old', 'en', 'New', true)).toBe('New');
    expect(withText('旧', 'en', 'New', false)).toEqual({ 'zh-CN': '旧', en: 'New' });
    expect(withText({ 'zh-CN': '旧', en: 'Old' }, 'en', '', false)).toBe('旧');
    expect(withText('Old', 'en', '', true)).toBeUndefined();
    expect(textIn({ 'zh-CN': '旧', en: 'Old' }, 'en')).toBe('Old');
  });
  it('knows the language that is missing, and leaves codes alone', () => {
    expect([missing('原因'), missing('Reason'), missing('SKU'), missing({ 'zh-CN': '原因', en: '' })]).toEqual([
      'en',
      'zh-CN',
      undefined,
      'en',
    ]);
  });
});

describe('options', () => {
  it('get keys from their labels, numbers where there is no letter, and never one twice', () => {
    expect(newKey('Wrong size', new Set(), 'option')).toBe('wrong_size');
    expect(newKey('质量问题', new Set(['option_1']), 'option')).toBe('质量问题');
    expect(newKey('！', new Set(['option_1']), 'option')).toBe('option_2');
    fc.assert(
      fc.property(fc.array(fc.string()), (lines) => {
        const options = addLines([], lines.join('\n'));
        expect(new Set(options.map(({ key }) => key)).size).toBe(options.length);
        for (const { key } of options) expect(key).not.toBe('');
      }),
    );
  });
  it('make room for the first that somebody names, several in one line', () => {
    const born = [1, 2].map((count) => ({
      key: `option_${count}`,
      label: { 'zh-CN': `选项 ${count}`, en: `Option ${count}` },
    }));
    const labels = (options: readonly Option[]) => options.map(({ label }) => label);
    const named = addLines(born, '质量问题、尺码不合适');
    expect(labels(named)).toEqual(['质量问题', '尺码不合适']);
    expect(labels(addLines(named, '不想要了'))).toEqual(['质量问题', '尺码不合适', '不想要了']);
  });
  it('come from pasted lines, with key and English where a spreadsheet has them', async () => {
    const editor = show(OptionsEditor, { modelValue: undefined, draft, label: 'Options' });
    const box = editor.get('.option-add');
    const paste = new Event('paste', { cancelable: true });
    Object.assign(paste, { clipboardData: { getData: () => 'red\t红\tRed\n蓝' } });
    box.element.dispatchEvent(paste);
    await flushPromises();
    const options: Option[] = [{ key: 'red', label: { 'zh-CN': '红', en: 'Red' } }];
    expect((said(editor)[0] as Option[])[0]).toEqual(options[0]);
  });
  it('keep what nobody changed when one is retired', async () => {
    const options: Option[] = [
      { key: 'a', label: 'A', tone: 'info' },
      { key: 'b', label: 'B' },
    ];
    const editor = show(OptionsEditor, { modelValue: options, draft, label: 'Options' });
    await editor.findAll('[aria-pressed]')[1]?.trigger('click');
    expect(said(editor)).toEqual([[options[0], { key: 'b', label: 'B', disabled: true }]]);
  });
});

describe('rights', () => {
  const rights: Rights = { '*': 'read', lines: 'edit', 'lines.qty': 'require' };
  it('of a column come from itself, its table, then everything else; what nobody names is hidden', () => {
    expect([effective(rights, 'lines.qty'), effective(rights, 'lines.sku'), effective(rights, 'no')]).toEqual([
      'require',
      'edit',
      'read',
    ]);
    expect(effective({ no: 'edit' }, 'amount')).toBeUndefined();
    expect(nextRight('require')).toBe('hide');
    expect(withRights(rights, ['lines', 'no'], undefined)).toEqual({ '*': 'read', 'lines.qty': 'require' });
  });
  it('list every field and column once', () => {
    const paths = rowsOf(claim).map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toEqual(expect.arrayContaining(['*', 'reason', 'lines', 'lines.qty']));
  });
  it('are set by a click, by a letter, and for a whole row', async () => {
    const access = [{ role: 'clerk', rights: { '*': 'read' as const } }];
    const matrix = show(RightsMatrix, { access, form: claim, draft });
    const cell = matrix.findAll('[data-cell]').find((one) => one.attributes('aria-label')?.startsWith('Reason, Clerk'));
    await cell?.trigger('click');
    await cell?.trigger('keydown', { key: 'm' });
    expect(said(matrix, 'update:access')).toEqual([
      [{ role: 'clerk', rights: { '*': 'read', reason: 'edit' } }],
      [{ role: 'clerk', rights: { '*': 'read', reason: 'mask' } }],
    ]);
  });
  it('are set for all roles in one change', async () => {
    const access = ['clerk', 'lead'].map((role) => ({ role, rights: { '*': 'read' as const } }));
    const matrix = show(RightsMatrix, { access, form: claim, draft });
    const menu = matrix.findAllComponents(ActionMenu).find((one) => one.props('label').includes('Reason'));
    menu?.vm.$emit('act', 'mask');
    await flushPromises();
    expect(said(matrix, 'update:access')).toEqual([
      [
        { role: 'clerk', rights: { '*': 'read', reason: 'mask' } },
        { role: 'lead', rights: { '*': 'read', reason: 'mask' } },
      ],
    ]);
  });
});

describe('linkage', () => {
  it('knows the rows of a table as facts only where a rule speaks of nothing else', () => {
    expect(tableOfTargets(claim, ['lines.qty', 'lines.sku'])).toBe('lines');
    expect(tableOfTargets(claim, ['lines.qty', 'no'])).toBeUndefined();
    const form = { ...claim, layout: [{ key: 'top', section: 'Top', fields: ['no'] }] };
    const targets = targetsOf(form as typeof claim, String, { field: 'f', part: 'p' });
    expect(targets.map(({ value }) => value)).toEqual(expect.arrayContaining(['lines.qty', 'top']));
  });
});

describe('test cases', () => {
  it('are run as they are written: green, or red with what was expected and what came', () => {
    const cases: FormCase[] = [
      { key: 'good', given: { no: 'A' }, values: { no: 'A' } },
      { key: 'bad', given: { no: 'A' }, expect: { reason: 'require' } },
    ];
    const editor = show(CasesEditor, { modelValue: cases, form: claim, draft });
    expect(editor.get('[role="status"]').text()).toBe('1 of 2 cases pass');
    expect(editor.get('.cases-why').text()).toBe('Reason: expected Require, got May edit'.replace('May edit', 'Edit'));
    expect(editor.emitted()).toEqual({});
  });
});

describe('a decision table', () => {
  const table: DecisionTable = {
    key: 't',
    label: 'T',
    form: 'claim',
    in: ['= reason', '= amount'],
    out: ['route'],
    rows: [['-', '> 5', 'a', 'why']],
  };
  it('takes cells from a spreadsheet, words as texts to compare with', () => {
    const types = [{ kind: 'text' as const }, { kind: 'number' as const }];
    const next = pasted(table, 0, 0, 'quality,damaged\t>= 10\tb\nquality\t\tc\n', types);
    expect(next.rows).toEqual([
      ['"quality", "damaged"', '>= 10', 'b', 'why'],
      ['"quality"', '-', 'c'],
    ]);
    expect(asTest('not("a")', { kind: 'text' })).toBe('not("a")');
  });
  it('keeps its rows in step with its columns', () => {
    expect(withInput(table, 2, '= no').rows).toEqual([['-', '> 5', '-', 'a', 'why']]);
    expect(withInput(table, 0, undefined).rows).toEqual([['> 5', 'a', 'why']]);
    expect(withOutput(table, 0, undefined).rows).toEqual([['-', '> 5', 'why']]);
  });
});

describe('formulas', () => {
  it('have a help for every function of the language, and for none besides', () => {
    expect(functionHelp.map(({ name }) => name).sort()).toEqual([...builtinNames].sort());
    for (const { help } of functionHelp)
      expect([help['zh-CN'] !== '', /\p{Script=Han}/u.test(help.en)]).toEqual([true, false]);
  });
  it('say what is wrong and where', () => {
    const judged = judge({ text: 'amount + reasn', facts: claimFacts });
    expect('fault' in judged && [judged.fault.at, judged.fault.cure?.en]).toEqual([
      { from: 9, to: 14 },
      'Did you mean "reason"?',
    ]);
  });
});

describe('small words', () => {
  it('read spans of hours as people write them', () => {
    expect([readSpan('9-12'), readSpan('9:00 – 18:30'), readSpan('18-9'), readSpan('noon')]).toEqual([
      '09:00-12:00',
      '09:00-18:30',
      undefined,
      undefined,
    ]);
  });
  it('write lengths of time as they read them', () => {
    for (const text of ['PT30M', 'PT4H', 'P7D', 'P2W', 'P1M']) {
      const amount = readDuration(text);
      expect(amount && writeDuration(amount)).toBe(text);
    }
    expect([readDuration('P1DT2H'), durationWords('PT1H', 'en')]).toEqual([undefined, '1 hour']);
  });
  it('fill the places of a text, and leave braces that stand for themselves', () => {
    expect(previewed('No. {no}, {{x}} {gone}', (place) => (place === 'no' ? 'A1' : undefined))).toEqual([
      { text: 'No. ' },
      { text: 'A1', place: 'no' },
      { text: ', {x} ' },
      { text: '{gone}', place: 'gone', isLost: true },
    ]);
  });
});
