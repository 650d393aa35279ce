import fc from 'fast-check';
import { expect, it } from 'vitest';
import { trial } from '../trial.test-data.ts';

const resident = trial({ key: 'f', type: 'idnumber', label: 'F' });
const company = trial({ key: 'f', type: 'idnumber', label: 'F', kind: 'company' });

it('takes a resident number as people write it', () => {
  expect(
    ['11010519491231002X', '110105 19491231 002x', '１１０１０５１９４９１２３１００２Ｘ'].map((input) =>
      resident.enter(input),
    ),
  ).toEqual(Array(3).fill('11010519491231002X'));
});

it('refuses a wrong check character, a day that is none, and the old 15 places', () => {
  expect(
    ['110105194912310021', '110105194902300025', '110105491231002', 'ABC'].map((input) => resident.enter(input)),
  ).toEqual(Array(4).fill('id_resident'));
});

it('notices every single place that is mistyped', () => {
  const right = '11010519491231002X';
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 0, max: 9 }), (at, digit) => {
      const typed = right.slice(0, at) + digit + right.slice(at + 1);
      expect(resident.judge(typed) === undefined).toBe(typed === right);
    }),
  );
});

it('checks the code of a company', () => {
  expect([company.enter('91350100M000100Y43'), company.enter('91350100M000100Y44')]).toEqual([
    '91350100M000100Y43',
    'id_company',
  ]);
});

it('takes passports and patterns of one’s own', () => {
  const passport = trial({ key: 'f', type: 'idnumber', label: 'F', kind: 'passport' });
  expect([passport.enter('e12345678'), passport.enter('12')]).toEqual(['E12345678', 'id_passport']);
  const own = trial({ key: 'f', type: 'idnumber', label: 'F', kind: 'pattern', pattern: '^M\\d{4}$' });
  expect([own.enter('m1234'), own.enter('m12')]).toEqual(['M1234', 'pattern']);
});

it('is shown with its middle covered, unless it says otherwise', () => {
  expect([resident.show('11010519491231002X'), resident.mask('11010519491231002X')]).toEqual(
    Array(2).fill('110***********002X'),
  );
  const whole = trial({ key: 'f', type: 'idnumber', label: 'F', whole: true });
  expect([whole.show('11010519491231002X'), whole.mask('11010519491231002X')]).toEqual([
    '11010519491231002X',
    '110***********002X',
  ]);
});
