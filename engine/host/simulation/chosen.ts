import type { SimulationStep } from '../../wire/simulation.ts';
import type { Values } from '../../wire.ts';
import type { RunningHost } from '../compose.ts';
import { Refusal } from '../door/index.ts';
import { personActor } from '../scenario/story.ts';

/**
 * A play does not stop to ask whom whoever submits would choose: the first who may be chosen are taken, as many as are
 * needed, and stand in the step, where a scenario can name others.
 */
export async function withPeople(
  { host, app }: { host: RunningHost; app: { key: string } },
  step: SimulationStep,
): Promise<SimulationStep> {
  const { submit: form, as, data } = step;
  if (form === undefined || as === undefined || as === 'visitor' || step.chosen !== undefined) return step;
  try {
    const actor = await personActor(host, app.key, as);
    const staff = await host.people.of(app.key);
    const asked = await host.records.choices(app.key, form, (data ?? {}) as Values, actor, 'en');
    const chosen: Record<string, string[]> = {};
    for (const { node, min } of asked.filter((slot) => slot.min > 0)) {
      const people = await host.records.choosable({ app: app.key, form, node, search: '' }, actor, 'en');
      chosen[node] = people.slice(0, min).map(({ value }) => staff.person(value)?.login ?? value);
    }
    return Object.keys(chosen).length > 0 ? { ...step, chosen } : step;
  } catch (cause) {
    // Whoever may not submit is told so by the step itself.
    if (cause instanceof Refusal) return step;
    throw cause;
  }
}
