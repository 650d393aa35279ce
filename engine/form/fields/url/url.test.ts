import { expect, it } from 'vitest';
import { trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'url', label: 'F' });

it('takes addresses of the web, and gives a bare one its scheme', () => {
  const inputs = [
    'https://example.com/a?b=c#d',
    'HTTP://example.com:8080',
    'example.com/订单',
    '  https://例子.中国  ',
  ];
  expect(inputs.map((input) => field.enter(input))).toEqual([
    'https://example.com/a?b=c#d',
    'http://example.com:8080',
    'https://example.com/订单',
    'https://例子.中国',
  ]);
});

it.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'https://bank.example@evil.example/',
  'https://evil.example\\@bank.example',
  'https://',
  '//example.com',
  'ftp://example.com',
  'https://a b.com',
  'https://example.com/"><script>',
  'java\nscript:alert(1)',
])('refuses %j', (input) => expect(['not_a_link', 'control_characters']).toContain(field.enter(input)));

it('is a text', () => expect([field.column(), field.mask('https://example.com')]).toEqual(['text', '***']));
