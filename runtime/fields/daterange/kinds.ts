import { type Range, rangeOf } from '../../../engine/form/fields/ranges.ts';
import type { Json } from '../../../engine/form/index.ts';
import { instantOf, wallClock } from '../date/wall-clock.ts';
import type { NativeKind } from '../native.ts';
import type { ControlProps } from '../type.ts';

/** How the ends of a range are written in pickers, on the clock of the app's zone, and what of them is kept. */
export interface EndKind {
  native: NativeKind;
  step: number | undefined;
  /** What Element Plus is asked for, gives and shows. It has nothing for a night: its ranges of times end on their day. */
  picker?: { type: 'daterange' | 'datetimerange'; format: string; shown: string };
  toPicker(end: string): string;
  toNative(end: string): string;
  /** From either of them. */
  read(text: string): string;
}

const asIs = (text: string): string => text;
const asWritten = { toPicker: asIs, toNative: asIs, read: asIs };

export function endKind({ field, store }: Pick<ControlProps, 'field' | 'store'>): EndKind {
  if (field.type === 'datetimerange') {
    const zone = store.app.timeZone;
    return {
      native: 'datetime-local',
      step: undefined,
      picker: { type: 'datetimerange', format: 'YYYY-MM-DD HH:mm:ss', shown: 'YYYY-MM-DD HH:mm' },
      toPicker: (end) => wallClock(end, zone),
      toNative: (end) => wallClock(end, zone).replace(' ', 'T').slice(0, 16),
      read: (text) => instantOf(`${text.replace('T', ' ')}:00`.slice(0, 19), zone),
    };
  }
  if (field.type === 'timerange') {
    const step = field.seconds ? 1 : undefined;
    return { native: 'time', step, ...asWritten };
  }
  return {
    native: 'date',
    step: undefined,
    picker: { type: 'daterange', format: 'YYYY-MM-DD', shown: 'YYYY-MM-DD' },
    ...asWritten,
  };
}

export const endsOf = (value: Json): Range => rangeOf(value) ?? { from: null, to: null };
