import { type Range, rangeOf } from '../../../engine/form/fields/ranges.ts';
import type { Json } from '../../../engine/form/index.ts';
import { instantOf, wallClock } from '../date/wall-clock.ts';
import type { NativeKind } from '../native.ts';
import type { ControlProps } from '../type.ts';

/** How the ends of a range are written in pickers, on the clock of the app's zone, and what of them is kept. */
export interface EndKind {
  native: NativeKind;
  step: number | undefined;
  /** What Element Plus is asked for and gives. */
  picker: 'daterange' | 'datetimerange' | undefined;
  format: string;
  shown: string;
  toPicker(end: string): string;
  toNative(end: string): string;
  /** From either of them. */
  read(text: string): string;
}

const asIs = (text: string): string => text;

export function endKind({ field, store }: Pick<ControlProps, 'field' | 'store'>): EndKind {
  if (field.type === 'datetimerange') {
    const zone = store.app.timeZone;
    return {
      native: 'datetime-local',
      step: undefined,
      picker: 'datetimerange',
      format: 'YYYY-MM-DD HH:mm:ss',
      shown: 'YYYY-MM-DD HH:mm',
      toPicker: (end) => wallClock(end, zone),
      toNative: (end) => wallClock(end, zone).replace(' ', 'T').slice(0, 16),
      read: (text) => instantOf(`${text.replace('T', ' ')}:00`.slice(0, 19), zone),
    };
  }
  if (field.type === 'timerange') {
    const format = field.seconds ? 'HH:mm:ss' : 'HH:mm';
    const step = field.seconds ? 1 : undefined;
    const plain = { toPicker: asIs, toNative: asIs, read: asIs };
    return { native: 'time', step, picker: undefined, format, shown: format, ...plain };
  }
  const format = 'YYYY-MM-DD';
  const plain = { toPicker: asIs, toNative: asIs, read: asIs };
  return { native: 'date', step: undefined, picker: 'daterange', format, shown: format, ...plain };
}

export const endsOf = (value: Json): Range => rangeOf(value) ?? { from: null, to: null };
