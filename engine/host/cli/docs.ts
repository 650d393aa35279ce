/**
 * `npm run docs`: writes docs/definitions/, a page for each kind of definition, from schemas/ with examples from apps/.
 * `npm run docs -- --check` exits 1 when a page is not what the schemas and examples say.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pagesOf } from './pages/pages.ts';

const root = join(fileURLToPath(new URL('../../..', import.meta.url)));
const folder = join(root, 'docs/definitions');

function staleFiles(pages: ReadonlyMap<string, string>): string[] {
  const there = existsSync(folder) ? readdirSync(folder) : [];
  const changed = [...pages]
    .filter(([name, text]) => !there.includes(name) || read(name) !== text)
    .map(([name]) => name);
  return [...changed, ...there.filter((name) => !pages.has(name))].sort();
}

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

const pages = pagesOf(root);
const stale = staleFiles(pages);
if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    console.error(`docs/definitions is not what schemas/ and apps/ say (${stale.join(', ')}): run \`npm run docs\`.`);
    process.exitCode = 1;
  }
} else {
  mkdirSync(folder, { recursive: true });
  for (const name of stale) {
    const text = pages.get(name);
    if (text === undefined) rmSync(join(folder, name));
    else writeFileSync(join(folder, name), text);
  }
  console.log(`docs/definitions: ${pages.size} pages, ${stale.length} changed.`);
}
