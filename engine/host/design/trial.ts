import type { LookupTrial, LookupView, Samples } from '../../wire.ts';
import type { Locale, UserActor } from '../access/index.ts';
import { LiveApp } from '../apps/live.ts';
import { sqlState } from '../door/connections.ts';
import { Refusal } from '../door/refusal.ts';
import type { Host } from '../host.ts';
import { analyse } from './analysis.ts';
import { type Draft, filesOf } from './draft.ts';
import { checkFile } from './file.ts';

/** No such table or column: the form that is asked has not been published with it. */
const NOT_THERE = new Set(['42P01', '42703', '3F000']);

/** A linked query of a form as it is being designed, asked of what is really there. Connectors are those that are published. */
export async function tryLookup(
  host: Host,
  draft: Draft,
  { form, lookup, values }: LookupTrial,
  user: UserActor,
  locale: Locale,
): Promise<LookupView> {
  const path = `forms/${form.key}.json`;
  const json = form as unknown as Parameters<typeof checkFile>[1];
  checkFile(path, json);
  const { model, problems } = analyse(new Map([...filesOf(draft), [path, json]]));
  const inForm = problems.filter(({ file, severity }) => severity === 'error' && file === path);
  if (model === undefined || inForm.length > 0) throw notYet(inForm);
  try {
    return await host.records.tryLookup(new LiveApp(model, draft.number), form.key, lookup, values, user, locale);
  } catch (cause) {
    if (!NOT_THERE.has(sqlState(cause) ?? '')) throw cause;
    throw new Refusal(
      'source_not_published',
      {
        'zh-CN': '查询的来源表单或字段还没有发布，没有数据可查。',
        en: 'The form or field that is asked has not been published yet, so there is nothing to find.',
      },
      { status: 409, cure: { 'zh-CN': '请先发布，再试查询。', en: 'Publish first, then try the query.' } },
    );
  }
}

function notYet(definitions: readonly object[]): Refusal {
  return new Refusal(
    'not_ready',
    { 'zh-CN': '表单有错误，还不能试查询。', en: 'The form has errors, so the query cannot be tried yet.' },
    { status: 422, more: { definitions }, cure: { 'zh-CN': '请先更正错误。', en: 'Put the errors right first.' } },
  );
}

/** Records for live previews, as this person may see them; none of a form that is not published. */
export async function samplesOf(
  host: Host,
  app: string,
  form: string,
  limit: number,
  user: UserActor,
  locale: Locale,
): Promise<Samples> {
  if (!host.apps.get(app)?.forms.has(form)) return [];
  try {
    const { rows } = await host.records.list(app, form, { size: limit, sort: ['-created_at'] }, user, locale);
    return rows;
  } catch (cause) {
    // Administrators need not see records: then there are no samples.
    if (cause instanceof Refusal && cause.status === 403) return [];
    throw cause;
  }
}
