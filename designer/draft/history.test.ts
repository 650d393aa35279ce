import { expect, it } from 'vitest';
import { History } from './history.ts';
import type { Command, Files } from './types.ts';

const label = { 'zh-CN': '改名', en: 'Rename' };
const files: Files = {
  'forms/claim.json': { key: 'claim', label: 'Claim', fields: [{ key: 'a', type: 'text' }] },
  'forms/other.json': { key: 'other', label: 'Other' },
};
const rename = (path: string, to: string, merge?: string): Command => ({
  label,
  ...(merge === undefined ? {} : { merge }),
  execute(draft) {
    const file = draft[path];
    if (file) file.label = to;
    return [path];
  },
});

it('undoes and redoes every step, with what was selected, and shares what did not change', () => {
  const history = new History(files);
  history.run(rename('forms/claim.json', 'A'), 0);
  history.run(rename('forms/other.json', 'B'), 10);
  expect(history.files['forms/claim.json']?.label).toBe('A');
  expect(history.files['forms/claim.json']?.fields).toBe(files['forms/claim.json']?.fields);
  history.undo();
  expect(history.files['forms/other.json']).toEqual(files['forms/other.json']);
  expect(history.selection).toEqual(['forms/claim.json']);
  history.undo();
  expect(history.files).toEqual(files);
  expect(history.undo()).toBe(false);
  history.redo();
  history.redo();
  expect(history.files['forms/other.json']?.label).toBe('B');
  expect(history.selection).toEqual(['forms/other.json']);
});

it('takes what is typed in one property as one step, until a second has passed', () => {
  const history = new History(files);
  for (const [position, text] of ['C', 'Cl', 'Cla'].entries())
    history.run(rename('forms/claim.json', text, 'label'), position * 200);
  history.run(rename('forms/claim.json', 'Clai', 'label'), 5000);
  history.undo();
  expect(history.files['forms/claim.json']?.label).toBe('Cla');
  history.undo();
  expect(history.files['forms/claim.json']?.label).toBe('Claim');
});

it('makes no step of what changes nothing, and none of what fails half way', () => {
  const history = new History(files);
  expect(history.run(rename('forms/claim.json', 'Claim'), 0)).toBe(false);
  const failing: Command = {
    label,
    execute(draft) {
      delete draft['forms/claim.json'];
      throw new Error('no');
    },
  };
  expect(() => history.run(failing, 0)).toThrow('no');
  expect(history.files).toBe(files);
  expect(history.undo()).toBe(false);
});

it('forgets the steps in a file that somebody else has changed, and keeps those after them in other files', () => {
  const history = new History(files);
  history.run(rename('forms/claim.json', 'A'), 0);
  history.run(rename('forms/other.json', 'B'), 5000);
  history.take({ 'forms/claim.json': { key: 'claim', label: 'Theirs' } });
  history.undo();
  expect(history.files['forms/other.json']?.label).toBe('Other');
  expect(history.undo()).toBe(false);
  expect(history.files['forms/claim.json']?.label).toBe('Theirs');
});
