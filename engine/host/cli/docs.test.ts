import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { partsOf } from './pages/page.ts';
import { pagesOf } from './pages/pages.ts';
import { readSchemas, type Schema } from './pages/schema.ts';

const root = join(import.meta.dirname, '../../..');

describe('docs/definitions', () => {
  it('is what the schemas and the examples say', async () => {
    const run = promisify(execFile)(process.execPath, ['--import', 'tsx', 'engine/host/cli/docs.ts', '--check'], {
      cwd: root,
    });
    await expect(run).resolves.toMatchObject({ stderr: '' });
  });

  it('names every property of every kind', () => {
    const pages = pagesOf(root);
    for (const name of ['app', 'form', 'flow', 'rule', 'report', 'connector']) {
      const schema = JSON.parse(readFileSync(join(root, `schemas/${name}.schema.json`), 'utf8')) as Schema;
      for (const property of Object.keys(schema.properties ?? {}).filter((key) => key !== '$schema')) {
        expect(pages.get(`${name}.md`)).toContain(`| \`${property}\` |`);
      }
    }
  });

  it('leaves no property without a word about it', () => {
    const schemas = readSchemas(join(root, 'schemas'));
    const silent: string[] = [];
    const visit = (schema: Schema, path: string): void => {
      for (const [name, property] of Object.entries(schema.properties ?? {})) {
        const isSaid = property.description ?? property.$ref ?? property.const;
        if (isSaid === undefined && name !== '$schema') silent.push(`${path}/${name}`);
      }
      for (const part of partsOf(schema)) visit(part, `${path}/${part.title ?? '…'}`);
    };
    for (const [file, schema] of schemas) if (file !== 'definitions.schema.json') visit(schema, file);
    expect(silent).toEqual([]);
  });
});
