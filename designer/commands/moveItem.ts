import type { Localised } from '../../engine/definition/index.ts';
import type { Command, Json } from '../draft/types.ts';

/** One element of a list to another place in it. */
export function moveItem(
  file: string,
  path: readonly (string | number)[],
  from: number,
  to: number,
  label: Localised,
): Command {
  return {
    label,
    execute(files) {
      let place: Json | undefined = files[file];
      for (const step of path) {
        if (Array.isArray(place)) place = place[Number(step)];
        else place = typeof place === 'object' && place !== null ? place[step] : undefined;
      }
      if (!Array.isArray(place)) return undefined;
      // A copy, because an element that is taken out of a draft and put back is recorded as it was.
      const next = [...place];
      next.splice(to, 0, ...next.splice(from, 1));
      place.splice(0, place.length, ...next);
      return undefined;
    },
  };
}
