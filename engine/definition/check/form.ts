import { checkForm as checkParts, formContext } from '../../form/index.ts';
import type { FormDefinition } from '../types.generated.ts';
import type { Desk } from './desk.ts';
import { checkFormNames } from './names.ts';

/** Names as the database needs them; the rest, its own cases included, the form engine knows best. */
export function checkForm(desk: Desk, form: FormDefinition): void {
  const { file } = desk.place('form', form.key);
  checkFormNames(desk, form);
  desk.problems.push(...checkParts(form, formContext(desk.app)).map((fault) => ({ ...fault, file })));
}
