import type { Lookup, LookupSource } from '../../definition/types.generated.ts';
import { bindData } from '../compile/data.ts';
import { compileForm } from '../compile/index.ts';
import { sitesOf } from '../compile/places.ts';
import { fillersOf } from '../fill.ts';
import { systemKeys, tableOf } from '../scope.ts';
import type { FormDefinition } from '../types.ts';
import { type Report, say } from './report.ts';

/** Lookups and related records: what they ask of other forms and connectors has to be there. */

function checkSource(source: LookupSource, path: string, report: Report): FormDefinition | undefined {
  const { forms, connectors } = report.context;
  if ('form' in source) {
    return report.name('form', source.form, forms.keys(), `${path}/form`) ? forms.get(source.form) : undefined;
  }
  if (!connectors || !report.name('connector', source.connector, connectors.keys(), `${path}/connector`))
    return undefined;
  const operations = Object.keys(connectors.get(source.connector)?.operations ?? {});
  report.name('operation', source.operation, operations, `${path}/operation`);
  return undefined;
}

function checkRows(lookup: Lookup, source: FormDefinition | undefined, path: string, report: Report): void {
  const tables = report.form.fields.flatMap((field) => (field.type === 'table' ? [field.key] : []));
  for (const [table, rows] of Object.entries(lookup.rows ?? {})) {
    const at = `${path}/rows/${table}`;
    if (!report.name('table', table, tables, at)) continue;
    const columns = report.columnsOf(table);
    for (const column of Object.keys(rows.fill)) report.name('column', column, columns, `${at}/fill/${column}`);
    if (rows.key) report.name('column', rows.key, columns, `${at}/key`);
    if (!source) continue;
    const theirs = source.fields.flatMap((field) => (field.type === 'table' ? [field.key] : []));
    report.name('table', rows.from, theirs, `${at}/from`);
  }
}

function checkLookup(lookup: Lookup, path: string, report: Report): void {
  const source = checkSource(lookup.from, `${path}/from`, report);
  if (lookup.else) checkSource(lookup.else, `${path}/else`, report);
  const plain = report.form.fields.flatMap((field) => (field.type === 'table' ? [] : [field.key]));
  lookup.on.forEach((key, index) => report.name('field', key, plain, `${path}/on/${index}`));
  for (const key of Object.keys(lookup.fill ?? {})) report.name('field', key, plain, `${path}/fill/${key}`);
  if (source) {
    const theirs = [...source.fields.map(({ key }) => key), ...systemKeys];
    for (const key of Object.keys(lookup.match)) report.name('field', key, theirs, `${path}/match/${key}`);
  }
  checkRows(lookup, source, path, report);
  report.faults.push(...fillersOf(compileForm(report.form, report.context), lookup.key).faults);
}

export function checkLookups(report: Report): void {
  const lookups = report.form.lookups ?? [];
  report.twice(
    lookups.map(({ key }) => key),
    (index) => `/lookups/${index}/key`,
    say('关联查询', 'lookup'),
  );
  lookups.forEach((lookup, index) => checkLookup(lookup, `/lookups/${index}`, report));
}

export function checkRelated(report: Report): void {
  const site = sitesOf(report.form, report.context).record;
  (report.form.related ?? []).forEach((related, index) => {
    const path = `/related/${index}`;
    bindData(related.match, site, report.faults, `${path}/match`);
    if (!report.name('form', related.form, report.context.forms.keys(), `${path}/form`)) return;
    const form = report.context.forms.get(related.form);
    const theirs = [...(form?.fields.map(({ key }) => key) ?? []), ...systemKeys];
    for (const key of Object.keys(related.match)) {
      const [table = '', column] = key.split('.');
      const inTable = form && column !== undefined && tableOf(form, table)?.fields.some((one) => one.key === column);
      if (!inTable) report.name('field', key, theirs, `${path}/match/${key}`);
    }
    related.columns.forEach((key, position) => report.name('field', key, theirs, `${path}/columns/${position}`));
  });
}
