import { linkAddress } from '../links.ts';

/**
 * The document of a rich text: nodes and marks of an allow-list, by the names that ProseMirror gives them, with no more
 * attributes than are drawn. It is made anew from what was sent; what the list does not know is refused, never cleaned.
 */
export type Mark = { type: 'bold' | 'italic' | 'underline' } | { type: 'link'; attrs: { href: string } };

export type Inline = { type: 'text'; text: string; marks?: Mark[] } | { type: 'hardBreak' };

export type Block =
  | { type: 'paragraph'; content?: Inline[] }
  | { type: 'heading'; attrs: { level: 1 | 2 | 3 }; content?: Inline[] }
  | { type: 'bulletList' | 'orderedList'; content: ListItem[] }
  | { type: 'listItem'; content: Block[] };

export type ListItem = Extract<Block, { type: 'listItem' }>;

export interface RichDocument {
  /** The words alone, lines parted by a line feed: for search, conditions, lists and exports. */
  text: string;
  content: Block[];
}

export const deepest = 12;
export const mostNodes = 5000;

class Refused extends Error {}

interface Reading {
  nodes: number;
}

type Sent = { [name: string]: unknown };

const isSent = (value: unknown): value is Sent => value !== null && typeof value === 'object' && !Array.isArray(value);
const listOf = (value: unknown): unknown[] => {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Refused();
  return value;
};

function readMark(sent: unknown): Mark {
  if (!isSent(sent)) throw new Refused();
  if (sent.type === 'bold' || sent.type === 'italic' || sent.type === 'underline') return { type: sent.type };
  const href = sent.type === 'link' && isSent(sent.attrs) ? sent.attrs.href : undefined;
  if (typeof href !== 'string' || !linkAddress(href)) throw new Refused();
  return { type: 'link', attrs: { href } };
}

function readInline(sent: unknown, reading: Reading): Inline {
  count(reading);
  if (!isSent(sent)) throw new Refused();
  if (sent.type === 'hardBreak') return { type: 'hardBreak' };
  if (sent.type !== 'text' || typeof sent.text !== 'string' || sent.text === '') throw new Refused();
  const marks = listOf(sent.marks).map(readMark);
  if (new Set(marks.map(({ type }) => type)).size !== marks.length) throw new Refused();
  return { type: 'text', text: sent.text.normalize('NFC'), ...(marks.length > 0 ? { marks } : {}) };
}

function count(reading: Reading): void {
  reading.nodes += 1;
  if (reading.nodes > mostNodes) throw new Refused();
}

const inlines = (sent: Sent, reading: Reading): { content?: Inline[] } => {
  const content = listOf(sent.content).map((one) => readInline(one, reading));
  return content.length > 0 ? { content } : {};
};

function readBlock(sent: unknown, reading: Reading, depth: number): Block {
  count(reading);
  if (!isSent(sent) || depth > deepest) throw new Refused();
  const blocks = (): Block[] => listOf(sent.content).map((one) => readBlock(one, reading, depth + 1));
  switch (sent.type) {
    case 'paragraph':
      return { type: 'paragraph', ...inlines(sent, reading) };
    case 'heading': {
      const level = isSent(sent.attrs) ? sent.attrs.level : undefined;
      if (level !== 1 && level !== 2 && level !== 3) throw new Refused();
      return { type: 'heading', attrs: { level }, ...inlines(sent, reading) };
    }
    case 'bulletList':
    case 'orderedList': {
      const items = blocks().filter((block) => block.type === 'listItem');
      if (items.length === 0 || items.length !== listOf(sent.content).length) throw new Refused();
      return { type: sent.type, content: items };
    }
    case 'listItem': {
      const content = blocks();
      if (content.length === 0 || content.some(({ type }) => type === 'listItem')) throw new Refused();
      return { type: 'listItem', content };
    }
    default:
      throw new Refused();
  }
}

function inlineText(content: readonly Inline[] = []): string {
  return content.map((one) => (one.type === 'text' ? one.text : '\n')).join('');
}

function linesOf(block: Block): string[] {
  if (block.type === 'paragraph' || block.type === 'heading') return [inlineText(block.content)];
  return (block.content as readonly Block[]).flatMap(linesOf);
}

export function plainText(content: readonly Block[]): string {
  return content.flatMap(linesOf).join('\n').trim();
}

/** A text, one paragraph a line. */
export function documentOf(text: string): RichDocument | null {
  const lines = text.replace(/\r\n?/g, '\n').trim().normalize('NFC').split('\n');
  const content = lines.map((line): Block => {
    return line === '' ? { type: 'paragraph' } : { type: 'paragraph', content: [{ type: 'text', text: line }] };
  });
  const plain = plainText(content);
  return plain === '' ? null : { text: plain, content };
}

/** undefined: no document of ours; null: one without a word in it. */
export function readDocument(sent: unknown): RichDocument | null | undefined {
  if (typeof sent === 'string') return documentOf(sent);
  if (!isSent(sent)) return undefined;
  try {
    const reading = { nodes: 0 };
    const content = listOf(sent.content).map((one) => readBlock(one, reading, 1));
    if (content.some(({ type }) => type === 'listItem')) return undefined;
    const text = plainText(content);
    return text === '' ? null : { text, content };
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
