// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import type { Files } from '../draft/types.ts';
import { readDraft } from '../facts/draft.ts';
import { storyWords } from './storyWords.ts';

const label = (en: string) => ({ 'zh-CN': en, en });
const files = {
  'app.json': {
    key: 'a',
    label: 'A',
    roles: [{ key: 'cfo', label: label('The CFO') }],
    timeZone: 'UTC',
    currency: 'CNY',
  },
  'forms/refund.json': {
    key: 'refund',
    label: label('Refunds'),
    fields: [{ key: 'no', type: 'text', label: label('Number') }],
  },
  'flows/pay.json': {
    key: 'pay',
    form: 'refund',
    label: 'Pay',
    states: [{ key: 'done', label: label('All done') }],
    nodes: [{ key: 'look', type: 'approve', label: label('A look') }],
    edges: [],
  },
} as unknown as Files;
const draft = readDraft(files);

describe('what a scenario expected', () => {
  it('is told by the names that the app gives', () => {
    expect(storyWords({ what: 'state', expected: 'done', actual: null }, draft).expected).toBe('All done');
    const task = storyWords(
      { what: 'task', expected: { node: 'look', assignee: 'cfo', times: 0 }, actual: ['look: cfo'] },
      draft,
    );
    expect([task.expected, task.actual]).toEqual(['A look – The CFO × 0', 'A look – The CFO']);
    expect(storyWords({ what: 'no', expected: 'R1', actual: 'R2' }, draft)).toEqual({
      what: 'Number',
      expected: 'R1',
      actual: 'R2',
    });
    expect(storyWords({ what: 'records of refund', expected: 1, actual: 0 }, draft).what).toContain('Refunds');
  });
});
