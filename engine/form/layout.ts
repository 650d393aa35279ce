import type {
  Block,
  FormDefinition,
  FormStep,
  Part,
  Section,
  Steps,
  Tab,
  Tabs,
} from '../definition/types.generated.ts';

/** What stands in a layout, found without knowing how deep: for the checker, for linkage and for the screen. */

export type { Block, FormStep, Part, Section, Steps, Tab, Tabs };

/** Anything of a layout that has a key of its own, and so can be hidden by linkage. */
export interface LaidPart {
  kind: 'section' | 'tabs' | 'tab' | 'steps' | 'step' | 'block';
  key: string;
  /** JSON pointer into the form's definition. */
  pointer: string;
  /** The fields in it, however deep. A block has none. */
  fields: readonly string[];
  /** False where the definition gives no key, and one was made from its place. */
  isNamed: boolean;
}

export interface LaidField {
  key: string;
  pointer: string;
}

export const isBlock = (item: string | Block): item is Block => typeof item !== 'string';
export const isTabs = (part: Part): part is Tabs => 'tabs' in part;
export const isSteps = (part: Part): part is Steps => 'steps' in part;
export const isSection = (part: Part): part is Section => 'fields' in part;

/** What sections without a key are called: by their place, with a hyphen, so that it is no other part's key. */
export const sectionKey = (section: Section, index: number, within?: string): string =>
  section.key ?? `${within === undefined ? '' : `${within}-`}section-${index + 1}`;

export const fieldsOfSection = (section: Section): string[] =>
  section.fields.flatMap((item) => (isBlock(item) ? [] : [item]));

export function fieldsOfPart(part: Part): string[] {
  if (isSection(part)) return fieldsOfSection(part);
  const panels: readonly { parts: readonly Section[] }[] = isTabs(part) ? part.tabs : part.steps;
  return panels.flatMap(({ parts }) => parts.flatMap(fieldsOfSection));
}

function sectionParts(section: Section, index: number, pointer: string, within?: string): LaidPart[] {
  const own: LaidPart = {
    kind: 'section',
    key: sectionKey(section, index, within),
    pointer,
    fields: fieldsOfSection(section),
    isNamed: section.key !== undefined,
  };
  const blocks = section.fields.flatMap((item, position): LaidPart[] =>
    isBlock(item)
      ? [{ kind: 'block', key: item.key, pointer: `${pointer}/fields/${position}`, fields: [], isNamed: true }]
      : [],
  );
  return [own, ...blocks];
}

function groupParts(part: Tabs | Steps, pointer: string): LaidPart[] {
  const [name, panels, kind] = isTabs(part)
    ? (['tabs', part.tabs, 'tab'] as const)
    : (['steps', part.steps, 'step'] as const);
  const group: LaidPart = { kind: name, key: part.key, pointer, fields: fieldsOfPart(part), isNamed: true };
  const inner = [...panels].flatMap(({ key, parts }, index): LaidPart[] => {
    const at = `${pointer}/${name}/${index}`;
    const panel: LaidPart = { kind, key, pointer: at, fields: parts.flatMap(fieldsOfSection), isNamed: true };
    return [panel, ...parts.flatMap((one, position) => sectionParts(one, position, `${at}/parts/${position}`, key))];
  });
  return [group, ...inner];
}

/** Everything that has a key, outer before inner, in the order in which it is shown. */
export function partsOf(form: FormDefinition): LaidPart[] {
  return (form.layout ?? []).flatMap((part, index) =>
    isSection(part) ? sectionParts(part, index, `/layout/${index}`) : groupParts(part, `/layout/${index}`),
  );
}

/** The sections of a form wherever they stand, each with its place. */
export function sectionsOf(form: FormDefinition): { section: Section; pointer: string }[] {
  return (form.layout ?? []).flatMap((part, index) => {
    const pointer = `/layout/${index}`;
    if (isSection(part)) return [{ section: part, pointer }];
    const [name, panels] = isTabs(part) ? (['tabs', part.tabs] as const) : (['steps', part.steps] as const);
    return [...panels].flatMap(({ parts }, at) =>
      parts.map((section, position) => ({ section, pointer: `${pointer}/${name}/${at}/parts/${position}` })),
    );
  });
}

/** Where each field stands, in the order in which it is shown. */
export function placedFields(form: FormDefinition): LaidField[] {
  return sectionsOf(form).flatMap(({ section, pointer }) =>
    section.fields.flatMap((item, index): LaidField[] =>
      isBlock(item) ? [] : [{ key: item, pointer: `${pointer}/fields/${index}` }],
    ),
  );
}
