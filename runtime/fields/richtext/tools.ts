import type { Editor } from '@tiptap/core';

/** What the bar offers. `sign`: a letter in its own style, or a path on a 16-pixel grid. */
export interface Tool {
  key: string;
  sign: { letter: string; style: string } | { path: string };
  isOn(editor: Editor): boolean;
  press(editor: Editor): void;
}

export type ToolKey = (typeof tools)[number]['key'];

export const tools = [
  {
    key: 'heading',
    sign: { letter: 'H', style: 'bold' },
    isOn: (editor) => editor.isActive('heading', { level: 2 }),
    press: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
  },
  {
    key: 'subheading',
    sign: { letter: 'h', style: 'bold' },
    isOn: (editor) => editor.isActive('heading', { level: 3 }),
    press: (editor) => editor.chain().focus().toggleHeading({ level: 3 }).run(),
  },
  {
    key: 'bold',
    sign: { letter: 'B', style: 'bold' },
    isOn: (editor) => editor.isActive('bold'),
    press: (editor) => editor.chain().focus().toggleBold().run(),
  },
  {
    key: 'italic',
    sign: { letter: 'I', style: 'italic' },
    isOn: (editor) => editor.isActive('italic'),
    press: (editor) => editor.chain().focus().toggleItalic().run(),
  },
  {
    key: 'underline',
    sign: { letter: 'U', style: 'underline' },
    isOn: (editor) => editor.isActive('underline'),
    press: (editor) => editor.chain().focus().toggleUnderline().run(),
  },
  {
    key: 'bullets',
    sign: { path: 'M2.5 4h.01M2.5 8h.01M2.5 12h.01M6 4h8M6 8h8M6 12h8' },
    isOn: (editor) => editor.isActive('bulletList'),
    press: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    key: 'numbers',
    sign: { path: 'M2 3.2l1-.7v3M2 9.3c.3-1 2-1 1.8.2L2 11.8h2M6.5 4h7.5M6.5 8h7.5M6.5 12h7.5' },
    isOn: (editor) => editor.isActive('orderedList'),
    press: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
] as const satisfies readonly Tool[];

export const linkPath = 'M7 9.5a3 3 0 004.2 0l2-2A3 3 0 009 3.3l-.8.8M9 6.5a3 3 0 00-4.2 0l-2 2A3 3 0 007 12.7l.8-.8';
