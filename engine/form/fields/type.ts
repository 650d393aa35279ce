import type { Field, FormDefinition, Label, RollupField } from '../../definition/types.generated.ts';
import type { Condition, FactType, Json, Localised, Operator } from '../../expression/types.ts';

export type Locale = 'zh-CN' | 'en';

/** How values are shown to people. */
export interface DisplayContext {
  locale: Locale;
  timeZone: string;
  currency: string;
  /** Texts of what values point to: ids of records, people and files, keys of options that are records. */
  texts?: Readonly<Record<string, string>>;
  forms?: ReadonlyMap<string, FormDefinition>;
}

/** What the app fixes for every field. */
export interface FieldContext {
  timeZone: string;
  currency: string;
  forms: ReadonlyMap<string, FormDefinition>;
}

/** A value that is not allowed: a code of messages.ts and what its sentence needs. */
export interface Fault {
  code: string;
  params?: { [name: string]: Json };
  /** Said instead of the catalogue's sentence. */
  message?: Label;
}

/** Bounds that are worked out: min and max of numbers and dates, the options that linkage leaves. */
export interface Limits {
  min?: Json;
  max?: Json;
  options?: readonly string[];
  /** What was stored before: an option that is no longer offered stays good where it was chosen. */
  stored?: Json;
  timeZone: string;
}

/** JSON Schema 2020-12, with the sentences for people under `x-messages`. */
export type JsonSchema = { [keyword: string]: unknown };

/** What a value points to outside of its record: it has to be there for the value to stand, and it gives the value its text. */
export type Pointer =
  | { kind: 'user'; role?: string }
  | { kind: 'reference'; form: string; where?: Condition }
  /** Records of `form` whose `field` is the value. `beneath`: the field of theirs that holds the value before this one. */
  | { kind: 'option'; form: string; field: string; label: string; where?: Condition; beneath?: string }
  | { kind: 'department' }
  | { kind: 'role'; roles?: readonly string[] }
  | { kind: 'file'; accept?: readonly FileKind[]; maxSize?: number };

/** The kinds of content that a field of files tells apart, judged by the bytes. */
export type FileKind = 'image' | 'video' | 'pdf' | 'office' | 'text' | 'zip';

/** What a field of files lets in. */
export interface Admission {
  min?: number;
  max: number;
  /** Bytes of each. */
  maxSize?: number;
  /** Without it, all kinds. */
  accept?: readonly FileKind[];
}

/** A part of a value that conditions, filters and reports ask for by itself: `period.from`. */
export interface FieldPart {
  key: string;
  /** As a field of its own, with what people call it. */
  field: Field;
  /** From the SQL of the column. */
  sql(column: string): string;
}

/** All that is a field type's own; nothing else in the engine lists types. */
export interface FieldType<F extends Field = Field> {
  readonly type: F['type'];
  readonly label: Localised;
  /** Name of an icon of @element-plus/icons-vue. */
  readonly icon: string;
  /** [] where the value is a list, else null. A fresh value each time. */
  readonly emptyValue: Json;
  /** What a filter may ask of it. */
  readonly operators: readonly Operator[];
  readonly sortable: boolean;
  /** The search box may look in it. */
  readonly searchable: boolean;
  /** Nobody types it: serial, formula, rollup. */
  readonly derived: boolean;
  /** Code of the problem where what was entered is no value of this type. */
  readonly mismatch: string;
  factType(field: F, ctx: FieldContext): FactType;
  jsonSchema(field: F, ctx: FieldContext): JsonSchema;
  /** Type of its column in PostgreSQL; null where it has none (a table is a table). */
  column(field: F): { sqlType: string } | null;
  /** A value for the driver; a list of ids or keys stays a list, a document (jsonb) an object. */
  encode(value: Json, field: F): Json;
  /** What the driver gave, as plain JSON. numeric and int8 arrive as text, dates as text. */
  decode(stored: unknown, field: F): Json;
  /** What somebody typed or sent, made canonical (trimmed, full-width digits to ASCII). Undefined: no value of this type. */
  normalise(input: unknown, field: F, ctx: FieldContext): Json | undefined;
  /** What a formula, a lookup or a rollup gave, made a value of this type: rounded half up to the field's digits. */
  settle(value: Json, field: F, ctx: FieldContext): Json;
  /** Judges a canonical, non-empty value. */
  validate(value: Json, field: F, limits: Limits): Fault | undefined;
  display(value: Json, field: F, ctx: DisplayContext): string;
  /** What somebody sees who may only see a part. */
  mask(value: Json, field: F): Json;
  /** Undefined: it points to nothing. */
  pointsTo?(field: F): Pointer | undefined;
  /** What is worked out over records of another form, wherever the field stands. */
  asks?(field: F): RollupField | undefined;
  /** None: the value is one piece. */
  parts?(field: F): readonly FieldPart[];
  /** What `min` and `max` are, where they are not of the value's own type. */
  boundType?(field: F): FactType;
  /** What a cell of an import says, as `normalise` takes it; undefined: no such value. Without it: the text as it stands. */
  readCell?(text: string, field: F): Json | undefined;
  /** Its values are ids of files that were uploaded before: no file of an import can hold them. */
  admits?(field: F): Admission;
  /** What a report groups rows by, from the SQL of the column; without it the column itself. */
  groupSql?(column: string): string;
  /** What the search box looks in, from the SQL of the column; without it the column as text. */
  searchSql?(column: string): string;
  /** It needs more room than a table's cell has. */
  readonly alone?: true;
}
