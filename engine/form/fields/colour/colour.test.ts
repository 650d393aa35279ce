import { expect, it } from 'vitest';
import { trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'colour', label: 'F' });

it('reads a colour however it is written', () => {
  expect(['#2F6FED', '2f6fed', '＃２f6fed', ' #2f6fed '].map((input) => field.enter(input))).toEqual(
    Array(4).fill('#2f6fed'),
  );
  expect([field.enter('#fff'), field.enter('')]).toEqual(['#ffffff', null]);
});

it('refuses names, functions and what is none', () => {
  expect(['red', 'rgb(0,0,0)', '#12345', 'url(x)', '#2f6fed;}'].map((input) => field.enter(input))).toEqual(
    Array(5).fill('not_a_colour'),
  );
});

it('keeps to its palette where it has to, and what was stored before', () => {
  const few = trial({ key: 'f', type: 'colour', label: 'F', palette: ['#FF0000'], custom: false });
  expect([few.enter('#f00'), few.enter('#00f'), few.judge('#0000ff', { stored: '#0000ff' })]).toEqual([
    '#ff0000',
    'not_in_palette',
    undefined,
  ]);
});
