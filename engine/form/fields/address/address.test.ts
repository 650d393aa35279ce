import { describe, expect, it } from 'vitest';
import { trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'address', label: 'F' });
const hangzhou = { province: '浙江省', city: '杭州市', district: '西湖区', street: '文三路 1 号', code: '330106' };

describe('an address', () => {
  it('takes its names from the code of its region, whatever names were sent', () => {
    expect(field.enter({ code: '330106', street: ' 文三路 1 号 ', province: '火星' })).toEqual(hangzhou);
    expect(field.enter({ ...hangzhou, code: null })).toEqual(hangzhou);
    expect(field.enter({ code: '999999', street: 'x' })).toBe('not_an_address');
    expect(field.enter({ province: '火星', city: null, district: null, street: 'x' })).toBe('not_an_address');
    expect(field.enter([])).toBe('not_an_address');
    expect([field.enter(''), field.enter({}), field.enter({ street: ' ' })]).toEqual([null, null, null]);
  });

  it('is read from one line of text, with or without the endings of its names', () => {
    expect(field.read('浙江省杭州市西湖区文三路 1 号')).toEqual(hangzhou);
    expect(field.read('浙江 杭州 西湖区 文三路 1 号')).toEqual(hangzhou);
    expect(field.read('北京市西城区西长安街 1 号')).toMatchObject({
      province: '北京市',
      city: '北京市',
      district: '西城区',
      code: '110102',
    });
    expect(field.read('somewhere else')).toMatchObject({ province: null, street: 'somewhere else' });
  });

  it('has to be as exact as the field asks for', () => {
    expect(field.enter({ code: '3301', street: 'x' })).toBe('incomplete_region');
    expect(field.enter({ code: '330106' })).toBe('incomplete_street');
    expect(field.enter({ code: '330106', street: 'x'.repeat(201) })).toBe('too_long');
    const city = trial({ key: 'f', type: 'address', label: 'F', upTo: 'city' });
    expect(city.enter({ code: '33' })).toBe('incomplete_region');
    expect(city.enter({ code: '3301' })).toMatchObject({ city: '杭州市', district: null });
    // A city without districts, and a county without a city.
    expect(field.enter({ code: '441900003', street: 'x' })).toMatchObject({ city: '东莞市' });
    expect(field.enter({ code: '429004', street: 'x' })).toMatchObject({ province: '湖北省', city: null });
  });

  it('is shown in one line, and masked with or without its region', () => {
    expect(field.show(hangzhou)).toBe('浙江省杭州市西湖区 文三路 1 号');
    expect(field.show({ ...hangzhou, province: '北京市', city: '北京市', district: '西城区' })).toMatch(
      /^北京市西城区/,
    );
    expect([field.mask(hangzhou), field.show('***')]).toEqual(['***', '***']);
    const area = trial({ key: 'f', type: 'address', label: 'F', mask: 'area' });
    expect(area.show(area.mask(hangzhou))).toBe('浙江省杭州市西湖区 ***');
  });

  it('is stored as a document whose parts are facts', () => {
    expect([field.column(), field.stored(hangzhou), field.loaded(hangzhou)]).toEqual(['jsonb', hangzhou, hangzhou]);
    expect(field.fact()).toMatchObject({ kind: 'context', fields: { province: { kind: 'text' } } });
  });
});
