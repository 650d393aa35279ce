// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest';
import { approve, done, edge, flow, start } from '../../engine/flow/testing/flows.ts';
import { draft } from '../editors/testing.test-data.ts';
import { noFacts } from '../facts/index.ts';
import { setLocale } from '../i18n/index.ts';
import { nodeWords, outcomeWords } from './words.ts';

beforeEach(() => setLocale('en'));

const review = approve('one', 'ann', {
  buttons: { approve: { 'zh-CN': '准假', en: 'Grant' } },
  policy: 'all',
});
const about = {
  flow: flow([start, review, done], [edge('start → one'), edge('one → done')]),
  draft,
  facts: { ...noFacts, draft },
};

it('calls people on a card by their names, and by their logins where no name is known', () => {
  expect(nodeWords(review, { ...about, names: { ann: 'Ann Li' } })).toBe('Ann Li · all must agree');
  expect(nodeWords(review, about)).toBe('ann · all must agree');
});

it('calls an outcome as the button says that decides it', () => {
  expect(outcomeWords(review, 'approved')).toBe('Grant');
  expect(outcomeWords(review, 'rejected')).toBe('rejected');
});
