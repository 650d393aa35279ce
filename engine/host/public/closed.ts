import type { FormDefinition } from '../../definition/index.ts';
import type { PublicClosed } from '../../wire.ts';
import { dayOf } from '../apps/dates.ts';
import { Refusal } from '../door/refusal.ts';

type Page = NonNullable<FormDefinition['public']>;

/** Whether the link is still good, by its definition and the day in the app's time zone. */
export function closedBy(page: Page, now: Date, timeZone: string): PublicClosed | undefined {
  if (page.open === false) return 'closed';
  return page.until !== undefined && dayOf(now, timeZone) > page.until ? 'until' : undefined;
}

export function formClosed(page: Page): Refusal {
  const said = page.closed;
  const text = typeof said === 'string' ? { 'zh-CN': said, en: said } : said;
  return new Refusal('form_closed', text ?? { 'zh-CN': '这份表单已经停止填写。', en: 'This form is closed.' }, {
    status: 409,
  });
}
