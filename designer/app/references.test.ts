import { expect, it } from 'vitest';
import { referencesTo } from './references.ts';

const files = {
  'app.json': {
    key: 'app',
    roles: [{ key: 'clerk' }, { key: 'admin' }],
    admin: 'admin',
    navigation: [{ label: 'Claims', form: 'claim', roles: ['clerk'] }],
    portal: { apply: 'claim' },
    channels: { sms: { call: 'bank.send' } },
  },
  'forms/claim.json': { key: 'claim', fields: [], access: [{ role: 'clerk', rights: { '*': 'edit' } }] },
  'flows/approval.json': { key: 'approval', form: 'claim', nodes: [{ key: 'a', assignees: [{ role: 'clerk' }] }] },
  'rules/tell.json': { key: 'tell', on: { form: 'claim', event: 'created' }, does: [{ send: 'todo' }] },
  'messages/todo.json': { key: 'todo', text: 'claim' },
};
const found = (...of: Parameters<typeof referencesTo> extends [unknown, ...infer Rest] ? Rest : never) =>
  referencesTo(files, ...of).map(({ file, pointer }) => `${file}#${pointer}`);

it('finds who refers to a form, a message, a connector and a role, and never the thing itself or a mere text', () => {
  expect(found('forms', 'claim')).toEqual([
    'app.json#/navigation/0/form',
    'app.json#/portal/apply',
    'flows/approval.json#/form',
    'rules/tell.json#/on/form',
  ]);
  expect(found('messages', 'todo')).toEqual(['rules/tell.json#/does/0/send']);
  expect(found('connectors', 'bank')).toEqual(['app.json#/channels/sms/call']);
  expect(found('roles', 'admin')).toEqual(['app.json#/admin']);
  expect(found('flows', 'approval')).toEqual([]);
});

it('finds a role in a list of roles too', () => {
  expect(found('roles', 'clerk')).toEqual([
    'app.json#/navigation/0/roles/0',
    'forms/claim.json#/access/0/role',
    'flows/approval.json#/nodes/0/assignees/0/role',
  ]);
});
