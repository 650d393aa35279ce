import { expect, it } from 'vitest';
import { piecesOf, soughtAt, stillNamed } from './mentions.ts';

const chen = { id: '1', login: 'agent_1', name: '陈晓' };
const wen = { id: '2', login: 'agent_2', name: '陈晓雯' };

it('a name that begins with another name is the longer one', () => {
  expect(piecesOf({ text: '请 @陈晓雯 看，@陈晓', mentions: [chen, wen] })).toEqual([
    { text: '请 ', isMention: false },
    { text: '@陈晓雯', isMention: true },
    { text: ' 看，', isMention: false },
    { text: '@陈晓', isMention: true },
  ]);
  expect(piecesOf({ text: '@nobody', mentions: [chen] })).toEqual([{ text: '@nobody', isMention: false }]);
});

it('people are looked for after an @ that begins a word, not inside an address', () => {
  expect(soughtAt('hello @ch', 9)).toEqual({ from: 6, search: 'ch' });
  expect(soughtAt('好，@', 3)).toEqual({ from: 2, search: '' });
  expect(soughtAt('a@example.com', 13)).toBeUndefined();
  expect(soughtAt('@chen said', 10)).toBeUndefined();
});

it('who was taken out of the text again is not called', () => {
  expect(stillNamed('@陈晓雯 hi', [wen])).toEqual(['2']);
  expect(stillNamed('hi', [wen])).toEqual([]);
});
