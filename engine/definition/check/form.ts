import { checkForm as checkParts, formCases, formContext } from '../../form/index.ts';
import { both } from '../texts.ts';
import type { FormDefinition } from '../types.generated.ts';
import { at, type Desk } from './desk.ts';
import { checkFormNames } from './names.ts';

/** The form's own tests: what it promises has to hold before anybody uses it. */
function checkCases(desk: Desk, form: FormDefinition): void {
  const place = desk.place('form', form.key);
  const cases = form.cases ?? [];
  for (const result of formCases(desk.compiled(form))) {
    const index = cases.findIndex((item) => item.key === result.key);
    for (const failure of result.passed ? [] : result.failures) {
      const [wanted, found] = [JSON.stringify(failure.expected), JSON.stringify(failure.actual)];
      desk.report(
        at(place, 'cases', Math.max(index, 0)),
        'case_failed',
        both(
          `用例“${result.key}”不成立：“${failure.path}”应为 ${wanted}，实为 ${found}。`,
          `The case “${result.key}” fails: “${failure.path}” should be ${wanted} and is ${found}.`,
        ),
        both('修改联动、公式或权限，或修改用例。', 'Change linkage, formulas or rights, or the case.'),
      );
    }
  }
}

export function checkForm(desk: Desk, form: FormDefinition): void {
  const place = desk.place('form', form.key);
  checkFormNames(desk, form);
  const faults = checkParts(form, formContext(desk.app));
  desk.problems.push(...faults.map((fault) => ({ ...fault, file: place.file })));
  if (!faults.some((fault) => fault.severity === 'error')) checkCases(desk, form);
}
