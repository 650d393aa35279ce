import { compileForm } from '../compile/index.ts';
import type { FormContext, FormDefinition, FormFault } from '../types.ts';
import { checkFields } from './fields.ts';
import { checkLayout } from './layout.ts';
import { checkAccess, checkCases, checkChecks, checkLinkage, checkList, checkPublic } from './parts.ts';
import { checkPrint } from './print.ts';
import { Report } from './report.ts';
import { checkShown } from './shown.ts';
import { checkLookups, checkRelated } from './sources.ts';

/** Everything that can be wrong with a form beside its structure, in words for the person who wrote it. */
export function checkForm(form: FormDefinition, context: FormContext): FormFault[] {
  const report = new Report(form, context);
  report.faults.push(...compileForm(form, context).faults);
  checkFields(report);
  checkShown(report);
  checkLinkage(report);
  checkChecks(report);
  checkLookups(report);
  checkRelated(report);
  checkLayout(report);
  checkList(report);
  checkPrint(report);
  checkAccess(report);
  checkPublic(report);
  checkCases(report);
  return report.faults;
}
