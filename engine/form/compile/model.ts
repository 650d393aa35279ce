import type {
  Access,
  Check,
  Field,
  FormDefinition,
  Lookup,
  LookupRows,
  RollupField,
  TableField,
} from '../../definition/types.generated.ts';
import type { CompiledCondition, Env } from '../../expression/types.ts';
import type { MeasureKind } from '../fields/rollup/index.ts';
import type {
  EvaluationInput,
  FieldProblem,
  FieldType,
  FormContext,
  FormFault,
  Json,
  Right,
  Trace,
  Values,
} from '../types.ts';

/**
 * A cell is one thing that is worked out: "value:qty", "right:lines.qty", "rule:3". A step works out one cell; a cell of a
 * row is one cell for all rows, and is worked out row by row.
 */
export type Cell = string;

export interface Read {
  cell: Cell;
  /** Only the same row's part of the cell is read, so that a change in one row concerns that row alone. */
  sameRow: boolean;
}

export interface BoundValue {
  evaluate(state: State, row: RowState | undefined): Json;
  reads: readonly Read[];
  /** The facts as the expression names them. */
  depends: readonly string[];
  text?: string;
}

export interface BoundCondition {
  test(state: State, row: RowState | undefined): boolean;
  explain(state: State, row: RowState | undefined): Trace;
  reads: readonly Read[];
}

export interface Rule {
  index: number;
  when: BoundCondition;
  /** The table whose rows it is asked for one by one; none where the record alone decides. */
  table?: string;
}

export interface Effect {
  rule: Rule;
  /** As the definition names it: a field, a column, or a part of the layout. */
  target: string;
  right?: Right;
  value?: BoundValue;
  options?: readonly string[];
}

export interface Rollup {
  field: RollupField;
  measure: { kind: MeasureKind; field?: string };
  match: Record<string, BoundValue>;
  /** The facts of this record that 'where' reads, by root name. */
  whereReads: readonly Read[];
  whereFacts: (state: State, row: RowState | undefined) => Values;
}

/** A field or a column, with all that bears on it. */
export interface Place {
  /** "qty" or "lines.qty". */
  path: string;
  key: string;
  table?: string;
  field: Field;
  type: FieldType;
  pointer: string;
  /** Readonly, computed or derived: nobody types it. */
  typed: boolean;
  formula?: BoundValue;
  /** A formula that could not be compiled: the stored value stands. */
  broken: boolean;
  initial?: BoundValue;
  min?: BoundValue;
  max?: BoundValue;
  rollup?: Rollup;
  effects: Effect[];
  /** Keys of the lookups that fill it. */
  filledBy: string[];
  /** Options, references: what is told to the host of this record for their 'where'. */
  whereReads: readonly Read[];
  whereFacts?: (state: State, row: RowState | undefined) => Values;
}

export interface Table {
  place: Place;
  field: TableField;
  columns: Map<string, Place>;
  drop?: BoundCondition;
  /** The lookups that bring its rows. */
  filledBy: { lookup: string; rows: LookupRows }[];
}

export interface CompiledLookup {
  key: string;
  lookup: Lookup;
  match: Record<string, BoundValue>;
  pointer: string;
}

export interface CompiledCheck {
  check: Check;
  when: BoundCondition;
  index: number;
}

/** A part of the layout that has a key: section, tab, step, block. */
export interface CompiledSection {
  key: string;
  fields: readonly string[];
  effects: Effect[];
}

export interface CompiledAccess {
  access: Access;
  index: number;
  rows?: CompiledCondition;
  /** 'rows' could not be compiled: it opens nothing. */
  broken: boolean;
}

export interface Step {
  cell: Cell;
  /** Worked out for each row of this table. */
  table?: string;
  reads: readonly Read[];
  /** True where the cell is another than before. */
  run(state: State, row: RowState | undefined, notes: Notes): boolean;
}

/** Collects what changed, for the screen. */
export interface Notes {
  values: Set<string>;
  rights: Set<string>;
  options: Set<string>;
  problems: Set<string>;
  sections: Set<string>;
  checks: Set<string>;
  /** Rows that came with this run: all of their steps have to run. */
  newRows: Map<string, RowState[]>;
}

export interface Program {
  steps: readonly Step[];
  /** Cell → positions of the steps that read it. */
  readers: ReadonlyMap<Cell, readonly { step: number; sameRow: boolean }[]>;
  stepOf: ReadonlyMap<Cell, number>;
}

/** A form made ready to run. `form`, `context`, `fields` and `faults` are for everybody, the rest is the form engine's own. */
export interface CompiledForm {
  readonly form: FormDefinition;
  readonly context: FormContext;
  /** By "qty" and "lines.qty". */
  readonly fields: ReadonlyMap<string, Field>;
  /** Parts that could not be compiled and are left out: none for a form that passed checkForm. */
  readonly faults: readonly FormFault[];
  /** @internal */
  readonly places: ReadonlyMap<string, Place>;
  /** @internal */
  readonly tables: ReadonlyMap<string, Table>;
  /** @internal */
  readonly rules: readonly Rule[];
  /** @internal */
  readonly lookups: ReadonlyMap<string, CompiledLookup>;
  /** @internal */
  readonly checks: readonly CompiledCheck[];
  /** @internal */
  readonly sections: readonly CompiledSection[];
  /** @internal */
  readonly access: readonly CompiledAccess[];
  /** @internal */
  readonly program: Program;
}

/** Something typed or sent: as it came, and what it means; a fault where it means nothing. */
export interface Entered {
  raw: unknown;
  value: Json;
  mismatch: boolean;
}

export interface LookupState {
  /** idle: not asked, its fields are empty; kept: what is stored stands; pending: asked and not answered yet. */
  status: 'idle' | 'kept' | 'pending' | 'found' | 'missing';
  id: string;
  match: Values;
  fill: Values;
  rows: { [table: string]: Values[] };
  message?: FieldProblem['message'];
}

export interface RowState {
  id: string;
  /** In the order entered, from 0. */
  index: number;
  /** The cells' values by column, and the id. */
  values: Values;
  /** What a lookup brought. */
  source?: Values;
  kept: boolean;
  rules: Map<number, boolean>;
  rights: Map<string, Right>;
  options: Map<string, readonly string[]>;
  problems: Map<string, readonly FieldProblem[]>;
}

export interface TableState {
  rows: RowState[];
  byId: Map<string, RowState>;
  /** Ids in the order entered; undefined where nobody touched the rows. */
  order?: string[];
  entered: Map<string, Map<string, Entered>>;
  before: Map<string, Values>;
  beforeOrder: string[];
  assigned?: { order: string[]; rows: Map<string, Values> };
  /** Ids of rows that lookups brought, by answer and position, so that the same answer gives the same rows. */
  lookupIds: Map<string, string>;
}

/** Everything that is worked out for one record. Only steps write to it. */
export interface State {
  compiled: CompiledForm;
  input: EvaluationInput;
  env: Env;
  /** Facts as expressions see them: effective values, tables as the rows that are kept. */
  facts: Values;
  base: ReadonlyMap<string, Right>;
  entered: Map<string, Entered>;
  tables: Map<string, TableState>;
  rules: boolean[];
  rights: Map<string, Right>;
  options: Map<string, readonly string[]>;
  problems: Map<string, readonly FieldProblem[]>;
  sections: Map<string, boolean>;
  checks: boolean[];
  lookups: Map<string, LookupState>;
  /** What was sent and has no place: found once, when the input is read. */
  strays: FieldProblem[];
}
