import type { Label, MessageDefinition } from '../definition/types.generated.ts';
import type { Facts, Json } from '../expression/index.ts';

export interface RenderContext {
  locale: 'zh-CN' | 'en';
  /** How a place is written in this language: money, dates and options as people say them. undefined = plain text of the value. */
  display?(place: string, value: Json): string | undefined;
}

type Piece = { text: string } | { place: string };

/** Texts with {places}; {{ and }} stand for braces themselves. */
function piecesOf(text: string): { pieces: Piece[]; unclosed: boolean } {
  const pieces: Piece[] = [];
  let at = 0;
  let plain = '';
  while (at < text.length) {
    const two = text.slice(at, at + 2);
    if (two === '{{' || two === '}}') {
      plain += two.charAt(0);
      at += 2;
      continue;
    }
    if (text[at] !== '{') {
      plain += text[at];
      at += 1;
      continue;
    }
    const end = text.indexOf('}', at);
    if (end < 0) return { pieces: [...pieces, { text: plain + text.slice(at) }], unclosed: true };
    pieces.push({ text: plain }, { place: text.slice(at + 1, end).trim() });
    plain = '';
    at = end + 1;
  }
  return { pieces: [...pieces, { text: plain }], unclosed: false };
}

export function placesOfText(text: string): { places: string[]; unclosed: boolean } {
  const { pieces, unclosed } = piecesOf(text);
  return { places: [...new Set(pieces.flatMap((piece) => ('place' in piece ? [piece.place] : [])))], unclosed };
}

const textsOf = (label: Label | undefined): string[] =>
  label === undefined ? [] : typeof label === 'string' ? [label] : [label['zh-CN'], label.en];

/** The places of a message in any language: ["order_no", "warehouse.address"]. */
export function placesOf(message: MessageDefinition): string[] {
  const places = [...textsOf(message.title), ...textsOf(message.text)].flatMap((text) => placesOfText(text).places);
  return [...new Set(places)];
}

/** A fact by its name, or inside contexts by its path; own properties only. */
export function factAt(facts: Facts, path: string): Json {
  if (Object.hasOwn(facts, path)) return facts[path] ?? null;
  let value: Json | undefined = facts as Json;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return null;
    value = value[name];
  }
  return value ?? null;
}

function plainText(value: Json): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map(plainText).filter(Boolean).join(', ');
  return typeof value === 'object' ? '' : String(value);
}

function render(text: string, facts: Facts, ctx: RenderContext): string {
  return piecesOf(text)
    .pieces.map((piece, index, all) => {
      if ('text' in piece) return piece.text;
      const value = factAt(facts, piece.place);
      if (value === null) return '';
      const next = all[index + 1];
      return beforeStop(ctx.display?.(piece.place, value) ?? plainText(value), next && 'text' in next ? next.text : '');
    })
    .join('');
}

/** What a person wrote may end in a stop of its own; where the text goes on with one, one is enough. */
function beforeStop(value: string, next: string): string {
  if (/^[。.]/.test(next)) return value.replace(/[。.]\s*$/, '');
  return /^[，；：、]/.test(next) ? value.replace(/。\s*$/, '') : value;
}

const inLocale = (label: Label | undefined, locale: 'zh-CN' | 'en'): string =>
  label === undefined ? '' : typeof label === 'string' ? label : label[locale];

/** Title (the message's label where it has none) and text in the reader's language; an empty value is written as nothing. */
export function renderMessage(
  message: MessageDefinition,
  facts: Facts,
  ctx: RenderContext,
): { title: string; text: string } {
  return {
    title: render(inLocale(message.title ?? message.label, ctx.locale), facts, ctx),
    text: render(inLocale(message.text, ctx.locale), facts, ctx),
  };
}
