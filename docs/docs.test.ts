import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AppFile, loadApp } from '../engine/definition/index.ts';
import { slug } from '../engine/host/cli/pages/page.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

function filesIn(folder: string, ends: RegExp): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(path, ends);
    return ends.test(entry.name) ? [path] : [];
  });
}

const pages = ['README.md', 'README.zh-CN.md', ...filesIn('docs', /\.md$/)];
const withoutCode = (text: string): string => text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');

/** Headings as GitHub makes anchors of them. */
function anchorsIn(path: string): string[] {
  return [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => slug(heading.replaceAll('`', '')));
}

describe.each(pages)('%s', (page) => {
  it('links to what is there', () => {
    const text = withoutCode(read(page));
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g), ...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(
      (found) => found[1] ?? '',
    );
    const broken = links.filter((link) => {
      if (/^(https?|mailto):/.test(link)) return false;
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), decodeURIComponent(path));
      if (!existsSync(join(root, target))) return true;
      return (
        anchor !== undefined &&
        statSync(join(root, target)).isFile() &&
        !anchorsIn(target).includes(decodeURIComponent(anchor))
      );
    });
    expect(broken).toEqual([]);
  });

  it('names only commands that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(page).matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('names only folders and files that there are', () => {
    const named = [...read(page).matchAll(/`((?:engine|runtime|schemas|apps|e2e|bench|migrations|docs)\/[\w./-]*)`/g)];
    // The app that README.md writes is the reader's own.
    const gone = named
      .map(([, path = '']) => path)
      .filter((path) => !path.startsWith('apps/expenses') && !existsSync(join(root, path)));
    expect(gone).toEqual([]);
  });
});

describe('the app that README.md writes', () => {
  const parts = [...read('README.md').matchAll(/`apps\/expenses\/([\w./]+)`\n\n```json\n([\s\S]*?)```/g)];
  const files = parts.map(([, path = '', json = '']): AppFile => ({ path, json: JSON.parse(json) as unknown }));

  it('is one that can be loaded', () => {
    const { app, problems } = loadApp(files);
    expect(problems).toEqual([]);
    expect([app?.forms.size, app?.flows.size, app?.scenarios.size, app?.data.size]).toEqual([1, 1, 1, 1]);
  });
});

describe('environment variables', () => {
  const own = /\.(ts|mjs|vue)$/;
  // Switches of the bench are for whoever works on a bench, and are said there.
  const code = ['engine', 'runtime', 'migrations', 'e2e']
    .flatMap((folder) => filesIn(folder, own))
    .filter((path) => path !== 'docs/docs.test.ts')
    .concat('vite.config.ts');

  /** What the surroundings set, not we. */
  const foreign = new Set(['PATH', 'LANG', 'LC_ALL', 'LD_LIBRARY_PATH', 'HOME', 'CI', 'TMPDIR', 'NODE_ENV']);

  /** `env.NAME`, and `{ NAME, OTHER }: Environment`. */
  function variablesRead(): Set<string> {
    const found = new Set<string>();
    for (const path of code) {
      const text = read(path);
      // Tests make environments of their own; what they read of the real one says so.
      const pattern = path.endsWith('.test.ts')
        ? /process\.env\.([A-Z][A-Z0-9_]+)\b/g
        : /\benv\??\.([A-Z][A-Z0-9_]+)\b/g;
      for (const [, name = ''] of text.matchAll(pattern)) found.add(name);
      for (const [, names = ''] of text.matchAll(
        /\{([A-Z0-9_, ]+)\}(?:: (?:Environment|NodeJS\.ProcessEnv)| = process\.env)/g,
      )) {
        for (const name of names.split(',')) found.add(name.trim());
      }
    }
    return new Set([...found].filter((name) => name !== '' && !foreign.has(name)));
  }

  /** First cells of tables: `NAME`, or two of them. Those of an app and its connectors are no fixed names. */
  function variablesDocumented(): Set<string> {
    const found = new Set<string>();
    for (const page of ['docs/configuration.md', 'docs/development.md']) {
      for (const [, cell = ''] of read(page).matchAll(/^\| ([^|]+) \|/gm)) {
        for (const [, name = ''] of cell.matchAll(/`([A-Z][A-Z0-9_]+)`/g)) found.add(name);
      }
    }
    return found;
  }

  it('are documented where the code reads them, and read where they are documented', () => {
    expect([...variablesDocumented()].sort()).toEqual([...variablesRead()].sort());
  });
});
