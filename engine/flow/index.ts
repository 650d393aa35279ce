export { apply, evolve } from './apply.ts';
export { addWorkingTime, compileCalendar, type WorkCalendar, workingTimeBetween } from './calendar.ts';
export { checkFlow } from './check.ts';
export { type CompiledFlow, compileFlow } from './compile.ts';
export { decide } from './decide.ts';
export { openOperations } from './operations.ts';
export {
  checkSoundness,
  type FactDomain,
  type Finding,
  type ProvedProblem,
  type Soundness,
  type SoundnessFacts,
} from './soundness/index.ts';
export { statusByNode } from './status.ts';
export { structure } from './structure.ts';
export * from './types.ts';
export { whyText } from './why.ts';
