import { shallowRef } from 'vue';
import { recall, remember } from '../../../runtime/device/memory.ts';
import type { PaletteThing } from './things.ts';
import { paletteThings } from './things.ts';

const PLACE = 'forms.recent';
const MOST = 6;

const names = shallowRef((recall(PLACE) ?? '').split(' ').filter(Boolean));

/** What this person took last, newest first. */
export function recentThings(): readonly PaletteThing[] {
  return names.value.flatMap((name) => paletteThings().find((thing) => thing.name === name) ?? []);
}

export function noteUse({ name }: PaletteThing): void {
  names.value = [name, ...names.value.filter((one) => one !== name)].slice(0, MOST);
  remember(PLACE, names.value.join(' '));
}
