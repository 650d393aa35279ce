import type {
  AppDefinition,
  FormDefinition,
  Label,
  NavigationItem,
  Right,
  Tone,
} from '../definition/types.generated.ts';
import type { ParsedFormulas } from '../expression/index.ts';
import type { Values } from './json.ts';

/** GET /api/apps */
export interface AppSummary {
  key: string;
  label: Label;
  brand?: AppDefinition['brand'];
}

/** GET /api/apps/:app: what this person may know of the app. Forms hold only the fields this person may see at all. */
export interface AppView extends AppSummary {
  version: number;
  timeZone: string;
  currency: string;
  roles: { key: string; label: Label }[];
  myRoles: string[];
  /** This person administers the app. */
  admin?: true;
  navigation: NavigationItem[];
  settings: Values;
  forms: FormView[];
  boards: { key: string; label: Label; description?: Label }[];
  /** Where its forms are asked, where that is not the app itself: nothing that is done there is real. */
  at?: string;
  /** True where outside systems are stand-ins of the demo. */
  demo?: boolean;
}

export interface FormView {
  definition: FormDefinition;
  /** Its formulas, parsed: a browser compiles them without the grammar. */
  formulas: ParsedFormulas;
  /** The widest right of this person, by field and table.column, before rows, nodes and linkage narrow it. */
  rights: Record<string, Right>;
  may: { create: boolean; delete: boolean; export: boolean; import: boolean };
  flow?: { key: string; label: Label; states: StateView[] };
  /** Whoever begins chooses people for some of its steps. */
  chooses?: true;
  /** Buttons on records (rules with a button trigger) this person may press. */
  buttons: { rule: string; label: Label; confirm?: Label; node?: string }[];
}

export interface StateView {
  key: string;
  label: Label;
  tone?: Tone;
  visitor?: Label;
  next?: Label;
  step?: Label;
}
