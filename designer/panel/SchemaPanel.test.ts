// @vitest-environment jsdom
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import type { Files, Json, JsonObject } from '../draft/types.ts';
import { claim, claimFacts, draft, show, watchConsole } from '../editors/testing.test-data.ts';
import { readDraft } from '../facts/index.ts';
import SchemaPanel from './SchemaPanel.vue';

watchConsole();

const root = join(import.meta.dirname, '../../apps/returns');
const files: Files = Object.fromEntries(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json') && !path.startsWith('data/'))
    .map((path) => [path, JSON.parse(readFileSync(join(root, path), 'utf8')) as JsonObject]),
);
const returns = readDraft(files);
const kinds: Record<string, string> = {
  forms: 'form',
  flows: 'flow',
  rules: 'rule',
  tables: 'table',
  messages: 'message',
  connectors: 'connector',
  calendars: 'calendar',
  reports: 'report',
  scenarios: 'scenario',
};
const kindOf = (path: string): string => (path === 'app.json' ? 'app' : (kinds[path.split('/')[0] ?? ''] ?? ''));
/** One of each kind whole, and every field of the largest form: mounting takes a while. */
const whole = [...new Map(Object.keys(files).map((path) => [kindOf(path), path])).values()];
const parts = (path: string, list: string): JsonObject[] => (files[path]?.[list] ?? []) as JsonObject[];

async function changesOf(schema: string | object, value: Json, form?: string): Promise<unknown> {
  const panel = show(SchemaPanel, {
    schema,
    value,
    context: { draft: returns, ...(form ? { form } : {}) },
  });
  await flushPromises();
  // Opening everything in a large definition takes a browser's time; the first of each list is like the others.
  for (const fold of panel.findAll('.sort > li:first-child .card-title').slice(0, 8)) await fold.trigger('click');
  await flushPromises();
  const changes = panel.emitted('change');
  panel.unmount();
  return changes;
}

describe('a panel that nobody has touched', () => {
  it.each(whole)('leaves %s as it is', async (path) => {
    expect(await changesOf(kindOf(path), files[path] ?? {})).toBeUndefined();
  });

  const fields = parts('forms/return_request.json', 'fields');
  const types = [...new Map(fields.map((field) => [String(field.type), field])).entries()];
  it.each(types)('leaves a %s field as it is', async (_type, field) => {
    expect(await changesOf('field', field, 'return_request')).toBeUndefined();
  });
});

describe('a panel', () => {
  const context = { draft, form: 'claim', facts: claimFacts };
  const amount = claim.fields[2] as unknown as JsonObject;

  it('says what was set and where, and takes away what was emptied', async () => {
    const panel = show(SchemaPanel, { schema: 'field', value: { ...amount, help: 'Net' }, context });
    const help = panel.get('[data-pointer="/help"] input');
    await help.setValue('Gross');
    await help.setValue('');
    const required = panel.get('[data-pointer="/required"] input[role="switch"]');
    await required.setValue(true);
    expect(panel.emitted('change')).toEqual([
      ['/help', 'Gross'],
      ['/help', undefined],
      ['/required', true],
    ]);
  });

  it('takes an object away with the last thing in it, but no item of a list', async () => {
    const app = { ...(draft.app as unknown as JsonObject), brand: { accent: '#112233' } };
    const panel = show(SchemaPanel, { schema: 'app', value: app, context });
    const accent = panel.find('[data-pointer="/brand/accent"] input.control');
    await accent.setValue('');
    expect(panel.emitted('change')).toEqual([['/brand', undefined]]);
  });

  it('shows what is wrong at its place', () => {
    const message = { 'zh-CN': '不对', en: 'That is wrong' };
    const problems = [{ path: '/help', message, severity: 'error' }];
    const panel = show(SchemaPanel, { schema: 'field', value: amount, context, problems });
    const input = panel.get('[data-pointer="/help"] input');
    expect(input.attributes('aria-invalid')).toBe('true');
    const id = input.attributes('aria-describedby') ?? '';
    expect(document.getElementById(id)?.textContent).toContain('That is wrong');
  });

  it('never edits a key: it is fixed at birth', () => {
    const panel = show(SchemaPanel, { schema: 'field', value: amount, context, only: ['key'] });
    expect(panel.find('[data-pointer="/key"] input').exists()).toBe(false);
    expect(panel.get('[data-pointer="/key"]').text()).toContain('amount');
  });
});
