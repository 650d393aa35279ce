import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as fontkit from 'fontkit';
import { expect, test } from 'vitest';
import { truetypeOf } from './woff2.ts';

interface Font {
  numGlyphs: number;
  getGlyph(id: number): { path: { toSVG(): string }; advanceWidth: number };
}

const folder = join(
  dirname(createRequire(import.meta.url).resolve('@fontsource-variable/noto-sans-sc/package.json')),
  'files',
);

test('a font keeps every outline and width when it is unpacked', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.woff2'));
  for (const name of names.filter((_, index) => index % 12 === 0)) {
    const packed = readFileSync(join(folder, name));
    const [before, after] = [fontkit.create(packed), fontkit.create(truetypeOf(packed))] as [Font, Font];
    for (let id = 0; id < before.numGlyphs; id += 7) {
      const [one, other] = [before.getGlyph(id), after.getGlyph(id)];
      expect([other.path.toSVG(), other.advanceWidth]).toEqual([one.path.toSVG(), one.advanceWidth]);
    }
  }
});

test('what is no font is refused', () => {
  expect(() => truetypeOf(Buffer.from('not a font at all, not by far'))).toThrow('no WOFF2');
});
