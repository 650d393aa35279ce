import { expect, it } from 'vitest';
import { inboxText } from './messageText.ts';

it('a message in the inbox shows no address: it leads there as a whole', () => {
  const link = 'http://localhost:3000/w/tasks/01a2';
  expect(inboxText(`R1：客服初审，请于今天前处理。[打开](${link})`, link)).toBe('R1：客服初审，请于今天前处理。');
  expect(inboxText(`R1 is due. [Open](${link})`, link)).toBe('R1 is due.');
  expect(inboxText('R1 is due. [Open]()', undefined)).toBe('R1 is due.');
});

it('another link is its words, and brackets that are none stay', () => {
  expect(inboxText('See [the manual](https://a.example/x) [1] (soon)', 'https://b.example')).toBe(
    'See the manual [1] (soon)',
  );
});
