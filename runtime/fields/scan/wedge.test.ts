import { expect, it } from 'vitest';
import { WedgeReader } from './wedge.ts';

function typed(text: string, each: number, end = 'Enter') {
  const reader = new WedgeReader();
  let at = 1000;
  for (const key of text) reader.key(key, (at += each));
  return reader.key(end, at + each);
}

it('knows a scanner by its pace', () => {
  expect(typed('SF1234567890', 8)).toEqual({ burst: true, code: 'SF1234567890' });
  expect(typed('6901234567892', 30, 'Tab')).toEqual({ burst: true, code: '6901234567892' });
});

it('leaves people alone', () => {
  expect(typed('SF1234567890', 90)).toEqual({ burst: false });
  expect(typed('ab', 10)).toEqual({ burst: false });
});

it('begins anew after a pause, and after a code', () => {
  const reader = new WedgeReader();
  for (const [key, at] of [
    ['x', 0],
    ['1', 500],
    ['2', 510],
    ['3', 520],
    ['4', 530],
  ] as const)
    reader.key(key, at);
  expect(reader.key('Enter', 540)).toEqual({ burst: true, code: '1234' });
  expect(reader.key('Enter', 545)).toEqual({ burst: false });
});

it('takes shifted signs, whose shift key comes between', () => {
  const reader = new WedgeReader();
  for (const [key, at] of [
    ['Shift', 0],
    ['A', 5],
    ['Shift', 10],
    ['B', 15],
    ['-', 20],
    ['1', 25],
  ] as const)
    reader.key(key, at);
  expect(reader.key('Enter', 30)).toEqual({ burst: true, code: 'AB-1' });
});
