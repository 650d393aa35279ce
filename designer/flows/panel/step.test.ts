// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils';
import { expect, it } from 'vitest';
import type { JsonObject } from '../../draft/types.ts';
import { draft, show, watchConsole } from '../../editors/testing.test-data.ts';
import SchemaPanel from '../../panel/SchemaPanel.vue';
import { kindSchema } from '../edit/birth.ts';

watchConsole();

/** What the panel of a step asks for of these properties. */
async function asked(value: JsonObject, ...only: string[]) {
  const schema = kindSchema.get(String(value.type)) ?? {};
  const panel = show(SchemaPanel, { schema, value, context: { draft, form: 'claim', flow: 'claim_flow' }, only });
  // What is loaded when first needed is there.
  for (let turn = 0; turn < 20; turn += 1) await flushPromises();
  await import('../../panel/controls/OperationsControl.vue');
  await import('../../panel/controls/SourceControl.vue');
  await flushPromises();
  return panel;
}
const review = { type: 'approve', key: 'review', label: 'Review', assignees: [{ role: 'boss' }] };

it('ticks what a step offers by itself, so that one more takes none of it away', async () => {
  const panel = await asked(review, 'allow');
  const ticked = panel.findAll<HTMLInputElement>('input').filter(({ element }) => element.checked);
  expect(ticked.map((one) => one.attributes('data-operation'))).toEqual([
    'approve',
    'reject',
    'transfer',
    'claim',
    'comment',
  ]);
  await panel.get('[data-operation="return"]').trigger('change');
  expect(panel.emitted('change')).toEqual([
    ['/allow', ['approve', 'reject', 'transfer', 'claim', 'comment', 'return']],
  ]);
  await panel.setProps({
    value: { ...review, allow: ['approve', 'reject', 'transfer', 'claim', 'comment', 'return'] },
  });
  await panel.get('[data-operation="return"]').trigger('change');
  // The usual again: nothing has to be said.
  expect(panel.emitted('change')?.at(-1)).toEqual(['/allow', undefined]);
});

it('offers each kind of step its own decisions only, and always leaves one operation', async () => {
  expect((await asked(review, 'allow')).find('[data-operation="complete"]').exists()).toBe(false);
  const work = await asked({ ...review, type: 'handle', allow: ['complete'] }, 'allow');
  expect(work.find('[data-operation="approve"]').exists()).toBe(false);
  expect(work.get('[data-operation="complete"]').attributes('disabled')).toBeDefined();
});

it('asks for a share where a share decides, for weights where they count, and keeps in sight what is set', async () => {
  const shown = async (value: JsonObject) => {
    const panel = await asked(value, 'policy', 'share', 'weights');
    return panel.findAll('[data-pointer]').map((one) => one.attributes('data-pointer'));
  };
  expect(await shown(review)).toEqual(['/policy']);
  expect(await shown({ ...review, policy: 'ratio' })).toEqual(['/policy', '/share']);
  expect(await shown({ ...review, policy: 'weighted' })).toEqual(['/policy', '/share', '/weights']);
  expect(await shown({ ...review, share: 0.7 })).toEqual(['/policy', '/share']);
});

it('asks where a return leads only where something may be returned', async () => {
  const places = async (allow: string[]) =>
    (await asked({ ...review, allow }, 'allow', 'returnTo')).find('[data-pointer="/returnTo"]').exists();
  expect(await places(['approve'])).toBe(false);
  expect(await places(['approve', 'return'])).toBe(true);
});

it('asks first by what somebody is found who gets an overdue task, then only what that has to know', async () => {
  const panel = await asked({ ...review, deadline: { within: 'PT4H' } }, 'deadline');
  const person = '[data-pointer="/deadline/escalate"] [data-person]';
  expect(panel.findAll(`${person} [data-pointer]`)).toEqual([]);
  await panel.get(`${person} > select`).setValue('head');
  expect(panel.emitted('change')).toEqual([['/deadline/escalate', { head: 'initiator' }]]);
  await panel.setProps({ value: { ...review, deadline: { within: 'PT4H', escalate: { head: 'assignee' } } } });
  expect(panel.findAll(`${person} [data-pointer]`).map((one) => one.attributes('data-pointer'))).toEqual([
    '/deadline/escalate/head',
    '/deadline/escalate/when',
  ]);
});

it('says on the buttons of a step what it is told to', async () => {
  const panel = await asked({ ...review, type: 'handle' }, 'buttons');
  await panel.get('[data-pointer="/buttons/complete"] input').setValue('收货');
  expect(panel.emitted('change')).toEqual([['/buttons/complete', '收货']]);
});

it('asks of a join how many it waits for, and what becomes of the others, only where it does not wait for all', async () => {
  const shown = async (wait?: string) => {
    const panel = await asked(
      { type: 'join', key: 'meet', ...(wait === undefined ? {} : { wait }) },
      'wait',
      'n',
      'rest',
    );
    return panel.findAll('[data-pointer]').map((one) => one.attributes('data-pointer'));
  };
  expect(await shown()).toEqual(['/wait']);
  expect(await shown('first')).toEqual(['/wait', '/rest']);
  expect(await shown('n')).toEqual(['/wait', '/n', '/rest']);
});

it('calls an action that says nothing yet by its kind', async () => {
  const panel = await asked({ type: 'action', key: 'do', label: 'Do', do: [{ set: {} }] }, 'do');
  expect(panel.get('.card-title').text()).toBe('Set fields of this record');
});
