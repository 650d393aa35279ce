import type { MessageDefinition } from '../../definition/index.ts';
import type { MessageOrder } from './index.ts';

/** Where a click leads, an absolute address that survives the login. */
export function linkOf(publicUrl: string, message: MessageDefinition, order: MessageOrder): string | null {
  const { app, form, record, task } = order;
  if (order.path !== undefined) return `${publicUrl}${order.path}`;
  if (message.page) return publicPage(publicUrl, app, message.page, order.facts);
  // A to-do without its task still has a record.
  if (message.link === 'task' && task) return `${publicUrl}/w/tasks/${task}`;
  if (message.link === 'portal') return `${publicUrl}/portal/${encodeURIComponent(app)}${record ? `/r/${record}` : ''}`;
  if (message.link === undefined || !form || !record) return null;
  return `${publicUrl}/w/${encodeURIComponent(app)}/forms/${encodeURIComponent(form)}/${record}`;
}

/** Whoever opens it needs no account; the address fills in what the form lets it. */
function publicPage(
  publicUrl: string,
  app: string,
  { form, fill = {} }: NonNullable<MessageDefinition['page']>,
  facts: MessageOrder['facts'],
): string {
  const page = `${publicUrl}/portal/${encodeURIComponent(app)}/f/${encodeURIComponent(form)}`;
  const filled = Object.entries(fill).flatMap(([field, fact]) => {
    const value = facts[fact];
    return value === null || value === undefined ? [] : [[field, String(value)]];
  });
  return filled.length === 0 ? page : `${page}?${new URLSearchParams(filled)}`;
}
