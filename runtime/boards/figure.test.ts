// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { setLocale } from '../i18n/index.ts';
import { ems } from '../theme/ems.ts';
import { figure, step } from './figure.ts';

it('writes the steps of an axis without cents where there are none, and nothing as no time at all', async () => {
  await setLocale('en');
  expect([0, 12_000, 0.5].map((value) => step(value, 'money', 'CNY'))).toEqual(['¥0', '¥12,000', '¥0.50']);
  expect([0, 1800].map((value) => step(value, 'duration', 'CNY'))).toEqual(['0', '30 min']);
  expect(figure('12000', 'money', 'CNY')).toBe('¥12,000.00');
});

it('says of less than a minute that it is that, in the reader’s language', async () => {
  await setLocale('zh-CN');
  expect(figure('0', 'duration', 'CNY')).toBe('不到1分钟');
  await setLocale('en');
  expect(figure('0', 'duration', 'CNY')).toBe('under 1 min');
  expect(figure(null, 'duration', 'CNY')).toBe('–');
});

it('takes a long sum for wider than a short one, and Chinese for wider than digits', () => {
  expect(ems('¥1,234,567.00')).toBeGreaterThan(ems('¥12.00'));
  expect(ems('小时')).toBeGreaterThan(ems('12'));
});
