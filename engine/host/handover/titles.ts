import type { UserActor } from '../access/actor.ts';
import type { DoorParts } from '../door/parts.ts';
import { titlesOf } from '../records/list.ts';
import { Sight } from '../records/sight.ts';

/** How the asker calls these records, as far as they may see them. */
export async function titlesFor(
  parts: DoorParts,
  places: readonly { app: string; form: string; record: string }[],
  user: UserActor,
): Promise<Record<string, string>> {
  const byForm = new Map<string, { app: string; form: string; records: Set<string> }>();
  for (const { app, form, record } of places) {
    const name = `${app}/${form}`;
    const group = byForm.get(name) ?? { app, form, records: new Set<string>() };
    group.records.add(record);
    byForm.set(name, group);
  }
  const found: Record<string, string> = {};
  for (const { app, form, records } of byForm.values()) {
    const live = parts.shelf.current(app);
    const liveForm = live?.form(form);
    if (!live || !liveForm) continue;
    Object.assign(found, await titlesOf(parts, new Sight(parts, live, liveForm, user), [...records]));
  }
  return found;
}
