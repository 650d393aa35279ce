export { directory, meet } from './directory.ts';
export { both, type Draft, readDraft } from './draft.ts';
export {
  type Fact,
  type FactGroup,
  type FactOption,
  type FactSet,
  factSet,
  flatten,
  matches,
  noFacts,
} from './fact.ts';
export { recordFacts, rowFacts, sourceFacts, taskFacts, withOpenGroup, withOutputs } from './form.ts';
export { itemType, operatorsOf, type Shape, shapeOf } from './operators.ts';
export { groupWords } from './words.ts';
