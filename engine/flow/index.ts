export { apply, evolve } from './apply.ts';
export { addWorkingTime, compileCalendar, type WorkCalendar, workingTimeBetween } from './calendar.ts';
export { checkFlow } from './check.ts';
export { type ChoiceSlot, choiceOf, choiceSlots, openToChoice } from './choices.ts';
export { type CompiledFlow, compileFlow } from './compile.ts';
export { decide } from './decide.ts';
export { clash, delegatedBy, isApart, placesOf } from './handOver.ts';
export { labelOfNode, nodeLabel } from './names.ts';
export { openOnTask, openOperations } from './operations.ts';
export { outlook, stillAhead } from './outlook.ts';
export { skipOutcomes } from './skip.ts';
export {
  checkSoundness,
  type FactDomain,
  type Finding,
  type ProvedProblem,
  type Soundness,
  type SoundnessFacts,
} from './soundness/index.ts';
export { joinsWaitedAt } from './status.ts';
export { type BranchAt, type Stay, type StayTask, staysOf } from './stays.ts';
export * from './types.ts';
export { waysGone } from './ways.ts';
export { whyText } from './why.ts';
