import type { Problem } from '../../definition/index.ts';
import { checkStructure } from '../../definition/structure/check.ts';
import { readFile } from '../../definition/structure/read.ts';
import type { Json, SimulationScript } from '../../wire.ts';
import { simulationRefusals } from './refusals.ts';

const PLACE = 'scenarios/simulation.json';
const ANY_STEP = { advance: 'PT1S' };

/** Throws unless it is what a scenario may say. Without a step it is one that has just begun. */
export function checkScript(script: SimulationScript): void {
  const steps = script.steps.length > 0 ? script.steps : [ANY_STEP];
  const json = { ...script, steps, key: 'simulation', label: 'Simulation' } as unknown as Json;
  const read = readFile({ path: PLACE, json });
  const problems: Problem[] = 'problem' in read ? [read.problem] : checkStructure('scenario', PLACE, json);
  if (problems.length > 0) throw simulationRefusals.script(problems);
}
