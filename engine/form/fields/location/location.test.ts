import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'location', label: 'F' });
const place = { lat: '30.2741', lng: '120.1551', accuracy: null };

it('is typed as two numbers, or comes from a device', () => {
  expect(
    ['30.2741, 120.1551', '３０．２７４１，１２０．１５５１', { lat: 30.2741, lng: 120.1551 }].map((one) =>
      field.enter(one),
    ),
  ).toEqual([place, place, place]);
  expect(field.enter({ lat: 30.27411234, lng: 120.15511234, accuracy: 12.6 })).toEqual({
    lat: '30.274112',
    lng: '120.155112',
    accuracy: 13,
  });
  expect([field.enter(''), field.enter('   ')]).toEqual([null, null]);
});

it('is on the earth', () => {
  for (const wrong of ['91, 0', '0, 181', '30', '1 2 3', 'here', {}, { lat: 'x', lng: 1 }, 5, [1, 2]]) {
    expect(field.enter(wrong)).toBe('not_a_place');
  }
});

it('is stored as a document whose parts are exact numbers', () => {
  expect([field.column(), field.stored(place), field.loaded(place)]).toEqual(['jsonb', place, place]);
  expect(field.fact()).toMatchObject({ kind: 'context', fields: { lat: { kind: 'number' } } });
});

it('says how exact the device was', () => {
  expect([
    field.show(place),
    field.show({ ...place, accuracy: 12 }),
    field.show({ ...place, accuracy: 12 }, en),
  ]).toEqual(['30.2741, 120.1551', '30.2741, 120.1551 (±12 米)', '30.2741, 120.1551 (±12 m)']);
});
