// @vitest-environment jsdom
import { nextTick } from 'vue';
import { beforeEach, expect, it } from 'vitest';
import { approve, done, edge, flow, handle, refused, start } from '../../engine/flow/testing/flows.ts';
import { DraftStore } from '../draft/store.ts';
import type { JsonObject } from '../draft/types.ts';
import { setLocale } from '../i18n/index.ts';
import { FlowEditor, idOfEdge } from './editor.ts';
import { choicesOf, grow, type Linking } from './links.ts';

beforeEach(() => setLocale('en'));

const two = flow(
  [start, approve('one', 'ann'), handle('two', 'bob'), done, refused],
  [edge('start → one'), edge('one → two'), edge('one -rejected→ refused'), edge('two → done')],
);
const files = {
  'app.json': { key: 'app', label: 'App', admin: 'admin', roles: [{ key: 'admin', label: 'Admin' }], navigation: [] },
  'forms/claim.json': { key: 'claim', label: 'Claim', fields: [] },
  'flows/flow.json': { ...two, form: 'claim' },
} as unknown as Record<string, JsonObject>;

/** A line is let go on empty ground, a step is put there, and on what the line leaves is answered. */
function growing(id: string): FlowEditor {
  const editor = new FlowEditor(new DraftStore('app', files), 'flow');
  const linking: Linking = { handle: { from: 'one' }, ground: { x: 0, y: 0 } };
  const choice = choicesOf(editor, { ...linking, growth: 'handle' }).find((one) => one.id === id);
  if (choice === undefined) throw new Error(`There is no way ${id}.`);
  grow(editor, linking, 'handle', choice);
  return editor;
}

it('asks for the condition of a way that was drawn to something new, once that has its name', async () => {
  const editor = growing('approved when');
  const made = editor.naming.value ?? '';
  expect(made).toBe('handle_1');
  await nextTick();
  expect(editor.undecided.value).toBeUndefined();
  editor.rename(made, 'Look again');
  await nextTick();
  const way = editor.flow.value.edges.find(({ to }) => to === made)?.key ?? '';
  expect(editor.selection.value).toEqual([idOfEdge(way)]);
  expect(editor.undecided.value).toBe(way);
  editor.dispose();
});

it('asks for none where the way is that of an outcome', async () => {
  const editor = growing('approved');
  editor.rename(editor.naming.value ?? '', 'Look again');
  await nextTick();
  expect(editor.undecided.value).toBeUndefined();
  expect(editor.selection.value).toEqual(['node:handle_1']);
  editor.dispose();
});
