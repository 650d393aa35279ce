/**
 * What runs forms. What only those need who write them stands in modules of its own, so that no customer's phone fetches it:
 * check/index.ts (checkForm) and cases.ts (formCases).
 */
export { withAssigned } from './assign.ts';
export { compileForm } from './compile/index.ts';
export type { CompiledForm } from './compile/model.ts';
export { formContext, settingsFrom } from './context.ts';
export { differences } from './diff.ts';
export { sameJson } from './equal.ts';
export { evaluate } from './evaluate.ts';
export { explain } from './explain.ts';
export { admittedBytes, admittedKinds } from './fields/attachments.ts';
export { showDatetime } from './fields/calendar.ts';
export { flatOptions } from './fields/choices.ts';
export { textKey } from './fields/pointers.ts';
export { displayValue, fieldType, fieldTypes, isImportable, isNumeric, loadFieldTypes } from './fields/registry.ts';
export { fillFrom } from './fill.ts';
export {
  fieldsOfPart,
  fieldsOfSection,
  isBlock,
  isSection,
  isSteps,
  isTabs,
  partsOf,
  placedFields,
  sectionKey,
} from './layout.ts';
export { localised, messageFor, textOf } from './messages.ts';
export { cellPath, readPath } from './path.ts';
export { requirements } from './requirements.ts';
export { narrowByNode, roleRights, visibleValues, widestRights } from './rights.ts';
export { recordSchema } from './schema.ts';
export { recordFacts, recordScope, rowScope } from './scope.ts';
export { formatSerial, serialPeriod } from './serial.ts';
export { createSession } from './session.ts';
export type * from './types.ts';
