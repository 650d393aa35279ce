import { expect, test } from 'vitest';
import { type Passed, reasonsOf } from './portalWords.ts';

const decided = (reason: string | null): Passed => ({ type: 'task_completed', reason, to: null });
const now = (to: string | null): Passed => ({ type: 'state_changed', reason: null, to });
const open = new Set(['refused', 'asked']);

test('each state that tells its reasons has the reason of the decision that led to it', () => {
  const passed = [now('review'), decided('More, please'), now('asked'), now('review'), decided('Worn'), now('refused')];
  expect(reasonsOf(passed, open)).toEqual([undefined, 'More, please', undefined, 'Worn']);
});

test('a reason given among those who work on it is told nowhere', () => {
  const passed = [now('review'), decided('Between us'), now('approved'), now('refused')];
  expect(reasonsOf(passed, open)).toEqual([undefined, undefined, undefined]);
});

test('the last of several decisions counts, and one without a reason takes the one before it away', () => {
  expect(reasonsOf([decided('First'), decided('Second'), now('refused')], open)).toEqual(['Second']);
  expect(reasonsOf([decided('First'), decided(null), now('refused')], open)).toEqual([undefined]);
});

test('a state that is left without another counts for none', () => {
  expect(reasonsOf([now(null), decided('Worn'), now('refused')], open)).toEqual(['Worn']);
});
