import { expect, it } from 'vitest';
import type { MessageDefinition } from '../../definition/index.ts';
import { linkOf } from './links.ts';

const message: MessageDefinition = { key: 'm', label: 'M', text: 'M' };
const order = { app: 'shop', message: 'm', to: { user: 'u' }, channels: [], facts: { no: 'A 1&2', none: null } };
const page = (fill?: Record<string, string>) => ({ ...message, page: { form: 'poll', ...(fill ? { fill } : {}) } });

it('leads to a public form, with what its address fills in', () => {
  expect(linkOf('https://x.example', page(), order)).toBe('https://x.example/portal/shop/f/poll');
  expect(linkOf('https://x.example', page({ about: 'no', more: 'none' }), order)).toBe(
    'https://x.example/portal/shop/f/poll?about=A+1%262',
  );
});

it('leads to the task, else to its record, else nowhere', () => {
  const task = { ...message, link: 'task' as const };
  const about = { ...order, form: 'claim', record: 'r1' };
  expect(linkOf('', task, { ...about, task: 't1' })).toBe('/w/tasks/t1');
  expect(linkOf('', task, about)).toBe('/w/shop/forms/claim/r1');
  expect(linkOf('', message, about)).toBeNull();
});
