import type { Field, LookupField } from '../../definition/types.generated.ts';
import { isShowable, shownField } from '../fields/lookup/shown.ts';
import { fieldType } from '../fields/registry.ts';
import { type Report, say } from './report.ts';

/** Fields that show something of another record: what they name has to be there, and be something that can be shown. */

function checkReferenced(field: LookupField, path: string, among: readonly Field[], report: Report): void {
  const references = among.filter((one) => one.type === 'reference');
  const keys = references.map(({ key }) => key);
  if (field.reference === undefined || !report.name('reference', field.reference, keys, `${path}/reference`)) return;
  const refersTo = references.find(({ key }) => key === field.reference)?.form;
  if (refersTo === undefined || refersTo !== field.form) {
    report.error(
      'wrong_form',
      `${path}/form`,
      say(`“${field.reference}”关联的是另一张表单`, `“${field.reference}” refers to another form`),
      say(`请改为“${refersTo ?? ''}”`, `Name “${refersTo ?? ''}” here`),
    );
    return;
  }
  const form = report.context.forms.get(refersTo);
  const theirs = form?.fields.map(({ key }) => key) ?? [];
  if (!form || !report.name('field', field.show, theirs, `${path}/show`)) return;
  const shown = shownField(field, report.context.forms);
  if (shown && isShowable(shown, fieldType(shown))) return;
  report.error(
    'not_showable',
    `${path}/show`,
    say(`“${field.show}”不能显示在另一条记录里`, `“${field.show}” cannot be shown in another record`),
    say('请选文本、数字、日期或选项字段', 'Choose a text, number, date or choice'),
  );
}

function checkQueried(field: LookupField, path: string, isColumn: boolean, report: Report): void {
  const lookups = isColumn ? [] : (report.form.lookups ?? []);
  const keys = lookups.map(({ key }) => key);
  if (field.lookup === undefined || !report.name('lookup', field.lookup, keys, `${path}/lookup`)) return;
  if (lookups.find(({ key }) => key === field.lookup)?.keep === 'live') return;
  report.error(
    'not_live',
    `${path}/lookup`,
    say(
      '这个关联查询存的是快照，不能实时显示',
      'This linked query keeps a snapshot, and what is shown here is not stored',
    ),
    say('请把它设为 keep: live，或用 fill 带入字段', 'Make it keep: live, or fill a field from it'),
  );
}

function checkOne(field: Field, path: string, among: readonly Field[], report: Report): void {
  if (field.type !== 'lookup') return;
  if ((field.reference === undefined) === (field.lookup === undefined)) {
    report.error(
      'one_source',
      path,
      say('请在 reference 和 lookup 中选一个', 'Either reference or lookup is needed, and not both'),
      say('写明显示哪个关联字段或关联查询的内容', 'Say whose field is shown'),
    );
    return;
  }
  if (field.reference !== undefined) checkReferenced(field, path, among, report);
  else checkQueried(field, path, among !== report.form.fields, report);
}

export function checkShown(report: Report): void {
  report.form.fields.forEach((field, index) => {
    checkOne(field, `/fields/${index}`, report.form.fields, report);
    if (field.type !== 'table') return;
    const columns = field.fields;
    columns.forEach((column, at) => checkOne(column, `/fields/${index}/fields/${at}`, columns, report));
  });
}
