import { HighlightStyle, LanguageSupport, LRLanguage, syntaxHighlighting, syntaxTree } from '@codemirror/language';
import { type Extension, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate, WidgetType } from '@codemirror/view';
import { parser } from 'lezer-feel';
import type { TextRange } from '../../../engine/expression/index.ts';

/** FEEL for the editor: the same grammar that the engine compiles. */
export const feel = new LanguageSupport(LRLanguage.define({ name: 'feel', parser }), [
  syntaxHighlighting(HighlightStyle.define([])),
]);

const keywords = 'if then else for in return some every satisfies and or not between instance of'.split(' ');
const kinds: Readonly<Record<string, string>> = {
  ...Object.fromEntries(keywords.map((word) => [word, 'feel-keyword'])),
  StringLiteral: 'feel-string',
  NumericLiteral: 'feel-number',
  BooleanLiteral: 'feel-atom',
  null: 'feel-atom',
  AtLiteral: 'feel-string',
  LineComment: 'feel-comment',
  BlockComment: 'feel-comment',
  SpecialFunctionName: 'feel-function',
};

/** A field's label in the place of its key, until the cursor comes there. */
class Chip extends WidgetType {
  readonly text: string;
  readonly path: string;
  constructor(text: string, path: string) {
    super();
    this.text = text;
    this.path = path;
  }
  override eq(other: Chip): boolean {
    return other.text === this.text && other.path === this.path;
  }
  override toDOM(): HTMLElement {
    const chip = document.createElement('span');
    chip.className = 'feel-fact';
    chip.textContent = this.text;
    chip.title = this.path;
    return chip;
  }
  override ignoreEvent(): boolean {
    return false;
  }
}

export type LabelOf = (path: string) => string | undefined;

interface Names {
  from: number;
  to: number;
}

function touches(view: EditorView, { from, to }: Names): boolean {
  return view.hasFocus && view.state.selection.ranges.some((range) => range.from <= to && range.to >= from);
}

function decorated(view: EditorView, labelOf: LabelOf): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const { doc } = view.state;
  syntaxTree(view.state).iterate({
    enter: (node) => {
      if (node.name === 'PathExpression' || node.name === 'VariableName') {
        const label = labelOf(doc.sliceString(node.from, node.to));
        if (label !== undefined && !touches(view, node)) {
          const path = doc.sliceString(node.from, node.to);
          builder.add(node.from, node.to, Decoration.replace({ widget: new Chip(label, path) }));
          return false;
        }
        const isCalled = node.name === 'VariableName' && node.node.parent?.name === 'FunctionInvocation';
        if (isCalled && node.node.parent?.firstChild?.from === node.from) {
          builder.add(node.from, node.to, Decoration.mark({ class: 'feel-function' }));
          return false;
        }
        return true;
      }
      const kind = kinds[node.name];
      if (kind !== undefined && node.to > node.from) builder.add(node.from, node.to, Decoration.mark({ class: kind }));
      return true;
    },
  });
  return builder.finish();
}

/** Colours by what the grammar says, and labels over keys. */
export function paint(labelOf: LabelOf): Extension {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = decorated(view, labelOf);
      }
      update(update: ViewUpdate): void {
        const isNew = syntaxTree(update.startState) !== syntaxTree(update.state);
        if (isNew || update.docChanged || update.selectionSet || update.focusChanged) {
          this.decorations = decorated(update.view, labelOf);
        }
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

export const setFault = StateEffect.define<TextRange | undefined>();

const underline = Decoration.mark({ class: 'feel-fault' });

/** The place that the compiler objects to. */
export const faultField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(found, transaction) {
    let next = found.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setFault)) continue;
      const { length } = transaction.newDoc;
      const from = Math.min(effect.value?.from ?? 0, length);
      const to = Math.min(effect.value?.to ?? 0, length);
      next = from < to ? Decoration.set([underline.range(from, to)]) : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});
