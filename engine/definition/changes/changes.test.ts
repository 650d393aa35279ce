import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../canonical.ts';
import { filesOf, loadApp } from '../load.ts';
import type { AppModel } from '../model.ts';
import type { FormDefinition } from '../types.generated.ts';
import { changesBetween } from './index.ts';

const folder = join(import.meta.dirname, '../../../apps/returns');
const texts = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ path: relative(folder, path), text: readFileSync(path, 'utf8') }));
const model = loadApp(texts).app as AppModel;

const MAPS: Record<string, keyof AppModel> = {
  forms: 'forms',
  flows: 'flows',
  rules: 'rules',
  tables: 'tables',
  messages: 'messages',
  connectors: 'connectors',
  calendars: 'calendars',
  reports: 'reports',
  scenarios: 'scenarios',
  data: 'data',
};

/** The model with one file another; not checked, because the plan must tell of wrong drafts too. */
function withFile(path: string, json: unknown): AppModel {
  if (path === 'app.json') return { ...model, app: json as AppModel['app'] };
  const [kind = '', name = ''] = path.split('/');
  const map = MAPS[kind] as 'forms';
  return { ...model, [map]: new Map(model[map]).set(name.replace('.json', ''), json as FormDefinition) };
}

interface Leaf {
  path: string;
  at: (string | number)[];
}

function leavesOf(path: string, json: unknown, at: (string | number)[] = []): Leaf[] {
  if (typeof json !== 'object' || json === null) return [{ path, at }];
  const entries = Array.isArray(json) ? json.map((item, i) => [i, item] as const) : Object.entries(json);
  return entries.flatMap(([key, item]) => leavesOf(path, item, [...at, key]));
}

function changedAt(json: unknown, at: (string | number)[], how: 'other' | 'gone'): unknown {
  const copy = structuredClone(json) as Record<string | number, unknown>;
  let place = copy;
  for (const key of at.slice(0, -1)) place = place[key] as Record<string | number, unknown>;
  const last = at.at(-1) as string | number;
  if (how === 'gone' && Array.isArray(place)) place.splice(last as number, 1);
  else if (how === 'gone') delete place[last];
  else if (typeof place[last] === 'number') place[last] += 1;
  else if (typeof place[last] === 'boolean') place[last] = !place[last];
  else place[last] = `${String(place[last])}x`;
  return copy;
}

// Data's many rows would crowd the rest out.
const files = filesOf(model).filter(({ path }) => !path.startsWith('data/'));
const leaves = files
  .flatMap(({ path, json }) => leavesOf(path, json))
  .filter(({ at }) => at[0] !== '$schema' && !(at.length === 1 && at[0] === 'key'));

const codes = (groups: ReturnType<typeof changesBetween>): string[] =>
  groups.flatMap(({ kind, changes }) => changes.map(({ code }) => `${kind} ${code}`));

function withForm(change: (form: FormDefinition) => FormDefinition, key = 'reason'): AppModel {
  return withFile(`forms/${key}.json`, change(structuredClone(model.forms.get(key)) as FormDefinition));
}

const english = (groups: ReturnType<typeof changesBetween>): string =>
  groups.flatMap(({ changes }) => changes.map(({ text }) => text.en)).join('\n');

describe('the changes between two versions', () => {
  it('are none where nothing differs', () => {
    expect(changesBetween(model, model)).toEqual([]);
  });

  it('tell of every file of an app that is new', () => {
    const paths = new Set(
      changesBetween(undefined, model).flatMap(({ changes }) => changes.map(({ path }) => path.split('#')[0])),
    );
    expect(filesOf(model).filter(({ path }) => !paths.has(path))).toEqual([]);
  });

  it('tell of any change of a definition, whatever it is, in both languages', () => {
    fc.assert(
      fc.property(fc.constantFrom(...leaves), fc.constantFrom('other', 'gone'), ({ path, at }, how) => {
        const json = files.find((file) => file.path === path)?.json;
        const changed = changedAt(json, at, how as 'other' | 'gone');
        fc.pre(canonical(changed) !== canonical(json));
        const groups = changesBetween(model, withFile(path, changed));
        const told = groups.flatMap(({ changes }) => changes).filter((one) => one.path.split('#')[0] === path);
        expect(told.length, `${path} ${at.join('/')}`).toBeGreaterThan(0);
        for (const { text } of told) {
          expect(text.en).not.toMatch(/undefined|\[object|\{\w+\}/);
          expect(text['zh-CN']).not.toMatch(/undefined|\[object|\{\w+\}/);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('tell of files that come and go', () => {
    const { forms, rules, ...rest } = model;
    const fewer = { ...rest, forms, rules: new Map([...rules].slice(1)) } as AppModel;
    expect(codes(changesBetween(model, fewer))).toEqual(['rule rule_removed']);
    expect(codes(changesBetween(fewer, model))).toEqual(['rule rule_added']);
    const formless = { ...model, forms: new Map([...forms].filter(([key]) => key !== 'reason')) } as AppModel;
    expect(codes(changesBetween(model, formless))).toEqual(['data form_removed']);
  });

  it('say what becomes of columns: added, hidden, of another type', () => {
    const field = { key: 'depth', type: 'integer' as const, label: 'Depth', required: true };
    const more = withForm((form) => ({ ...form, fields: [...form.fields, field] }));
    expect(codes(changesBetween(model, more)).slice(0, 2)).toEqual(['data column_added', 'records required_added']);
    expect(codes(changesBetween(more, model))).toContain('data field_removed');
    const number = withForm((form) => ({ ...form, fields: [...form.fields, { ...field, type: 'number' as const }] }));
    expect(english(changesBetween(more, number))).toContain('“Depth” changes its type from “Whole number” to “Number”');
  });

  it('say who gains or loses which right, with the names that people know', () => {
    const roles = new Map(model.app.roles.map(({ key, label }) => [key, typeof label === 'string' ? label : label.en]));
    const form = model.forms.get('reason') as FormDefinition;
    const entry = form.access?.find(({ rights }) => (rights as Record<string, string>)['*'] === 'read');
    const narrowed = withForm((one) => ({
      ...one,
      access: one.access?.map((item) => (item.role === entry?.role ? { ...item, rights: { '*': 'hide' } } : item)),
    }));
    const lost = changesBetween(model, narrowed).find(({ kind }) => kind === 'access');
    expect(lost?.changes.map(({ code }) => code)).toContain('right_lost');
    expect(lost?.changes[0]?.text.en).toContain(`the role “${roles.get(entry?.role ?? '')}”`);
    expect(lost?.changes[0]?.text.en).toContain('read → hidden');
    expect(codes(changesBetween(narrowed, model))).toContain('access right_gained');
  });

  it('say which options go, which records lose their uniqueness, and which order is new', () => {
    const base = withForm((form) => ({
      ...form,
      fields: [
        ...form.fields,
        {
          key: 'size',
          type: 'select' as const,
          label: 'Size',
          unique: true,
          options: [
            { key: 's', label: 'S' },
            { key: 'l', label: 'L' },
          ],
        },
      ],
    }));
    const next = withForm((form) => ({
      ...form,
      fields: [
        { key: 'size', type: 'select' as const, label: 'Size', options: [{ key: 's', label: 'S' }] },
        ...form.fields,
      ],
    }));
    expect(codes(changesBetween(base, next))).toEqual([
      'records unique_removed',
      'records options_removed',
      'form field_moved',
    ]);
    expect(english(changesBetween(base, next))).toContain('“Size” loses the options “L”');
  });
});
