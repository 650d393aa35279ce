/**
 * `npm run types`: writes engine/definition/types.generated.ts from schemas/.
 * `npm run types -- --check` exits 1 when the file is not what the schemas say.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFromFile } from 'json-schema-to-typescript';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const target = join(root, 'engine/definition/types.generated.ts');

/** A description beside a $ref would make the generator write the referred type once more under another name. */
function withoutReferenceSiblings(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutReferenceSiblings);
  if (typeof node !== 'object' || node === null) return node;
  if ('$ref' in node) return { $ref: node.$ref };
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutReferenceSiblings(value)]));
}

async function generate(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'schemas-'));
  try {
    for (const file of readdirSync(join(root, 'schemas'), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.schema.json')) continue;
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      const schema: unknown = JSON.parse(readFileSync(join(root, 'schemas', file), 'utf8'));
      writeFileSync(join(folder, file), JSON.stringify(withoutReferenceSiblings(schema)));
    }
    return await compileFromFile(join(folder, 'definitions.schema.json'), {
      cwd: folder,
      additionalProperties: false,
      ignoreMinAndMaxItems: true,
      bannerComment: '/* Generated from schemas/ by `npm run types`. Not edited by hand. */',
      style: { singleQuote: true, printWidth: 120, trailingComma: 'all' },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const text = await generate();
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('engine/definition/types.generated.ts is not what schemas/ say: run `npm run types`.');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
  console.log(`${target}: ${text.split('\n').length} lines`);
}
