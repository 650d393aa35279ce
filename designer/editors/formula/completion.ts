import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
  snippetCompletion,
} from '@codemirror/autocomplete';
import type { FunctionLibrary } from '../../../engine/expression/index.ts';
import type { Locale } from '../../../runtime/i18n/index.ts';
import { type Fact, type FactSet, flatten, matches } from '../../facts/index.ts';
import { type FunctionHelp, functionHelp } from './functions.ts';
import { typeName } from './show.ts';

const MOST = 60;

function factCompletion(fact: Fact, locale: Locale): Completion {
  return {
    label: fact.path,
    displayLabel: fact.fullLabel[locale],
    detail: fact.path,
    type: fact.type.kind === 'context' ? 'namespace' : fact.type.kind === 'list' ? 'enum' : 'variable',
    info: fact.options
      ? fact.options
          .slice(0, 12)
          .map(({ value, label }) => `"${value}" ${label[locale]}`)
          .join('\n')
      : typeName(fact.type, locale),
  };
}

function functionCompletion({ name, args, help }: FunctionHelp, locale: Locale): Completion {
  const shown = { displayLabel: `${name}(${args[locale]})`, label: name, type: 'function', info: help[locale] };
  return snippetCompletion(args.en === '' ? `${name}()` : `${name}(\${})`, shown);
}

/** The options of the fact that stands before a comparison: after `reason = ` come its keys, by label. */
function optionsAt(before: string, facts: FactSet, locale: Locale): Completion[] {
  const path = /([\p{L}_][\p{L}\p{N}_.]*)\s*(?:=|!=|in\s*\()\s*"?[^"=]*$/u.exec(before)?.[1];
  const options = facts.byPath.get(path ?? '')?.options ?? [];
  return options.map(({ value, label }) => ({
    label: `"${value}"`,
    displayLabel: label[locale],
    detail: `"${value}"`,
    type: 'constant',
    boost: 50,
  }));
}

/** What begins with the typed letters comes before what only holds them; own fields before what is around them. */
function rank(fact: Fact, typed: string): number {
  const words = [fact.label['zh-CN'], fact.label.en, ...fact.path.split(/[._]/), fact.path.split('.').at(-1) ?? ''];
  const isStart = words.some((word) => word.toLowerCase().startsWith(typed));
  return (isStart ? 0 : 2) + (fact.group === 'field' || fact.group === 'row' ? 0 : 1);
}

/** Facts by label and key, functions by name and by what they do. */
export function completer(
  facts: () => FactSet,
  locale: () => Locale,
  library: () => FunctionLibrary | undefined,
): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/"?[\p{L}_][\p{L}\p{N}_.]*"?|"/u);
    const line = context.state.doc.lineAt(context.pos);
    const options = optionsAt(context.state.sliceDoc(line.from, context.pos), facts(), locale());
    if (!word && !context.explicit && options.length === 0) return null;
    const typed = (word?.text ?? '').replaceAll('"', '').toLowerCase();
    const isText = word?.text.startsWith('"') === true;
    const chosen = options.filter(({ label, displayLabel = '' }) =>
      `${label} ${displayLabel}`.toLowerCase().includes(typed),
    );
    const found = isText
      ? []
      : flatten(facts().tree)
          .filter((fact) => matches(fact, typed))
          .sort((a, b) => rank(a, typed) - rank(b, typed));
    const named = isText
      ? []
      : functionHelp.filter(({ name, help }) => `${name} ${help['zh-CN']} ${help.en}`.toLowerCase().includes(typed));
    const added = isText ? [] : Object.keys(library() ?? {}).filter((name) => name.toLowerCase().includes(typed));
    const list = [
      ...chosen,
      ...found.map((fact) => factCompletion(fact, locale())),
      ...named
        .sort((a, b) => Number(b.name.startsWith(typed)) - Number(a.name.startsWith(typed)))
        .map((one) => functionCompletion(one, locale())),
      ...added.map((name) => snippetCompletion(`${name}(\${})`, { label: name, type: 'function' })),
    ];
    if (list.length === 0) return null;
    return { from: word?.from ?? context.pos, options: list.slice(0, MOST), filter: false };
  };
}
