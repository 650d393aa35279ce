import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../expression/types.ts';
import { print } from './print.ts';

const folder = join(import.meta.dirname, '../../apps/returns');
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
  .map((entry) => join(entry.parentPath, entry.name));

describe('printing a definition', () => {
  it.each(files)('%s keeps its content and order, and printing again changes nothing', (path) => {
    const json = JSON.parse(readFileSync(path, 'utf8')) as Json;
    const text = print(json);
    expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(json));
    expect(print(JSON.parse(text) as Json)).toBe(text);
  });

  it('keeps on one line what fits 120 columns, where a Chinese sign takes two', () => {
    expect(print({ key: 'a', list: [1, 'b', []], none: {} })).toBe(
      '{ "key": "a", "list": [1, "b", []], "none": {} }\n',
    );
    expect(print({ a: 'x'.repeat(109) })).toBe(`{ "a": "${'x'.repeat(109)}" }\n`);
    expect(print({ a: 'x'.repeat(110) })).toBe(`{\n  "a": "${'x'.repeat(110)}"\n}\n`);
    expect(print({ a: '退'.repeat(54) }).split('\n')).toHaveLength(2);
    expect(print({ a: '退'.repeat(55) }).split('\n')).toHaveLength(4);
  });

  it('breaks only as deep as it has to', () => {
    const long = 'a sentence that fills half';
    expect(print({ fields: [{ key: 'a', label: { 'zh-CN': long, en: long } }, { key: 'b' }] })).toBe(
      [
        '{',
        '  "fields": [',
        `    { "key": "a", "label": { "zh-CN": "${long}", "en": "${long}" } },`,
        '    { "key": "b" }',
        '  ]',
        '}',
        '',
      ].join('\n'),
    );
  });

  it('gives back any JSON, in lines of at most 120 columns where no single text is longer', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as Json;
        const text = print(json);
        expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(json));
      }),
    );
  });
});
