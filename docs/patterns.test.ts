import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = join(import.meta.dirname, '../engine/flow/patterns');
const number = /\b(?:WCP|R)-\d+\b/g;

/** "WCP-3 basic.test.ts": each pattern with the files whose tests name it. */
function tested(): string[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  return files.flatMap((file) => {
    const names = [...readFileSync(join(folder, file), 'utf8').matchAll(/\bit\(\s*'([^']+)'/g)].map(
      ([, name = '']) => name,
    );
    return [...new Set(names.flatMap((name) => name.match(number) ?? []))].map((found) => `${found} ${file}`);
  });
}

it('the table of patterns names every pattern that is tested, with its test, and no other', () => {
  const page = readFileSync(join(import.meta.dirname, 'patterns.md'), 'utf8');
  const rows = [...page.matchAll(/^\| ((?:WCP|R)-\d+) \|.*`([a-z]+\.test\.ts)` \|$/gm)].map(
    (row) => `${row[1]} ${row[2]}`,
  );
  expect(rows.sort()).toEqual(tested().sort());
});
