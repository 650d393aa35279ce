import { t, text } from '../../runtime/i18n/index.ts';
import { labelOf } from '../shell/places.ts';
import type { JsonChange, Segment } from './changes.ts';
import { propertyLabel } from './property.ts';
import type { Json } from './types.ts';

/** A change as people say it: where, and what happened there. */
export interface ChangeWords {
  place: string;
  what: string;
}

/** `files`: the file before and after, which say what the things in it are called. */
export function wordsOf(change: JsonChange, folder: string, files: readonly (Json | undefined)[]): ChangeWords {
  const place = change.path.map((_, index) => nameOf(folder, change.path.slice(0, index + 1), files));
  return { place: place.join(' › ') || t('frame.change.whole'), what: whatOf(change) };
}

function whatOf(change: JsonChange): string {
  switch (change.kind) {
    case 'added':
      return t('frame.change.added', { what: valueWords(change.after) });
    case 'removed':
      return t('frame.change.removed', { what: valueWords(change.before) });
    case 'changed':
      return t('frame.change.changed', { from: valueWords(change.before), to: valueWords(change.after) });
    case 'moved':
      return t('frame.change.moved', { order: change.after.join(t('frame.and')) });
  }
}

/** An element is called by its label, a property by what the panel calls it. */
function nameOf(folder: string, path: readonly Segment[], files: readonly (Json | undefined)[]): string {
  const last = path.at(-1);
  if (typeof last === 'string') return text(propertyLabel(folder, path)) || last;
  if (typeof last === 'number') return String(last + 1);
  for (const file of files) {
    const label = labelOf(at(file, path));
    if (label !== undefined) return text(label);
  }
  return last?.key ?? '';
}

function at(file: Json | undefined, path: readonly Segment[]): Json | undefined {
  let place = file;
  for (const segment of path) {
    if (Array.isArray(place))
      place =
        typeof segment === 'object'
          ? place.find(
              (item) => typeof item === 'object' && item !== null && !Array.isArray(item) && item.key === segment.key,
            )
          : place[Number(segment)];
    else if (typeof place === 'object' && place !== null && typeof segment === 'string') place = place[segment];
    else return undefined;
  }
  return place;
}

const LONGEST = 80;

/** A value in few words: a label in the reader's language, an element by its label, anything else as short JSON. */
export function valueWords(value: Json): string {
  if (value === '') return t('frame.change.empty');
  if (typeof value === 'string') return short(value);
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
  if (typeof value === 'number' || value === null) return String(value);
  if (!Array.isArray(value)) {
    const label = labelOf({ label: value }) ?? labelOf(value);
    if (label !== undefined) return short(text(label));
  }
  return short(JSON.stringify(value));
}

const short = (words: string): string => (words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words);
