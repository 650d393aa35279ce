import type { Knex } from 'knex';
import type { AppDefinition, Label } from '../../definition/index.ts';
import type { DesignSummary, DesignView, PublishResult } from '../../wire.ts';
import { analyse } from './analysis.ts';
import { type Draft, designFiles, filesOf, statusOf } from './draft.ts';
import { listVersions } from './versions.ts';

/** The card of an app on the designer's first page. */
export async function summaryOf(knex: Knex, draft: Draft): Promise<DesignSummary> {
  const files = filesOf(draft);
  const { problems } = analyse(files);
  const definition = files.get('app.json') as Partial<AppDefinition> | undefined;
  const row = await knex('engine.design as d')
    .leftJoin('engine.app_user as u', 'u.id', 'd.updated_by')
    .where('d.app', draft.app)
    .first<{ label: Label; updated_at: string; by: string | null }>('d.label', 'd.updated_at', 'u.login as by');
  return {
    key: draft.app,
    label: row.label,
    ...(definition?.brand && { brand: definition.brand }),
    number: draft.number,
    changes: [...draft.rows.keys()].filter((path) => statusOf(draft, path) !== 'same').length,
    updatedAt: row.updated_at,
    ...(row.by !== null && { updatedBy: row.by }),
    errors: problems.filter(({ severity }) => severity === 'error').length,
    warnings: problems.filter(({ severity }) => severity === 'warning').length,
  };
}

export async function viewOf(knex: Knex, draft: Draft, publishing: PublishResult | undefined): Promise<DesignView> {
  const { hash, problems } = analyse(filesOf(draft));
  const current = (await listVersions(knex, draft.app)).find(({ isCurrent }) => isCurrent);
  return {
    app: draft.app,
    number: draft.number,
    hash,
    files: designFiles(draft),
    problems,
    ...(current && {
      published: { number: current.number, at: current.at, ...(current.by !== undefined && { by: current.by }) },
    }),
    ...(publishing && { publishing }),
  };
}
