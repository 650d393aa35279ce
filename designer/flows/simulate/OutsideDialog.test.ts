// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { said, show, watchConsole } from '../../editors/testing.test-data.ts';
import OutsideDialog from './OutsideDialog.vue';

watchConsole();

it('asks for each thing that another system says in a field of its own, under the name that the form has for it', async () => {
  const initial = { no: 'SF1', param: { state: 3, signed: false } };
  const names = new Map([['no', 'Tracking number']]);
  const dialog = show(OutsideDialog, { title: 'Carrier', hint: '', initial, names });
  await flushPromises();
  const at = (selector: string) => {
    const found = document.querySelector<HTMLInputElement>(selector);
    if (found === null) throw new Error(`${selector} is not there.`);
    return found;
  };
  expect(at('[data-leaf="no"] label').textContent).toContain('Tracking number');
  expect(at('[data-leaf="param › state"] label').textContent).toContain('param › state');
  const type = async (selector: string, value: string) => {
    at(selector).value = value;
    at(selector).dispatchEvent(new Event('input', { bubbles: true }));
    await flushPromises();
  };
  await type('[data-leaf="no"] input', 'SF2');
  await type('[data-leaf="param › state"] input', '4');
  at('[data-leaf="param › signed"] input').click();
  await flushPromises();
  at('#simulate-outside').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  await flushPromises();
  expect(said(dialog, 'play')).toEqual([{ no: 'SF2', param: { state: 4, signed: true } }]);
});
