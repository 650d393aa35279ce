import type { PrintTemplate } from '../../definition/types.generated.ts';
import { type Report, say } from './report.ts';

/** What a template prints has to be there: fields, tables, their columns, and the places in its texts. */
export function checkPrint(report: Report): void {
  const templates = report.form.print ?? [];
  report.twice(
    templates.map(({ key }) => key),
    (index) => `/print/${index}/key`,
    say('打印模板', 'print template'),
  );
  templates.forEach((template, index) => checkTemplate(template, `/print/${index}`, report));
}

function checkTemplate(template: PrintTemplate, path: string, report: Report): void {
  for (const name of ['title', 'header', 'footer'] as const) places(template[name], `${path}/${name}`, report);
  template.parts.forEach((part, index) => {
    const at = `${path}/parts/${index}`;
    if ('text' in part) places(part.text, `${at}/text`, report);
    if ('fields' in part) {
      part.fields.forEach((key, position) => report.name('field', key, report.fieldKeys, `${at}/fields/${position}`));
    }
    if (!('table' in part)) return;
    const tables = report.form.fields.filter(({ type }) => type === 'table');
    const table = tables.find(({ key }) => key === part.table);
    report.name(
      'field',
      part.table,
      tables.map(({ key }) => key),
      `${at}/table`,
    );
    if (table?.type !== 'table') return;
    const columns = table.fields.map(({ key }) => key);
    part.columns?.forEach((key, position) => report.name('field', key, columns, `${at}/columns/${position}`));
  });
}

/** "{claim_no}" names a field. */
function places(label: PrintTemplate['title'], path: string, report: Report): void {
  if (label === undefined) return;
  const texts = typeof label === 'string' ? [label] : Object.values(label);
  const named = new Set(
    texts.flatMap((text) => [...text.matchAll(/\{([\p{L}\p{N}_]+)\}/gu)].map(([, key = '']) => key)),
  );
  for (const key of named) report.name('field', key, report.fieldKeys, path);
}
