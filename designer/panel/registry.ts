import { type Component, defineAsyncComponent } from 'vue';
import CardsControl from './controls/CardsControl.vue';
import ChoiceControl from './controls/ChoiceControl.vue';
import ChoicesControl from './controls/ChoicesControl.vue';
import ColourControl from './controls/ColourControl.vue';
import DurationControl from './controls/DurationControl.vue';
import ElsewhereControl from './controls/ElsewhereControl.vue';
import FixedControl from './controls/FixedControl.vue';
import JsonControl from './controls/JsonControl.vue';
import LabelControl from './controls/LabelControl.vue';
import MapControl from './controls/MapControl.vue';
import NumberControl from './controls/NumberControl.vue';
import ObjectControl from './controls/ObjectControl.vue';
import PartyControl from './controls/PartyControl.vue';
import ReferenceControl from './controls/ReferenceControl.vue';
import ReferencesControl from './controls/ReferencesControl.vue';
import SetsControl from './controls/SetsControl.vue';
import SwitchControl from './controls/SwitchControl.vue';
import TextControl from './controls/TextControl.vue';
import TextsControl from './controls/TextsControl.vue';
import VariantControl from './controls/VariantControl.vue';
import type { EditorName } from './schema.ts';

interface Entry {
  control: Component;
  /** Label and control side by side. */
  inline?: boolean;
  /** A group of controls: named by its heading, not by a label element. */
  wide?: boolean;
}

const later = (load: () => Promise<{ default: Component }>): Component => defineAsyncComponent(load);

/** One line an editor: what schemas name in x-editor, and what follows from a schema's own shape. */
const editors: Readonly<Record<string, Entry>> = {
  text: { control: TextControl },
  longtext: { control: TextControl },
  key: { control: FixedControl },
  fixed: { control: FixedControl },
  number: { control: NumberControl, inline: true },
  switch: { control: SwitchControl, inline: true },
  only: { control: SwitchControl, inline: true },
  choice: { control: ChoiceControl },
  choices: { control: ChoicesControl, wide: true },
  reference: { control: ReferenceControl },
  references: { control: ReferencesControl, wide: true },
  texts: { control: TextsControl, wide: true },
  label: { control: LabelControl },
  longLabel: { control: LabelControl },
  duration: { control: DurationControl },
  object: { control: ObjectControl, wide: true },
  cards: { control: CardsControl, wide: true },
  map: { control: MapControl, wide: true },
  variant: { control: VariantControl, wide: true },
  json: { control: JsonControl },
  condition: { control: later(() => import('./controls/ConditionControl.vue')), wide: true },
  formula: { control: later(() => import('./controls/FormulaControl.vue')), wide: true },
  value: { control: later(() => import('./controls/ValueControl.vue')), wide: true },
  bound: { control: later(() => import('./controls/ValueControl.vue')), wide: true },
  options: { control: later(() => import('./controls/OptionsControl.vue')), wide: true },
  rights: { control: MapControl, wide: true },
  party: { control: PartyControl },
  source: { control: later(() => import('./controls/SourceControl.vue')), wide: true },
  operations: { control: later(() => import('./controls/OperationsControl.vue')), wide: true },
  colour: { control: ColourControl },
  uniqueSets: { control: SetsControl, wide: true },
  checks: { control: later(() => import('./controls/ChecksControl.vue')), wide: true },
  navigation: { control: CardsControl, wide: true },
  decisionInputs: { control: TextsControl, wide: true },
  fields: { control: ElsewhereControl },
  columns: { control: ElsewhereControl },
  layout: { control: ElsewhereControl },
  layoutFields: { control: ElsewhereControl },
  access: { control: later(() => import('./controls/AccessControl.vue')), wide: true },
  linkage: { control: later(() => import('./controls/LinkageControl.vue')), wide: true },
  lookups: { control: later(() => import('./controls/LookupsControl.vue')), wide: true },
  cases: { control: later(() => import('./controls/CasesControl.vue')), wide: true },
  week: { control: later(() => import('./controls/WeekControl.vue')), wide: true },
  exceptions: { control: later(() => import('./controls/ExceptionsControl.vue')), wide: true },
  messageText: { control: later(() => import('./controls/MessageTextControl.vue')), wide: true },
  decisionRows: { control: later(() => import('./controls/DecisionRowsControl.vue')), wide: true },
};

const entryOf = (editor: EditorName): Entry => editors[editor] ?? { control: JsonControl };

export const controlFor = (editor: EditorName): Component => entryOf(editor).control;
export const isInline = (editor: EditorName): boolean => entryOf(editor).inline === true;
export const isWide = (editor: EditorName): boolean => entryOf(editor).wide === true;
export const isKnown = (editor: EditorName): boolean => Object.hasOwn(editors, editor);
