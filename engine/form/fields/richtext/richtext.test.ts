import fc from 'fast-check';
import { expect, it } from 'vitest';
import { context, formOf } from '../../fixture.test-data.ts';
import { recordValidator } from '../../record-validator.ts';
import type { Field } from '../../types.ts';
import { trial } from '../trial.test-data.ts';

const definition: Field = { key: 'f', type: 'richtext', label: 'F' };
const field = trial(definition);
const words = (text: string, ...marks: unknown[]) => ({ type: 'text', text, ...(marks.length > 0 ? { marks } : {}) });
const paragraph = (...content: unknown[]) => ({ type: 'paragraph', content });
const doc = (...content: unknown[]) => ({ type: 'doc', content });

const whole = doc(
  { type: 'heading', attrs: { level: 2 }, content: [words('标题')] },
  paragraph(words('a', { type: 'bold' }), words('b', { type: 'italic' }, { type: 'underline' }), { type: 'hardBreak' }),
  {
    type: 'bulletList',
    content: [{ type: 'listItem', content: [paragraph(words('one'))] }],
  },
  paragraph(words('link', { type: 'link', attrs: { href: 'https://example.com', target: '_blank', rel: 'x' } })),
);

it('keeps what it knows, with its words beside it', () => {
  expect(field.read(whole)).toEqual({
    text: '标题\nab\n\none\nlink',
    content: [
      { type: 'heading', attrs: { level: 2 }, content: [words('标题')] },
      paragraph(words('a', { type: 'bold' }), words('b', { type: 'italic' }, { type: 'underline' }), {
        type: 'hardBreak',
      }),
      { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(words('one'))] }] },
      paragraph(words('link', { type: 'link', attrs: { href: 'https://example.com' } })),
    ],
  });
});

it('believes nobody about its words', () => {
  expect(field.read({ text: 'lie', content: [paragraph(words('truth'))] })).toMatchObject({ text: 'truth' });
});

it('makes paragraphs of a text, and nothing of no words', () => {
  expect(field.read('a\nb')).toEqual({ text: 'a\nb', content: [paragraph(words('a')), paragraph(words('b'))] });
  expect([field.read(''), field.read(doc({ type: 'paragraph' }))]).toEqual([null, null]);
});

it.each([
  ['an unknown node', doc({ type: 'image', attrs: { src: 'x' } })],
  ['an unknown mark', doc(paragraph(words('a', { type: 'textStyle' })))],
  ['a script link', doc(paragraph(words('a', { type: 'link', attrs: { href: 'javascript:alert(1)' } })))],
  ['a link with a data address', doc(paragraph(words('a', { type: 'link', attrs: { href: 'data:text/html,x' } })))],
  ['a heading of no level', doc({ type: 'heading', attrs: { level: 7 }, content: [words('a')] })],
  ['a list item outside of a list', doc({ type: 'listItem', content: [paragraph(words('a'))] })],
  ['a paragraph in a list', doc({ type: 'bulletList', content: [paragraph(words('a'))] })],
  ['words that are no text', doc(paragraph({ type: 'text', text: 5 }))],
  ['content that is no list', { content: { length: 1 } }],
  ['a number', 5],
])('refuses %s', (_name, sent) => expect(field.read(sent)).toBeUndefined());

it('refuses what is nested too deeply or has too many parts', () => {
  let deep: unknown = paragraph(words('a'));
  for (let level = 0; level < 20; level += 1)
    deep = { type: 'bulletList', content: [{ type: 'listItem', content: [deep] }] };
  expect(field.read(doc(deep))).toBeUndefined();
  expect(field.read(doc(...Array.from({ length: 5001 }, () => ({ type: 'paragraph' }))))).toBeUndefined();
});

it('is the same when it is read again, and what it keeps its schema keeps', () => {
  const validate = recordValidator(formOf([definition]), context);
  const inline = fc.oneof(
    fc.string({ minLength: 1 }).map((text) => words(text.normalize('NFC') || 'x', { type: 'bold' })),
    fc.constant({ type: 'hardBreak' }),
  );
  const block = fc.array(inline, { maxLength: 4 }).map((content) => paragraph(...content));
  fc.assert(
    fc.property(fc.array(block, { maxLength: 5 }), (content) => {
      const value = field.read(doc(...content)) ?? null;
      expect(field.loaded(value)).toEqual(value);
      expect(validate({ f: value })).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

it('is searched, listed and exported by its words', () => {
  const value = field.read('hello') ?? null;
  expect([field.show(value), field.column(), field.type.searchSql?.('r.f')]).toEqual([
    'hello',
    'jsonb',
    "(r.f->>'text')",
  ]);
  expect(trial({ key: 'f', type: 'richtext', label: 'F', maxLength: 3 }).enter('hello')).toBe('too_long');
});
