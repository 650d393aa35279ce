import type { MessageDefinition } from '../../definition/index.ts';
import type { MessageOrder } from './index.ts';

/** Where a click leads, an absolute address that survives the login. */
export function linkOf(publicUrl: string, message: MessageDefinition, order: MessageOrder): string | null {
  const { app, form, record, task } = order;
  // A to-do without its task still has a record.
  if (message.link === 'task' && task) return `${publicUrl}/w/tasks/${task}`;
  if (message.link === 'portal') return `${publicUrl}/portal/${encodeURIComponent(app)}${record ? `/r/${record}` : ''}`;
  if (message.link === undefined || !form || !record) return null;
  return `${publicUrl}/w/${encodeURIComponent(app)}/forms/${encodeURIComponent(form)}/${record}`;
}
