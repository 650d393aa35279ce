import { checkForm as checkParts } from '../../form/check/index.ts';
import { formContext } from '../../form/index.ts';
import type { FormDefinition } from '../types.generated.ts';
import type { Desk } from './desk.ts';
import { checkFormNames } from './names.ts';

/** Names as the database needs them; the rest, its own cases included, the form engine knows best. */
export function checkForm(desk: Desk, form: FormDefinition): void {
  const { file } = desk.place('form', form.key);
  checkFormNames(desk, form);
  // A name that is wrong for the database is often wrong for formulas too; said once is enough.
  const named = new Set(desk.problems.filter((problem) => problem.file === file).map((problem) => problem.path));
  const faults = checkParts(form, formContext(desk.app)).filter((fault) => !named.has(fault.path));
  desk.problems.push(...faults.map((fault) => ({ ...fault, file })));
}
