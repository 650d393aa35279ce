/* Generated from schemas/ by `npm run types`. Not edited by hand. */

/**
 * Fixed at birth; what everything refers to. A letter, then letters, digits and _.
 */
export type Key = string;
/**
 * What people read: one text for all languages, or one for each.
 */
export type Label =
  | string
  | {
      /**
       * The Chinese text.
       */
      'zh-CN': string;
      /**
       * The English text.
       */
      en: string;
    };
/**
 * A literal; a string that begins with = is a formula.
 */
export type Value = unknown;
/**
 * ISO 8601 duration: PT4H, P7D.
 */
export type Duration = string;
/**
 * A field of a form. One file for each type stands in fields/.
 */
export type Field =
  | TextField
  | LongtextField
  | IntegerField
  | NumberField
  | MoneyField
  | DateField
  | DatetimeField
  | BooleanField
  | RadioField
  | SelectField
  | MultiselectField
  | PhoneField
  | EmailField
  | SerialField
  | UserField
  | ReferenceField
  | FileField
  | ImageField
  | VideoField
  | FormulaField
  | RollupField
  | RichtextField
  | PercentField
  | TimeField
  | DaterangeField
  | DatetimerangeField
  | TimerangeField
  | CascadeField
  | TreeField
  | RatingField
  | SliderField
  | ColourField
  | UrlField
  | IdnumberField
  | ScanField
  | AddressField
  | LocationField
  | DepartmentField
  | RoleField
  | LookupField
  | SignatureField
  | TableField;
/**
 * One line of text.
 */
export type TextField = FieldBase & {
  type: 'text';
  /**
   * Characters.
   */
  minLength?: number;
  /**
   * Characters.
   */
  maxLength?: number;
  /**
   * A regular expression that the whole text has to match where it says ^ and $; only linear ones are taken.
   */
  pattern?: string;
  message?: Label;
  /**
   * How the value looks to those who see it masked: phone keeps 3 and 4 digits, email the first letter, tail the last 4, name the first letter, all nothing.
   */
  mask?: 'phone' | 'email' | 'tail' | 'name' | 'all';
};
/**
 * A FEEL formula behind an equals sign: '= qty * price'.
 */
export type FormulaText = string;
/**
 * Several lines of text.
 */
export type LongtextField = FieldBase & {
  type: 'longtext';
  /**
   * Characters.
   */
  minLength?: number;
  /**
   * Characters.
   */
  maxLength?: number;
  /**
   * Lines of the input (default 3).
   */
  rows?: number;
  /**
   * How the value looks to those who see it masked: phone keeps 3 and 4 digits, email the first letter, tail the last 4, name the first letter, all nothing.
   */
  mask?: 'phone' | 'email' | 'tail' | 'name' | 'all';
};
/**
 * A whole number.
 */
export type IntegerField = FieldBase & {
  type: 'integer';
  min?: Bound;
  max?: Bound;
  unit?: Label;
};
/**
 * A number (as a decimal text for exactness), or a formula.
 */
export type Bound = number | string;
/**
 * A decimal number, exact; scale = digits behind the point (default 2).
 */
export type NumberField = FieldBase & {
  type: 'number';
  min?: Bound;
  max?: Bound;
  /**
   * Digits after the point.
   */
  scale?: number;
  unit?: Label;
};
/**
 * An amount in the app's currency, exact to the cent.
 */
export type MoneyField = FieldBase & {
  type: 'money';
  min?: Bound;
  max?: Bound;
  /**
   * How the value looks to those who see it masked: phone keeps 3 and 4 digits, email the first letter, tail the last 4, name the first letter, all nothing.
   */
  mask?: 'phone' | 'email' | 'tail' | 'name' | 'all';
};
/**
 * A calendar day.
 */
export type DateField = FieldBase & {
  type: 'date';
  /**
   * A date, or a formula that gives one.
   */
  min?: string;
  /**
   * A date, or a formula that gives one.
   */
  max?: string;
};
/**
 * A point in time.
 */
export type DatetimeField = FieldBase & {
  type: 'datetime';
  /**
   * A date, or a formula that gives one.
   */
  min?: string;
  /**
   * A date, or a formula that gives one.
   */
  max?: string;
};
/**
 * Yes or no.
 */
export type BooleanField = FieldBase & {
  type: 'boolean';
};
/**
 * One of a few, all shown.
 */
export type RadioField = FieldBase & {
  type: 'radio';
  options: Options;
};
export type Options = Option[] | OptionsFrom;
/**
 * How a state or choice is coloured.
 */
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';
/**
 * What the condition builder writes: the JSON of json-rules-engine with typed operators. At most 32 levels.
 */
export type Condition = AllConditions | AnyCondition | NotCondition | Comparison;
/**
 * Comparing with nothing is false; notEqual, notIn and notContains are then true.
 */
export type ConditionOperator =
  | 'equal'
  | 'notEqual'
  | 'greaterThan'
  | 'greaterThanInclusive'
  | 'lessThan'
  | 'lessThanInclusive'
  | 'between'
  | 'in'
  | 'notIn'
  | 'contains'
  | 'notContains'
  | 'containsAny'
  | 'startsWith'
  | 'endsWith'
  | 'matches'
  | 'filled'
  | 'inPeriod'
  | 'before'
  | 'after';
/**
 * What to compare with; a text that begins with = is a formula. Left out only with filled, where it means true. inPeriod takes today, yesterday, thisWeek, lastWeek, thisMonth, lastMonth, thisYear, last7Days, last30Days, last90Days or a duration such as P7D.
 */
export type ConditionValue = string | number | boolean | (string | number | boolean)[];
/**
 * One of many.
 */
export type SelectField = FieldBase & {
  type: 'select';
  options: Options;
};
/**
 * Several of many.
 */
export type MultiselectField = FieldBase & {
  type: 'multiselect';
  options: Options;
  /**
   * At least so many.
   */
  min?: number;
  /**
   * At most so many.
   */
  max?: number;
};
/**
 * A telephone number; country CN checks ^1[3-9]\d{9}$.
 */
export type PhoneField = FieldBase & {
  type: 'phone';
  /**
   * CN (default): a mainland mobile number; any: 5 to 15 digits.
   */
  country?: 'CN' | 'any';
  /**
   * How the value looks to those who see it masked: phone keeps 3 and 4 digits, email the first letter, tail the last 4, name the first letter, all nothing.
   */
  mask?: 'phone' | 'email' | 'tail' | 'name' | 'all';
};
/**
 * An e-mail address.
 */
export type EmailField = FieldBase & {
  type: 'email';
  /**
   * How the value looks to those who see it masked: phone keeps 3 and 4 digits, email the first letter, tail the last 4, name the first letter, all nothing.
   */
  mask?: 'phone' | 'email' | 'tail' | 'name' | 'all';
};
/**
 * A number given by the engine: {yyyyMMdd} the day, {seq:5} a counter that starts again with each new text before it.
 */
export type SerialField = FieldBase & {
  type: 'serial';
  /**
   * RT{yyyyMMdd}{seq:5}
   */
  format: string;
};
/**
 * A person with an account.
 */
export type UserField = FieldBase & {
  type: 'user';
  role?: Key;
};
/**
 * A record of another form.
 */
export type ReferenceField = FieldBase & {
  type: 'reference';
  form: Key;
  where?: Condition;
};
/**
 * Files.
 */
export type FileField = FieldBase & {
  type: 'file';
  /**
   * Kinds of content, judged by the bytes and not by the name; without it, all of these.
   *
   * @minItems 1
   */
  accept?: ('image' | 'video' | 'pdf' | 'office' | 'text' | 'zip')[];
  /**
   * At least so many.
   */
  min?: number;
  /**
   * At most so many.
   */
  max?: number;
  /**
   * Bytes for each file.
   */
  maxSize?: number;
};
/**
 * Pictures.
 */
export type ImageField = FieldBase & {
  type: 'image';
  /**
   * At least so many.
   */
  min?: number;
  /**
   * At most so many.
   */
  max?: number;
  /**
   * Bytes for each file.
   */
  maxSize?: number;
};
/**
 * Videos.
 */
export type VideoField = FieldBase & {
  type: 'video';
  /**
   * At least so many.
   */
  min?: number;
  /**
   * At most so many.
   */
  max?: number;
  /**
   * Bytes for each file.
   */
  maxSize?: number;
};
/**
 * A computed value of a stated kind.
 */
export type FormulaField = FieldBase & {
  type: 'formula';
  /**
   * The kind of the result.
   */
  result: 'text' | 'integer' | 'number' | 'money' | 'date' | 'datetime' | 'boolean';
  /**
   * Digits after the point.
   */
  scale?: number;
};
/**
 * A measure over records of another form (or of this one: the record at hand is never counted). exclusive: what is counted is locked while a command decides, so that two cannot both take the last.
 */
export type RollupField = FieldBase & {
  type: 'rollup';
  of: RollupSource;
  /**
   * count(), or sum, min, max, mean of a field (with rows: of a column).
   */
  measure: string;
  match: Data;
  where?: Condition;
  /**
   * Lock what is counted while a command decides.
   */
  exclusive?: boolean;
};
/**
 * Text with headings, bold, italic, underline, lists and links. Stored as a small document of known parts, never as HTML; its plain text is the fact <key>.text.
 */
export type RichtextField = FieldBase & {
  type: 'richtext';
  /**
   * Characters of plain text.
   */
  maxLength?: number;
};
/**
 * A percentage, exact: 12.5 is 12.5 %.
 */
export type PercentField = FieldBase & {
  type: 'percent';
  min?: Bound;
  max?: Bound;
  /**
   * Digits after the point (default 2).
   */
  scale?: number;
};
/**
 * A time of day: 13:45, with seconds where they are asked for.
 */
export type TimeField = FieldBase & {
  type: 'time';
  /**
   * With seconds (default false).
   */
  seconds?: boolean;
  /**
   * The earliest: 09:00, or a formula that gives a time.
   */
  min?: string;
  /**
   * The latest: 18:00, or a formula that gives a time.
   */
  max?: string;
};
/**
 * From a day to a day, both included. Facts: <key>.from and <key>.to.
 */
export type DaterangeField = FieldBase & {
  type: 'daterange';
  /**
   * No day before: a date, or a formula that gives one.
   */
  min?: string;
  /**
   * No day after: a date, or a formula that gives one.
   */
  max?: string;
  /**
   * So many days at most.
   */
  maxDays?: number;
};
/**
 * From an instant to an instant. Facts: <key>.from and <key>.to.
 */
export type DatetimerangeField = FieldBase & {
  type: 'datetimerange';
  /**
   * No instant before: a date and time, or a formula that gives one.
   */
  min?: string;
  /**
   * No instant after: a date and time, or a formula that gives one.
   */
  max?: string;
};
/**
 * From a time of day to a time of day. Facts: <key>.from and <key>.to.
 */
export type TimerangeField = FieldBase & {
  type: 'timerange';
  /**
   * With seconds (default false).
   */
  seconds?: boolean;
  /**
   * May end on the next day: 22:00 to 06:00 (default false).
   */
  overnight?: boolean;
};
/**
 * One option out of a tree, chosen level by level: province, city, district. Stored as the path of keys from the top.
 */
export type CascadeField = FieldBase & {
  type: 'cascade';
  options: TreeOptions;
  /**
   * The choice may end above the last level (default false).
   */
  anyLevel?: boolean;
};
export type TreeOptions = TreeOption[] | TreeOptionsFrom;
/**
 * One or several options out of a tree. Stored as a list of keys.
 */
export type TreeField = FieldBase & {
  type: 'tree';
  options: TreeOptions;
  /**
   * Several may be chosen (default false).
   */
  multiple?: boolean;
  /**
   * Only options that have none beneath them may be chosen (default false).
   */
  leavesOnly?: boolean;
  /**
   * At least so many.
   */
  min?: number;
  /**
   * At most so many.
   */
  max?: number;
};
/**
 * Stars, from one to max.
 */
export type RatingField = FieldBase & {
  type: 'rating';
  /**
   * How many stars (default 5).
   */
  max?: number;
  /**
   * Half stars too (default false).
   */
  half?: boolean;
};
/**
 * A number between two ends, chosen by sliding.
 */
export type SliderField = FieldBase & {
  type: 'slider';
  /**
   * The lower end (default 0).
   */
  min?: number;
  /**
   * The upper end (default 100).
   */
  max?: number;
  /**
   * The distance between two values (default 1).
   */
  step?: number;
  unit?: Label;
};
/**
 * A colour as #rrggbb.
 */
export type ColourField = FieldBase & {
  type: 'colour';
  /**
   * Colours to choose from at once.
   *
   * @minItems 1
   * @maxItems 24
   */
  palette?: string[];
  /**
   * Colours outside the palette may be chosen too (default true).
   */
  custom?: boolean;
};
/**
 * An address on the web, http or https. Shown as a link.
 */
export type UrlField = FieldBase & {
  type: 'url';
  /**
   * Characters.
   */
  maxLength?: number;
  /**
   * How the value looks to those who see it masked: phone keeps 3 and 4 digits, email the first letter, tail the last 4, name the first letter, all nothing.
   */
  mask?: 'phone' | 'email' | 'tail' | 'name' | 'all';
};
/**
 * The number of a document, checked by its own rule and shown masked.
 */
export type IdnumberField = FieldBase & {
  type: 'idnumber';
  /**
   * resident: Chinese resident identity number of 18 digits; company: unified social credit code; passport; pattern: the pattern that is given (default resident).
   */
  kind?: 'resident' | 'company' | 'passport' | 'pattern';
  /**
   * For kind pattern: a regular expression that the whole number has to match; only linear ones are taken.
   */
  pattern?: string;
  message?: Label;
  /**
   * Shown whole to those who may read it (default false: the middle is covered in lists, on forms, in print and exports).
   */
  whole?: boolean;
};
/**
 * A code that is scanned: by camera, or by a scanner that types.
 */
export type ScanField = FieldBase & {
  type: 'scan';
  /**
   * A scanner's code goes here even where no field has the focus (default false; not in tables).
   */
  capture?: boolean;
  /**
   * Characters.
   */
  minLength?: number;
  /**
   * Characters.
   */
  maxLength?: number;
  /**
   * A regular expression that the whole text has to match where it says ^ and $; only linear ones are taken.
   */
  pattern?: string;
  message?: Label;
  /**
   * How the value looks to those who see it masked: phone keeps 3 and 4 digits, email the first letter, tail the last 4, name the first letter, all nothing.
   */
  mask?: 'phone' | 'email' | 'tail' | 'name' | 'all';
};
/**
 * An address in mainland China: province, city and district by the official division, and the street in words. Facts: its parts, such as address.province; codes are those of the division.
 */
export type AddressField = FieldBase & {
  type: 'address';
  /**
   * How exact it is (default street).
   */
  upTo?: 'province' | 'city' | 'district' | 'street';
  /**
   * How it looks to those who see it masked: area shows province, city and district without the street, all nothing.
   */
  mask?: 'area' | 'all';
};
/**
 * A place on the earth, taken from the device with the person's consent, or typed. Facts: its latitude (lat) and longitude (lng) in degrees (WGS 84).
 */
export type LocationField = FieldBase & {
  type: 'location';
  /**
   * May also be typed (default true); false: only taken from the device.
   */
  typed?: boolean;
  /**
   * The map that its link opens (default osm): OpenStreetMap, or AMap for mainland China.
   */
  map?: 'osm' | 'amap';
};
/**
 * A department of the organisation.
 */
export type DepartmentField = FieldBase & {
  type: 'department';
};
/**
 * One of the app's roles.
 */
export type RoleField = FieldBase & {
  type: 'role';
  /**
   * Only these roles.
   *
   * @minItems 1
   * @maxItems 100
   */
  roles?: Key[];
};
/**
 * Shows a field of a referenced record as it is now; never typed and never stored. With a linked query instead, it shows what that query finds, on the form alone.
 */
export type LookupField = FieldBase & {
  type: 'lookup';
  reference?: Key;
  form?: Key;
  lookup?: Key;
  show: Key;
};
/**
 * A signature, drawn with finger, pen or mouse, or the name typed with the keyboard; kept as a picture.
 */
export type SignatureField = FieldBase & {
  type: 'signature';
  /**
   * May a name be typed instead of drawn (default true)?
   */
  typed?: boolean;
};
/**
 * A sub-table: rows with columns of their own. In column formulas the row's columns stand before the record's fields of the same name.
 */
export type TableField = FieldBase & {
  type: 'table';
  /**
   * Its columns.
   *
   * @minItems 1
   * @maxItems 60
   */
  fields: Field[];
  /**
   * At least so many rows.
   */
  min?: number;
  /**
   * At most so many rows.
   */
  max?: number;
  dropRows?: Condition;
  /**
   * May people add and remove rows (default true)?
   */
  addRows?: boolean;
  /**
   * Columns that together are unique within the record.
   *
   * @minItems 1
   */
  uniqueRows?: Key[][];
};
/**
 * edit: may write; require: must write; read; mask: sees a part; hide: does not know of it.
 */
export type Right = 'edit' | 'require' | 'read' | 'mask' | 'hide';
/**
 * A field key, or table.column.
 */
export type FieldPath = string;
export type LookupSource = FormSource | ConnectorSource;
export type Part = Section | Tabs | Steps;
export type PrintPart = PrintFields | PrintTable | PrintText | PrintSignatures | PrintHistory | PrintBreak;
export type FlowNode =
  | StartNode
  | ApproveNode
  | HandleNode
  | ExclusiveNode
  | ParallelNode
  | InclusiveNode
  | ForeachNode
  | JoinNode
  | ActionNode
  | RuleNode
  | WaitNode
  | TimerNode
  | SubflowNode
  | CcNode
  | RouteNode
  | EndNode;
export type ApproveNode = WorkNodeBase & {
  type: 'approve';
  /**
   * What the buttons of its usual decisions say here instead.
   */
  buttons?: {
    approve?: Label;
    reject?: Label;
    return?: Label;
  };
  /**
   * any: the first decides; all: everybody must agree, one refusal rejects; ratio: a share of the votes must agree; weighted: a share of the weights; sequence: one after the other, one refusal rejects.
   */
  policy?: 'any' | 'all' | 'ratio' | 'weighted' | 'sequence';
  /**
   * ratio, weighted: at least this part of all votes (weights) decides.
   */
  share?: number;
  /**
   * weighted: how much a vote counts; the first entry that names the person. Whoever is not named counts 1.
   *
   * @minItems 1
   */
  weights?: VoteWeight[];
  /**
   * Whose refusal alone rejects, whatever the others say.
   *
   * @minItems 1
   */
  veto?: Party[];
};
/**
 * What a rule or a flow node does. Facts in formulas: the record's fields, plus settings, user, task.
 */
export type Action = SetAction | CreateAction | UpdateAction | SignalAction | SendAction | CallAction;
/**
 * A piece of work: receive, inspect, pay.
 */
export type HandleNode = WorkNodeBase & {
  type: 'handle';
  /**
   * What the buttons of its usual decisions say here instead.
   */
  buttons?: {
    complete?: Label;
    reject?: Label;
    return?: Label;
  };
};
/**
 * This interface was referenced by `undefined`'s JSON-Schema definition
 * via the `patternProperty` "^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$".
 *
 * This interface was referenced by `undefined`'s JSON-Schema definition
 * via the `patternProperty` "^\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?$".
 */
export type Spans = string[];

/**
 * One root that refers to every kind, so that each shared type is generated once.
 */
export interface Definitions {
  app?: AppDefinition;
  form?: FormDefinition;
  flow?: FlowDefinition;
  rule?: RuleDefinition;
  table?: DecisionTable;
  message?: MessageDefinition;
  connector?: ConnectorDefinition;
  calendar?: CalendarDefinition;
  report?: ReportDefinition;
  scenario?: ScenarioDefinition;
  data?: DataDefinition;
}
/**
 * app.json: what the app is, who works in it, and what its customers may do.
 */
export interface AppDefinition {
  $schema?: string;
  key: Key;
  label: Label;
  description?: Label;
  /**
   * The app's own version, three numbers: 1.0.0.
   */
  version: string;
  /**
   * IANA name, Asia/Shanghai: days begin and end here, and times are shown in it.
   */
  timeZone: string;
  /**
   * ISO 4217 code, CNY: what money fields are in.
   */
  currency: string;
  brand?: Brand;
  /**
   * Who works in the app. 'visitor' (no account) and 'everyone' (any signed-in user) need not be named.
   */
  roles: Role[];
  /**
   * Labels of the attributes that roles carry, for reasons and screens; without one the key is shown.
   */
  attributes?: Attribute[];
  admin: Key;
  /**
   * Values the business changes without touching a definition; 'settings.<key>' in conditions and formulas.
   */
  settings?: Setting[];
  /**
   * How messages go out: channel key → connector operation. Facts: to, text, title, link, message, data.
   */
  channels?: {
    [k: string]: Channel;
  };
  notify?: TaskNotices;
  portal?: Portal;
  /**
   * What stands in the workbench's rail: forms, boards, scan screens, in this order.
   */
  navigation?: NavigationItem[];
}
/**
 * How the app looks to its customers and staff.
 */
export interface Brand {
  /**
   * The one colour that stands out, #2f6fed.
   */
  accent?: string;
  /**
   * File name of a picture in the app's folder.
   */
  logo?: string;
  name?: Label;
}
export interface Role {
  key: Key;
  label: Label;
  description?: Label;
  /**
   * Attributes that users with this role carry (a keeper's warehouse).
   *
   * @minItems 1
   */
  attributes?: Key[];
}
export interface Attribute {
  key: Key;
  label: Label;
}
export interface Setting {
  key: Key;
  /**
   * The kind of its value.
   */
  type: 'text' | 'integer' | 'number' | 'money' | 'boolean' | 'date';
  label: Label;
  value: Value;
}
export interface Channel {
  label: Label;
  /**
   * connector.operation that sends.
   */
  call: string;
  data: Data;
}
/**
 * Field key → literal or formula.
 */
export interface Data {
  [k: string]: Value;
}
/**
 * What people are told of their tasks, by which channels beside the inbox.
 */
export interface TaskNotices {
  assigned?: Notice;
  reminded?: Notice;
  overdue?: Notice;
  incident?: Notice;
  copied?: Notice;
}
export interface Notice {
  message: Key;
  /**
   * Channels beside the inbox.
   *
   * @minItems 1
   */
  by?: Key[];
}
/**
 * What somebody without an account may do.
 */
export interface Portal {
  apply: Key;
  proof: Proof;
  /**
   * The steps of applying after the proof; each shows its fields.
   *
   * @minItems 1
   */
  steps?: PortalStep[];
  track?: PortalTrack;
  title?: Label;
  welcome?: Label;
  contact?: Label;
  retry?: Duration;
  /**
   * Origins that may embed the portal.
   *
   * @minItems 1
   */
  embed?: string[];
}
/**
 * What a visitor proves: these fields, found together by this lookup of the form. 'proof.<field>' in row conditions.
 */
export interface Proof {
  /**
   * What the visitor types: fields of the form.
   *
   * @minItems 1
   * @maxItems 4
   */
  fields: Key[];
  lookup: Key;
}
export interface PortalStep {
  label: Label;
  help?: Label;
  /**
   * Fields of the form, in this order.
   *
   * @minItems 1
   */
  fields: Key[];
}
/**
 * Related records whose rows make the parcel's timeline: form and the field that points here.
 */
export interface PortalTrack {
  form: Key;
  match: Data;
  rows: Key;
  at: Key;
  text: Key;
}
export interface NavigationItem {
  label: Label;
  /**
   * Name of an Element Plus icon.
   */
  icon?: string;
  form?: Key;
  board?: Key;
  scan?: ScanScreen;
  /**
   * Only these roles see it; without it, whoever may open it.
   *
   * @minItems 1
   */
  roles?: Key[];
}
/**
 * A screen for a scanner: find the open task of this node by this field.
 */
export interface ScanScreen {
  flow: Key;
  node: Key;
  /**
   * Fields that a scanned code is looked for in.
   *
   * @minItems 1
   */
  by: Key[];
  /**
   * table.column that each scan of an article adds one to, and the column that holds the article's code.
   */
  count?: {
    table: Key;
    code: Key;
    column: Key;
  };
}
/**
 * A form: what is stored, how it is checked, who may see and write it, and how it is laid out.
 */
export interface FormDefinition {
  $schema?: string;
  key: Key;
  label: Label;
  description?: Label;
  title?: Key;
  /**
   * What is stored, in the order in which it is shown where there is no layout.
   *
   * @minItems 1
   * @maxItems 1000
   */
  fields: Field[];
  /**
   * Fields that together are unique.
   *
   * @minItems 1
   */
  unique?: Key[][];
  /**
   * What depends on what was entered: visible, required, read-only, values, options.
   *
   * @minItems 1
   */
  linkage?: Linkage[];
  /**
   * What refuses or warns, and the criteria that reviewers see.
   *
   * @minItems 1
   */
  checks?: Check[];
  /**
   * Linked queries: what is filled in from another form or system.
   *
   * @minItems 1
   */
  lookups?: Lookup[];
  /**
   * Sections, tabs and steps in order; a field that stands in none is not shown.
   *
   * @minItems 1
   * @maxItems 200
   */
  layout?: Part[];
  list?: ListView;
  /**
   * Records of other forms shown beside each record.
   *
   * @minItems 1
   */
  related?: Related[];
  /**
   * Deny by default: each entry opens rows and fields to a role. 'everyone' is any signed-in user, 'visitor' one without an account who has proved something, 'public' whoever has a public form's link (may only create). Facts in rows: fields, state, user.*, proof.*.
   *
   * @minItems 1
   */
  access?: Access[];
  /**
   * How a record looks on paper and as PDF; without a template, as its layout says. Nobody sees more on paper than on the screen.
   *
   * @minItems 1
   * @maxItems 20
   */
  print?: PrintTemplate[];
  public?: PublicForm;
  /**
   * Tests of the form, run at publish: given these values, expect these rights, values or refusals.
   *
   * @minItems 1
   */
  cases?: FormCase[];
}
/**
 * What every field has.
 */
export interface FieldBase {
  key: Key;
  label: Label;
  help?: Label;
  placeholder?: Label;
  /**
   * Must be filled at submit.
   */
  required?: boolean;
  /**
   * Never typed by people; filled by lookups, formulas, rules or flows.
   */
  readonly?: boolean;
  /**
   * No two records have the same value.
   */
  unique?: boolean;
  /**
   * Searched or filtered often.
   */
  index?: boolean;
  default?: Value;
  value?: FormulaText;
  /**
   * May be entered by scanner or camera.
   */
  scan?: boolean;
  /**
   * Columns of its section that it takes (default 1; what needs the room takes all of them).
   */
  span?: number;
  /**
   * false: worked with and stored, but never drawn on a form (a column that only formulas need). Lists and the API keep to its rights.
   */
  shown?: boolean;
}
export interface Option {
  /**
   * What is stored.
   */
  key: string;
  label: Label;
  tone?: Tone;
  /**
   * Cannot be chosen any more; records that have it keep it.
   */
  disabled?: boolean;
}
/**
 * Options are the records of a form: 'value' is the field that is stored, 'label' the one that is shown.
 */
export interface OptionsFrom {
  form: Key;
  value: Key;
  label: Key;
  where?: Condition;
}
/**
 * Every one of them holds.
 */
export interface AllConditions {
  /**
   * The conditions that all have to hold.
   *
   * @minItems 1
   * @maxItems 200
   */
  all: Condition[];
}
/**
 * At least one of them holds.
 */
export interface AnyCondition {
  /**
   * The conditions of which one has to hold.
   *
   * @minItems 1
   * @maxItems 200
   */
  any: Condition[];
}
/**
 * It does not hold.
 */
export interface NotCondition {
  not: Condition;
}
export interface Comparison {
  /**
   * A field key, or a path into one: 'customer.level'. 'lines.qty' is that column of a sub-table, a list.
   */
  fact: string;
  /**
   * A path into a fact of unknown shape, such as the answer of a connector: '$.items[0].code'.
   */
  path?: string;
  operator: ConditionOperator;
  value?: ConditionValue;
}
/**
 * What is counted or added up.
 */
export interface RollupSource {
  form: Key;
  rows?: Key;
}
export interface TreeOption {
  /**
   * What is stored; one of its kind in the whole tree.
   */
  key: string;
  label: Label;
  tone?: Tone;
  /**
   * Cannot be chosen any more; records that have it keep it.
   */
  disabled?: boolean;
  /**
   * The options beneath it.
   *
   * @minItems 1
   * @maxItems 500
   */
  children?: TreeOption[];
}
/**
 * Options are the records of a form: 'value' is the field that is stored, 'label' the one that is shown, 'parent' the one that holds the value of the record above.
 */
export interface TreeOptionsFrom {
  form: Key;
  value: Key;
  label: Key;
  parent: Key;
  where?: Condition;
}
/**
 * While 'when' holds, fields have these rights, values or options. Targets are field keys, table.column, or the keys of sections, tabs, steps and blocks. In a rule whose targets are all columns of one table, the row's columns are facts too.
 */
export interface Linkage {
  when: Condition;
  /**
   * Target → right, or right, value and options together.
   */
  then: {
    [k: string]: Right | LinkageEffect;
  };
}
export interface LinkageEffect {
  right?: Right;
  value?: Value;
  /**
   * Only these options remain.
   *
   * @minItems 1
   */
  options?: string[];
}
/**
 * When 'when' holds, the form is refused (refuse) or a warning is shown (warn). With show: reviewer, it is a criterion that reviewers see, whether it holds or not.
 */
export interface Check {
  key: Key;
  label?: Label;
  when: Condition;
  refuse?: Label;
  warn?: Label;
  at?: FieldPath;
  /**
   * submit (default): when the record is created or submitted again; always: with every change.
   */
  on?: 'submit' | 'always';
  /**
   * reviewer: shown at the top of the task.
   */
  show?: 'reviewer';
}
/**
 * Linked query: when the 'on' fields are filled, find the source and fill fields and rows from it. The server asks again at submit.
 */
export interface Lookup {
  key: Key;
  /**
   * Fields of this form; when all are filled, it is asked.
   *
   * @minItems 1
   * @maxItems 8
   */
  on: Key[];
  from: LookupSource;
  else?: LookupSource;
  match: Data;
  /**
   * snapshot (default): stored as found at submit; live: looked up each time.
   */
  keep?: 'snapshot' | 'live';
  /**
   * When nothing is found: clear (default) what was filled, keep it, or refuse the form.
   */
  missing?: 'refuse' | 'clear' | 'keep';
  message?: Label;
  fill?: Data;
  /**
   * Sub-table of this form → how its rows are filled.
   */
  rows?: {
    [k: string]: LookupRows;
  };
}
export interface FormSource {
  form: Key;
}
export interface ConnectorSource {
  connector: Key;
  operation: Key;
}
export interface LookupRows {
  from: Key;
  key?: Key;
  fill: Data;
}
/**
 * Fields that belong together. Linkage may hide it by its key.
 */
export interface Section {
  key?: Key;
  section?: Label;
  help?: Label;
  /**
   * Fields side by side (default 1).
   */
  columns?: number;
  /**
   * Folded up at first; it opens where something in it is wrong.
   */
  collapsed?: boolean;
  /**
   * Fields and blocks, in this order; a section without any is not shown.
   *
   * @maxItems 1000
   */
  fields: (Key | Block)[];
}
/**
 * Something between fields that holds no value. Linkage may hide it by its key.
 */
export interface Block {
  /**
   * heading: a small heading; text: a paragraph, line ends kept; divider: a line.
   */
  block: 'heading' | 'text' | 'divider';
  key: Key;
  text?: Label;
}
/**
 * Sections behind tabs, one tab open at a time. A tab with something wrong in it is marked.
 */
export interface Tabs {
  key: Key;
  /**
   * The tabs in order; linkage may hide one by its key.
   *
   * @minItems 1
   * @maxItems 20
   */
  tabs: Tab[];
}
export interface Tab {
  key: Key;
  label: Label;
  /**
   * Its sections.
   *
   * @minItems 1
   * @maxItems 100
   */
  parts: Section[];
}
/**
 * Sections one step after the other: a new record is entered step by step, each judged before the next opens.
 */
export interface Steps {
  key: Key;
  /**
   * The steps in order; linkage may leave one out by its key.
   *
   * @minItems 1
   * @maxItems 20
   */
  steps: FormStep[];
}
export interface FormStep {
  key: Key;
  label: Label;
  help?: Label;
  /**
   * Its sections.
   *
   * @minItems 1
   * @maxItems 100
   */
  parts: Section[];
}
/**
 * How the list of its records looks.
 */
export interface ListView {
  /**
   * Fields shown as columns.
   *
   * @minItems 1
   */
  columns?: Key[];
  /**
   * Field keys, - in front for descending.
   *
   * @minItems 1
   * @maxItems 3
   */
  sort?: string[];
  /**
   * Fields that the search box looks in.
   *
   * @minItems 1
   */
  search?: Key[];
  /**
   * Fields offered as filters.
   *
   * @minItems 1
   */
  filters?: Key[];
}
export interface Related {
  key: Key;
  label: Label;
  form: Key;
  match: Data;
  /**
   * Its fields that are shown.
   *
   * @minItems 1
   */
  columns: Key[];
}
export interface Access {
  role: Key;
  rows?: Condition;
  /**
   * May create records.
   */
  create?: boolean;
  /**
   * May delete records.
   */
  delete?: boolean;
  /**
   * May take the list home as CSV.
   */
  export?: boolean;
  /**
   * May load records from a file.
   */
  import?: boolean;
  rights: Rights;
}
/**
 * Field key (or table.column, or *) → right. What is not named is hidden.
 */
export interface Rights {
  [k: string]: Right;
}
export interface PrintTemplate {
  key: Key;
  label: Label;
  title?: Label;
  header?: Label;
  footer?: Label;
  /**
   * Default A4.
   */
  paper?: 'A4' | 'A5' | 'letter';
  /**
   * Printed across the long side of the paper.
   */
  landscape?: boolean;
  /**
   * From top to bottom.
   *
   * @minItems 1
   * @maxItems 100
   */
  parts: PrintPart[];
}
export interface PrintFields {
  heading?: Label;
  /**
   * Field keys; a sub-table is printed as a table.
   *
   * @minItems 1
   * @maxItems 200
   */
  fields: Key[];
  /**
   * Fields side by side (default 2).
   */
  columns?: number;
}
export interface PrintTable {
  heading?: Label;
  table: Key;
  /**
   * Its columns; all where left out.
   *
   * @minItems 1
   * @maxItems 20
   */
  columns?: Key[];
}
export interface PrintText {
  text: Label;
}
export interface PrintSignatures {
  /**
   * Lines to sign on, by who signs.
   *
   * @minItems 1
   * @maxItems 6
   */
  signatures: Label[];
}
/**
 * What happened to the record, as its reader may see it.
 */
export interface PrintHistory {
  heading?: Label;
  history: true;
}
/**
 * What follows begins a page.
 */
export interface PrintBreak {
  pageBreak: true;
}
/**
 * A page on which anybody fills in this form without an account, by a link, a QR code or embedded in another page. Whoever uses it has the role 'public': may create where an access entry of that role says so, and sees no record.
 */
export interface PublicForm {
  /**
   * false: closed, the link says so.
   */
  open?: boolean;
  title?: Label;
  welcome?: Label;
  thanks?: Label;
  /**
   * The last day on which it is open, in the app's time zone.
   */
  until?: string;
  /**
   * Closed when so many have been handed in.
   */
  most?: number;
  closed?: Label;
  /**
   * Fields that the address may fill in: ?<field>=<value>.
   *
   * @minItems 1
   */
  prefill?: Key[];
  /**
   * Origins whose pages may show it in a frame; * for all.
   *
   * @minItems 1
   */
  embed?: string[];
}
export interface FormCase {
  key: Key;
  /**
   * Values that are entered.
   */
  given: {};
  /**
   * Field → right.
   */
  expect?: {
    [k: string]: Right;
  };
  /**
   * Field → value after formulas.
   */
  values?: {};
  /**
   * Keys of the checks that refuse.
   */
  refused?: Key[];
}
/**
 * A flow over the records of a form: one flat graph. An edge leaves a node on an outcome; without 'on' it is the node's normal outcome (start: started, approve: approved, handle: completed, action and rule: done, wait: received; exclusive with a table: the table's output; inclusive: split, foreach: each, join: joined, subflow: done, timer: elapsed, cc: copied).
 */
export interface FlowDefinition {
  $schema?: string;
  key: Key;
  label: Label;
  description?: Label;
  form: Key;
  /**
   * Every state a record can be in, in the order of its life.
   *
   * @minItems 1
   */
  states: FlowState[];
  /**
   * What can be done, decided or waited for.
   *
   * @minItems 2
   * @maxItems 500
   */
  nodes: FlowNode[];
  /**
   * What leads from one node to the next.
   *
   * @minItems 1
   */
  edges: FlowEdge[];
}
export interface FlowState {
  key: Key;
  label: Label;
  tone?: Tone;
  visitor?: Label;
  next?: Label;
  step?: Label;
}
export interface StartNode {
  type: 'start';
  key: Key;
  label?: Label;
}
export interface WorkNodeBase {
  key: Key;
  label: Label;
  help?: Label;
  state?: Key;
  /**
   * Who does it; tried in order.
   *
   * @minItems 1
   */
  assignees: Assignee[];
  /**
   * When no source yields anybody: to the app's admin role (default), skip with the normal outcome, reject, or to the escalation's assignee.
   */
  empty?: 'admin' | 'skip' | 'reject' | 'escalate';
  /**
   * When the initiator is assignee: allow (default), leave them out, skip the node, or have their manager do it.
   */
  initiator?: 'allow' | 'exclude' | 'skip' | 'manager';
  /**
   * When an assignee has agreed before in this case: asked again (default), left out where they agreed in the step just before, or left out wherever they agreed. Where nobody is left, the node is skipped.
   */
  duplicate?: 'allow' | 'adjacent' | 'earlier';
  mutex?: Key;
  milestone?: Key;
  /**
   * Whoever completed one of these nodes may not do this one (four eyes). 'initiator' may be named too.
   *
   * @minItems 1
   */
  separateFrom?: Key[];
  separateWhen?: Condition;
  /**
   * Operations open to the assignee (default: the node's decisions, transfer, claim, comment). take_back: whoever has done it may take it back until the next has begun; cc: somebody gets a copy to read; delegate: somebody prepares the answer and it comes back; add_signer: before, after or beside oneself.
   *
   * @minItems 1
   */
  allow?: (
    | 'approve'
    | 'reject'
    | 'return'
    | 'transfer'
    | 'claim'
    | 'comment'
    | 'cc'
    | 'complete'
    | 'withdraw'
    | 'take_back'
    | 'delegate'
    | 'add_signer'
    | 'remove_signer'
  )[];
  /**
   * Outcomes of the node's own, beside its normal ones.
   *
   * @minItems 1
   */
  outcomes?: Outcome[];
  /**
   * Where a return may go (default: any work node passed before).
   *
   * @minItems 1
   */
  returnTo?: Key[];
  /**
   * Once the target of a return is done again: everything after it runs again (default), the flow comes straight back here, or whoever returns it chooses.
   */
  afterReturn?: 'rerun' | 'resume' | 'choose';
  /**
   * While the flow stands here, the deadlines of its other nodes stand still.
   */
  pauses?: true;
  /**
   * What is done when a return or a cancel goes back past this node: the last node passed is undone first.
   *
   * @minItems 1
   */
  undo?: Action[];
  rights?: Rights;
  deadline?: Deadline;
  /**
   * Who gets a copy to read.
   *
   * @minItems 1
   */
  copy?: Assignee[];
  portal?: NodePortal;
}
/**
 * One source of people. The first source whose condition holds and that yields somebody is taken.
 */
export interface Assignee {
  user?: Key;
  /**
   * Several logins; with choice: only these may be chosen.
   *
   * @minItems 1
   */
  users?: Key[];
  role?: Key;
  having?: Data;
  field?: FieldPath;
  table?: Key;
  /**
   * The one who began.
   */
  initiator?: true;
  node?: Key;
  /**
   * The manager of the one who began, of whoever did the step before, or (escalations) of whoever has the task. With levels: that many steps up.
   */
  manager?: 'initiator' | 'previous' | 'assignee';
  /**
   * manager: how many steps up.
   */
  levels?: number;
  /**
   * manager: everybody on the way up, the nearest first.
   */
  chain?: true;
  /**
   * The head of their department; of their own, the head of the one above.
   */
  head?: 'initiator' | 'previous' | 'assignee';
  /**
   * People whom the one who began chooses for this node when they submit; role, department and users say from whom.
   */
  choice?: true;
  department?: Key;
  /**
   * choice: how many have to be chosen (default 1; 0 where the node has another source, and for copies).
   */
  min?: number;
  /**
   * choice: the most that may be chosen.
   */
  max?: number;
  formula?: FormulaText;
  /**
   * Of several people: all (default), the one with the fewest open tasks, or the next in turn.
   */
  pick?: 'all' | 'least_loaded' | 'round_robin';
  when?: Condition;
}
/**
 * An outcome of the node's own, a button to the person.
 */
export interface Outcome {
  key: Key;
  label: Label;
  tone?: Tone;
  /**
   * A reason must be given.
   */
  reason?: boolean;
  when?: Condition;
  /**
   * false: required fields need not be filled for this outcome.
   */
  check?: boolean;
}
/**
 * Set fields of the record at hand.
 */
export interface SetAction {
  set: Data;
  when?: Condition;
}
/**
 * Create a record of another form (its flow starts with it). forEach: once for each row of a sub-table; the row's columns are facts under 'row'.
 */
export interface CreateAction {
  create: Key;
  data: Data;
  /**
   * Fill a sub-table of the new record from one of this record: table key → {from, fill}.
   */
  rows?: {
    [k: string]: RowsFill;
  };
  unless?: Data;
  when?: Condition;
}
export interface RowsFill {
  from: Key;
  fill: Data;
  when?: Condition;
}
/**
 * Update the records of a form that match. Facts of the record at hand are names; those of the matched record stand under 'target'.
 */
export interface UpdateAction {
  update: Key;
  match: Data;
  data: Data;
  when?: Condition;
}
/**
 * Send a signal to the flow of this record, or of the records of another form that match.
 */
export interface SignalAction {
  signal: Key;
  form?: Key;
  match?: Data;
  data?: Data;
  when?: Condition;
}
/**
 * Send a message: 'to' is a formula that gives an address or user, or a party; 'by' names channels of app.json (inbox is built in).
 */
export interface SendAction {
  send: Key;
  /**
   * A formula that gives an address or a user, a party, or 'assignees': whoever has the task at hand.
   */
  to?: FormulaText | Party | 'assignees';
  /**
   * Channels of app.json; inbox is built in.
   *
   * @minItems 1
   * @maxItems 8
   */
  by: Key[];
  data?: Data;
  when?: Condition;
}
/**
 * Who may do it: a role (visitor is a role too), the one who began, or a named user.
 */
export interface Party {
  role?: Key;
  initiator?: true;
  user?: Key;
}
/**
 * Call a connector's operation after commit, through the outbox. 'key' makes it done once at the other side; 'save' puts parts of the answer (facts under 'answer') into fields.
 */
export interface CallAction {
  /**
   * connector.operation
   */
  call: string;
  data?: Data;
  key?: FormulaText;
  save?: Data;
  when?: Condition;
}
export interface Deadline {
  /**
   * The time allowed: an ISO duration, or a formula that gives one.
   */
  within: Duration | FormulaText;
  calendar?: Key;
  from?: FormulaText;
  /**
   * Part of the time after which assignees are reminded.
   */
  remind?: number;
  repeat?: Duration;
  escalate?: Assignee;
  outcome?: Key;
}
/**
 * What the state page tells the one who applied while the flow stands here, where the state alone says too little.
 */
export interface NodePortal {
  text?: Label;
  next?: Label;
  /**
   * The reason given with the decision that led to this state is shown.
   */
  reason?: true;
  /**
   * Fields shown there, as far as the applicant may read them and they hold something.
   *
   * @minItems 1
   */
  shows?: Key[];
  page?: PortalPage;
}
/**
 * A public form that is asked for here, until a record of it holds what is filled in.
 */
export interface PortalPage {
  form: Key;
  label: Label;
  /**
   * Field of that form → field of this one; the form's prefill has to name it.
   */
  fill: {
    [k: string]: Key;
  };
}
export interface VoteWeight {
  user?: Key;
  role?: Key;
  field?: FieldPath;
  /**
   * A whole number; 0: heard, not counted.
   */
  weight: number;
}
/**
 * One way: the first edge whose condition holds; or, with a table, the edge on the table's first output.
 */
export interface ExclusiveNode {
  type: 'exclusive';
  key: Key;
  label?: Label;
  table?: Key;
  set?: Data;
}
/**
 * All ways at once; the matching join waits for them.
 */
export interface ParallelNode {
  type: 'parallel';
  key: Key;
  label?: Label;
  /**
   * The branch in which something is done first goes on; the others are called off.
   */
  race?: true;
}
/**
 * Every way whose condition holds, at once; the default where none does. The matching join waits for those that were started.
 */
export interface InclusiveNode {
  type: 'inclusive';
  key: Key;
  label?: Label;
}
/**
 * What follows, up to the matching join, runs once for each row of a sub-table (or so many times), all at once. Its columns are facts under 'row', its number is row_number. Without rows the flow goes on behind the join.
 */
export interface ForeachNode {
  type: 'foreach';
  key: Key;
  label: Label;
  over?: Key;
  /**
   * Instead of a sub-table: how often, a number or a formula that gives one (at most 200).
   */
  times?: number | FormulaText;
  when?: Condition;
  /**
   * Rows added while it runs get their branch too; branches of rows that are taken out end.
   */
  grow?: true;
}
/**
 * Where branches meet. With a matching split it counts that split's branches; without one it waits while anything else of the case can still come to it.
 */
export interface JoinNode {
  type: 'join';
  key: Key;
  label?: Label;
  /**
   * all: for every branch (default); first: for the first; n: for so many; each: for none, every branch goes on by itself.
   */
  wait?: 'all' | 'first' | 'n' | 'each';
  /**
   * wait n: for so many, a number or a formula that gives one.
   */
  n?: number | FormulaText;
  /**
   * first, n: what still runs is called off (default), or runs to its end and is not waited for; until it has, the same join lets nothing else through.
   */
  rest?: 'cancel' | 'wait';
}
/**
 * The engine works: actions in order. With a call it stays here until the connector has answered: outcome done, error, or one the connector names.
 */
export interface ActionNode {
  type: 'action';
  key: Key;
  label: Label;
  state?: Key;
  /**
   * What is done, in order.
   *
   * @minItems 1
   */
  do: Action[];
  mutex?: Key;
  milestone?: Key;
  /**
   * What is done when a return or a cancel goes back past this node: the last node passed is undone first.
   *
   * @minItems 1
   */
  undo?: Action[];
  deadline?: Deadline;
}
/**
 * A decision: a table's outputs are set into fields.
 */
export interface RuleNode {
  type: 'rule';
  key: Key;
  label?: Label;
  table: Key;
  set?: Data;
  /**
   * What is done when a return or a cancel goes back past this node: the last node passed is undone first.
   *
   * @minItems 1
   */
  undo?: Action[];
}
/**
 * Waits for one of its signals, from a person, a connector's call-back or a rule.
 */
export interface WaitNode {
  type: 'wait';
  key: Key;
  label: Label;
  state?: Key;
  /**
   * The signals that end the waiting.
   *
   * @minItems 1
   */
  for: Signal[];
  mutex?: Key;
  milestone?: Key;
  /**
   * While the flow stands here, the deadlines of its other nodes stand still.
   */
  pauses?: true;
  /**
   * What is done when a return or a cancel goes back past this node: the last node passed is undone first.
   *
   * @minItems 1
   */
  undo?: Action[];
  deadline?: Deadline;
  portal?: NodePortal;
}
export interface Signal {
  signal: Key;
  label?: Label;
  help?: Label;
  tone?: Tone;
  outcome?: Key;
  /**
   * Who may send it; without it only rules, flows and connectors.
   *
   * @minItems 1
   */
  by?: Party[];
  rights?: Rights;
  /**
   * Counts as a submit: the form's checks run again.
   */
  submit?: true;
}
/**
 * Waits for a length of time, or until a date-time of the record; outcome elapsed.
 */
export interface TimerNode {
  type: 'timer';
  key: Key;
  label: Label;
  state?: Key;
  /**
   * The length of time: an ISO duration, or a formula that gives one.
   */
  within?: Duration | FormulaText;
  until?: FormulaText;
  calendar?: Key;
}
/**
 * Starts the flow of another record: a new record of a form, or one that is there already. Waits for its end (outcome: the end's state where an edge leaves on it, cancelled, else done), or goes on at once.
 */
export interface SubflowNode {
  type: 'subflow';
  key: Key;
  label: Label;
  state?: Key;
  form: Key;
  record?: FormulaText;
  data?: Data;
  /**
   * false: goes on at once.
   */
  wait?: boolean;
  save?: Data;
  mutex?: Key;
  milestone?: Key;
  /**
   * What is done when a return or a cancel goes back past this node: the last node passed is undone first.
   *
   * @minItems 1
   */
  undo?: Action[];
  deadline?: Deadline;
}
/**
 * Copies to people, and goes on at once; outcome copied.
 */
export interface CcNode {
  type: 'cc';
  key: Key;
  label: Label;
  /**
   * Who gets a copy to read: everybody all sources name.
   *
   * @minItems 1
   */
  copy: Assignee[];
}
/**
 * Goes on at another node, with no edge drawn.
 */
export interface RouteNode {
  type: 'route';
  key: Key;
  label?: Label;
  to: Key;
}
export interface EndNode {
  type: 'end';
  key: Key;
  label?: Label;
  state: Key;
  /**
   * flow: the whole case ends here (default), and what still runs is called off; branch: this branch only, and the case once nothing else runs.
   */
  ends?: 'flow' | 'branch';
  portal?: NodePortal;
}
export interface FlowEdge {
  key: Key;
  /**
   * A node's key; * = from wherever the flow stands (see while).
   */
  from: string;
  on?: Key;
  to: Key;
  label?: Label;
  when?: Condition;
  /**
   * Lower goes first; file order breaks ties.
   */
  priority?: number;
  /**
   * Taken when no other edge of this outcome is.
   */
  default?: true;
  /**
   * Edges from *: who may do it.
   *
   * @minItems 1
   */
  by?: Party[];
  /**
   * Edges from *: the states it is open in.
   *
   * @minItems 1
   */
  while?: Key[];
  /**
   * Edges from *: a reason must be given.
   */
  reason?: true;
  /**
   * Edges from *: whatever was passed is undone, as its nodes declare, the last first.
   */
  undo?: true;
  /**
   * Taking this way calls off whatever stands at these nodes; their branches count as over.
   *
   * @minItems 1
   */
  cancels?: Key[];
}
/**
 * If … then …: a trigger, a condition, actions. Rules on a form's events run before the flow decides, so that it sees what they set; rules on a flow run after.
 */
export interface RuleDefinition {
  $schema?: string;
  key: Key;
  label: Label;
  description?: Label;
  /**
   * false: it does not run (default true).
   */
  enabled?: boolean;
  /**
   * Higher runs first (default 1).
   */
  priority?: number;
  /**
   * The trigger.
   */
  on: RecordTrigger | NodeTrigger | StateTrigger | TaskTrigger | ScheduleTrigger | ButtonTrigger;
  when?: Condition;
  /**
   * What is done, in order.
   *
   * @minItems 1
   * @maxItems 50
   */
  then: Action[];
}
export interface RecordTrigger {
  form: Key;
  /**
   * created: a new record; changed: any change; submitted: created or submitted again.
   */
  event: 'created' | 'changed' | 'submitted';
  /**
   * changed: only when one of these changed.
   *
   * @minItems 1
   */
  fields?: Key[];
}
/**
 * A node is entered, or left on an outcome.
 */
export interface NodeTrigger {
  flow: Key;
  node: Key;
  /**
   * left (default; on the outcome, where one is named), or entered.
   */
  event?: 'entered' | 'left';
  outcome?: Key;
}
export interface StateTrigger {
  flow: Key;
  state: Key;
}
export interface TaskTrigger {
  flow: Key;
  node?: Key;
  /**
   * What happened to the task; repeated: it is overdue, and whoever has it was reminded once more.
   */
  task: 'created' | 'reminded' | 'overdue' | 'repeated' | 'completed';
}
/**
 * Cron in the app's time zone, once for each record of the form for which 'where' holds.
 */
export interface ScheduleTrigger {
  /**
   * Five fields: minute, hour, day of the month, month, day of the week.
   */
  schedule: string;
  form: Key;
  where?: Condition;
}
/**
 * A button on the record page (with 'node': on that node's task).
 */
export interface ButtonTrigger {
  button: Label;
  form: Key;
  node?: Key;
  /**
   * Who sees it.
   *
   * @minItems 1
   */
  by: Party[];
  confirm?: Label;
}
/**
 * DMN decision table. Input cells are FEEL unary tests ('-' = anything); output cells are literals, or formulas that begin with =. The in columns come first in a row, then the out columns, then, if there is one more cell, a remark.
 */
export interface DecisionTable {
  $schema?: string;
  key: Key;
  label: Label;
  description?: Label;
  form: Key;
  /**
   * DMN hit policy (default first).
   */
  hit?: 'first' | 'unique' | 'any' | 'collect';
  /**
   * What the input cells are held against: formulas over the form's fields.
   *
   * @minItems 1
   * @maxItems 20
   */
  in: FormulaText[];
  /**
   * Names of the outputs.
   *
   * @minItems 1
   * @maxItems 20
   */
  out: Key[];
  /**
   * Rules, one a row; with hit policy first, the first that fits decides.
   *
   * @minItems 1
   * @maxItems 5000
   */
  rows: string[][];
}
/**
 * A text with places: {field}, {reference.field}, {due}, {node}, {link}, {reason}. Money, dates and options are written as people say them in the reader's language.
 */
export interface MessageDefinition {
  $schema?: string;
  key: Key;
  label: Label;
  form?: Key;
  title?: Label;
  text: Label;
  /**
   * Where a click leads: the task, the record, or the portal's page of it.
   */
  link?: 'task' | 'record' | 'portal';
  page?: MessagePage;
}
/**
 * Instead of link: the page of a public form, with what its address fills in.
 */
export interface MessagePage {
  form: Key;
  /**
   * Field of that form → field of this one; the form's prefill has to name it.
   */
  fill?: {
    [k: string]: Key;
  };
}
/**
 * An outside system over HTTP. Formulas know: the call's data by name, secret.<name>, config.<name>, the 'let' values in order, and functions epochMillis, epochSeconds, isoNow, nonce, uuid, md5, sha256, hmac, rsaSign, base64, hex, urlEncode, formEncode, sortedPairs, json, body (the very bytes sent), method, pathAndQuery. Addresses and secrets come from the operator: environment <APP>_<CONNECTOR>_URL and <APP>_<CONNECTOR>_<SECRET>, or the encrypted store.
 */
export interface ConnectorDefinition {
  $schema?: string;
  key: Key;
  label: Label;
  description?: Label;
  /**
   * Where the real system is; the operator's environment may say otherwise.
   */
  baseUrl: string;
  /**
   * Names of secrets: secret.<name> in formulas. Their values are never in a definition.
   *
   * @minItems 1
   */
  secrets?: Key[];
  config?: Data;
  /**
   * Calls per ISO duration, held over all server processes: 20/PT1M.
   */
  rateLimit?: string;
  timeout?: Duration;
  token?: TokenSource;
  /**
   * What can be asked of it, by key.
   */
  operations: {
    [k: string]: Operation;
  };
  /**
   * Call-backs from the other side at /api/hooks/<app>/<connector>/<hook>.
   */
  hooks?: {
    [k: string]: Hook;
  };
}
/**
 * A cached access token: 'token' in formulas. Got by this operation, kept for 'ttl' (formula over its body), fetched once more when an operation's 'refreshToken' condition holds.
 */
export interface TokenSource {
  operation: Key;
  value: FormulaText;
  ttl: FormulaText;
}
export interface Operation {
  label?: Label;
  /**
   * HTTP method.
   */
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /**
   * With {name} places, each percent-encoded: /orders/{no}.
   */
  path: string;
  /**
   * Names and kinds of the call's data.
   */
  input?: {
    [k: string]: 'text' | 'integer' | 'number' | 'money' | 'boolean' | 'date' | 'datetime' | 'list' | 'context';
  };
  let?: Data;
  query?: Data;
  headers?: Data;
  body?: Value;
  /**
   * json (default), form (RFC 3986), or text (body is one formula).
   */
  encoding?: 'json' | 'form' | 'text';
  sign?: Data;
  /**
   * Header that carries the call's key.
   */
  idempotency?: string;
  success?: Condition;
  missing?: Condition;
  pending?: Condition;
  poll?: Poll;
  /**
   * Final answers that are outcomes of their own: the first that holds.
   *
   * @minItems 1
   */
  outcomes?: CallOutcome[];
  refreshToken?: Condition;
  retry?: Retry;
  answer?: Data;
  timeout?: Duration;
}
/**
 * How a pending answer is asked after.
 */
export interface Poll {
  operation: Key;
  data?: Data;
  every: Duration;
  atMost: Duration;
}
export interface CallOutcome {
  when: Condition;
  outcome: Key;
}
/**
 * Network faults, time-outs, 429 and 5xx are tried again in any case, unless 'when' is given; anything else that is no success is final.
 */
export interface Retry {
  when?: Condition;
  /**
   * Calls in all, the first one included.
   */
  attempts: number;
  backoff: Duration;
}
export interface Hook {
  label?: Label;
  /**
   * How the other side writes the body: json (default) or form.
   */
  encoding?: 'json' | 'form';
  let?: Data;
  verify: FormulaText;
  key?: FormulaText;
  form: Key;
  match: Data;
  set?: Data;
  /**
   * Rows added to a sub-table: table key → {from: list formula, fill}. 'row' is the item.
   */
  append?: {
    [k: string]: HookRows;
  };
  signal?: Key;
  signalWhen?: FormulaText;
  reply?: Value;
}
export interface HookRows {
  from: FormulaText;
  fill: Data;
  key?: Key;
}
/**
 * Working hours. 'week': day or range of days (mon-fri) → spans; 'except': date or range of dates (2026-10-01/2026-10-07) → spans, [] = closed.
 */
export interface CalendarDefinition {
  $schema?: string;
  key: Key;
  label: Label;
  /**
   * IANA name: where these hours are.
   */
  timeZone: string;
  /**
   * Day or range of days → spans; a day that is not named is closed.
   */
  week: {
    [k: string]: Spans;
  };
  /**
   * Date or range of dates → spans instead of the week's; [] = closed.
   */
  except?: {
    [k: string]: Spans;
  };
}
/**
 * A board: measures over forms, tiles that show them, filters they share. Rows and fields a person may not see are in no figure.
 */
export interface ReportDefinition {
  $schema?: string;
  key: Key;
  label: Label;
  description?: Label;
  /**
   * Who may open it; without it, every role of the app.
   *
   * @minItems 1
   */
  roles?: Key[];
  /**
   * Figures that tiles show.
   *
   * @minItems 1
   */
  measures?: Measure[];
  /**
   * What the whole board can be narrowed by.
   *
   * @minItems 1
   */
  filters?: BoardFilter[];
  /**
   * What is shown, in order; packed into twelve columns.
   *
   * @minItems 1
   * @maxItems 100
   */
  tiles: Tile[];
}
export interface Measure {
  key: Key;
  label: Label;
  of: Key;
  rows?: Key;
  /**
   * count(), or sum, mean, min, max, distinct, p50, p90 of a field; of rows: a column.
   */
  value: string;
  per?: Key;
  where?: Condition;
  /**
   * How it is written.
   */
  format?: 'integer' | 'number' | 'money' | 'percent' | 'duration';
}
/**
 * Works on every tile whose form has the field.
 */
export interface BoardFilter {
  key: Key;
  label: Label;
  field: FieldPath;
  /**
   * period: a span of days; select: one or several values.
   */
  type: 'period' | 'select';
  /**
   * What it stands at first: last30Days, a value.
   */
  default?: string;
}
export interface Tile {
  key: Key;
  /**
   * How it is shown. funnel: several measures as stages, in their order, or one measure by one dimension; heatmap: one measure by two dimensions.
   */
  type: 'metric' | 'progress' | 'gauge' | 'pie' | 'bar' | 'line' | 'funnel' | 'heatmap' | 'table';
  label: Label;
  help?: Label;
  measure?: Key;
  /**
   * Several figures side by side.
   *
   * @minItems 1
   * @maxItems 8
   */
  measures?: Key[];
  /**
   * Dimensions, at most two: state, a field, table.column, or a date with its unit: created_at:week.
   *
   * @minItems 1
   * @maxItems 2
   */
  by?: string[];
  where?: Condition;
  leadTime?: LeadTime;
  /**
   * With leadTime: mean (default), p50, p90 or max.
   */
  stat?: 'mean' | 'p50' | 'p90' | 'max';
  /**
   * With leadTime: several figures side by side, instead of stat.
   *
   * @minItems 1
   */
  stats?: ('mean' | 'p50' | 'p90' | 'max')[];
  /**
   * Full scale of a gauge or progress bar.
   */
  max?: number | Key;
  /**
   * A number, or a duration for lead times.
   */
  warnAbove?: number | Duration;
  /**
   * Highlighted when the figure is below.
   */
  warnBelow?: number;
  form?: Key;
  /**
   * Tables of records: its columns.
   *
   * @minItems 1
   */
  columns?: Key[];
  /**
   * Tables of records: a field, - in front for descending (default -created_at).
   */
  sort?: string;
  /**
   * Most groups or rows shown (by type: pie 11, funnel 11, heatmap 20, bar 60, line 400, table 50).
   */
  limit?: number;
  /**
   * Bars and lines of several groups on top of each other.
   */
  stacked?: boolean;
  /**
   * Bars from left to right.
   */
  horizontal?: boolean;
  /**
   * Columns (of 12) and rows (of 80 pixels).
   *
   * @minItems 2
   * @maxItems 2
   */
  size: number[];
}
/**
 * Instead of a measure: the time between two points of a flow, or at each of several nodes.
 */
export interface LeadTime {
  flow: Key;
  from?: FlowPoint;
  to?: FlowPoint;
  /**
   * Instead of from and to: the time at each of these nodes, from entered to left; the nodes are the first dimension.
   *
   * @minItems 1
   * @maxItems 60
   */
  nodes?: Key[];
  calendar?: Key;
}
/**
 * A point in a flow's history: the submit, a node entered, or a node left (on an outcome).
 */
export interface FlowPoint {
  /**
   * What happened.
   */
  event: 'submitted' | 'entered' | 'left' | 'state' | 'ended';
  node?: Key;
  outcome?: Key;
  state?: Key;
}
/**
 * A story with a clock: given records and answers of outside systems, steps by people, expectations. Run against a real database through the same door as everything else.
 */
export interface ScenarioDefinition {
  $schema?: string;
  key: Key;
  label: Label;
  /**
   * When the story begins.
   */
  clock: string;
  /**
   * Records that are there before it begins.
   *
   * @minItems 1
   */
  given?: GivenRecord[];
  /**
   * Who works in the app in this story. Without it: the people whom the app's data brings along.
   *
   * @minItems 1
   */
  people?: StoryPerson[];
  /**
   * With people: the departments they work in, those above first.
   *
   * @minItems 1
   */
  departments?: StoryDepartment[];
  /**
   * Settings of the app that differ in this story.
   */
  settings?: {};
  /**
   * What outside systems answer.
   *
   * @minItems 1
   */
  answers?: Answer[];
  /**
   * What people do, and what is expected on the way.
   *
   * @minItems 1
   */
  steps: Step[];
  /**
   * What holds at the end.
   *
   * @minItems 1
   */
  expect?: Expectation[];
}
export interface GivenRecord {
  form: Key;
  name?: Key;
  /**
   * Field → value; people by login, records by their name in the story or by their title.
   */
  data: {};
}
export interface StoryPerson {
  /**
   * What they sign in with.
   */
  login: string;
  name: Label;
  /**
   * Roles of this app.
   *
   * @minItems 1
   */
  roles: Key[];
  department?: Key;
  /**
   * What their roles carry: { "warehouse": "WH-SH" }.
   */
  attributes?: {};
}
export interface StoryDepartment {
  key: Key;
  label: Label;
  parent?: Key;
  /**
   * Login of its head.
   */
  head?: string;
}
/**
 * What a connector operation answers in this story, after its answer mapping; the first whose 'with' fits and whose times are not used up. A call without an answer succeeds with {}; a lookup without one finds nothing.
 */
export interface Answer {
  /**
   * connector.operation
   */
  call: string;
  /**
   * Only for calls whose data holds these.
   */
  with?: {};
  /**
   * The answer's values by name.
   */
  reply?: {};
  outcome?: Key;
  /**
   * missing: it does not exist; unavailable: no answer; refused: a final no; pending: accepted, with no result for as long as it is asked after.
   */
  fail?: 'missing' | 'unavailable' | 'refused' | 'pending';
  /**
   * Used this often, then the next answer that fits.
   */
  times?: number;
}
/**
 * One of: submit, act (approve, reject, complete, return, transfer, claim, comment, delegate, add_signer, remove_signer, reassign, retry, withdraw, delete, or outcome of a node), case, signal, edge (from *), button, update, hook, schedule, advance, together, expect. 'record' names the record (default: the last one submitted); one that a flow or rule has made itself is called by its form and a number: order_1.
 */
export interface Step {
  /**
   * A login; visitor: a customer of the portal, who proves what 'proof' says, or else what the record holds; public: anybody who has a public form's link; engine: the system itself.
   */
  as?: string;
  /**
   * With visitor: the portal's proof fields, field → value. Without it: what the record, or what is handed in, says.
   */
  proof?: {
    [k: string]: string;
  };
  name?: Key;
  record?: Key;
  submit?: Key;
  approve?: Key;
  reject?: Key;
  complete?: Key;
  outcome?: Key;
  return?: Key;
  transfer?: Key;
  claim?: Key;
  unclaim?: Key;
  comment?: Key;
  cc?: Key;
  delegate?: Key;
  add_signer?: Key;
  remove_signer?: Key;
  reassign?: Key;
  retry?: Key;
  /**
   * With add_signer.
   */
  position?: 'before' | 'after' | 'beside';
  /**
   * With return, where the node leaves the choice.
   */
  resume?: boolean;
  /**
   * What is done to the case as a whole; take_back and jump with 'to', a node.
   */
  case?: 'take_back' | 'urge' | 'suspend' | 'resume' | 'terminate' | 'jump';
  withdraw?: Key;
  signal?: Key;
  edge?: Key;
  button?: Key;
  update?: Key;
  delete?: Key;
  /**
   * return, take_back, jump: a node; transfer, delegate, add_signer, remove_signer, reassign: a login.
   */
  to?: string;
  /**
   * jump: the node at which the branch stands, where several are open; reassign: the login of whoever has it.
   */
  from?: string;
  /**
   * What they give as a reason.
   */
  reason?: string;
  /**
   * What they enter: field → value. People by login, records by their name in the story or by their title.
   */
  data?: {};
  /**
   * submit, signal and acts: people whom whoever begins chooses, node → logins.
   */
  chosen?: {
    [k: string]: string[];
  };
  /**
   * Values typed into looked-up rows: table key → [{match, data}].
   */
  lines?: {
    [k: string]: RowInput[];
  };
  /**
   * The step must be refused with this code.
   */
  refused?: string;
  /**
   * connector.hook; its signature counts as right. With 'body', and with 'query' and 'headers' where it reads them.
   */
  hook?: string;
  /**
   * With hook. Where the hook reads a form, objects in it go as JSON texts.
   */
  body?: {};
  /**
   * With hook.
   */
  query?: {
    [k: string]: string;
  };
  /**
   * With hook.
   */
  headers?: {
    [k: string]: string;
  };
  schedule?: Key;
  advance?: Duration;
  /**
   * Steps at the same instant.
   *
   * @minItems 2
   */
  together?: Step[];
  /**
   * With together: how many of the steps go through.
   */
  accepted?: number;
  /**
   * What holds at this point.
   *
   * @minItems 1
   */
  expect?: Expectation[];
}
export interface RowInput {
  /**
   * Which row: column → value.
   */
  match: {};
  /**
   * What is typed in it.
   */
  data: {};
}
export interface Expectation {
  record?: Key;
  state?: Key;
  /**
   * Fields of the record.
   */
  data?: {};
  task?: ExpectedTask;
  message?: Key;
  /**
   * Connector operation called so far.
   */
  call?: string;
  /**
   * Only calls whose data holds these.
   */
  with?: {};
  form?: Key;
  /**
   * With form: field → value.
   */
  where?: {};
  /**
   * How many; without it, at least one.
   */
  times?: number;
}
/**
 * An open task.
 */
export interface ExpectedTask {
  node: Key;
  /**
   * A login, or a role for a group's task.
   */
  assignee?: string;
  /**
   * Its time is over.
   */
  overdue?: boolean;
  /**
   * A copy to read instead of work to do.
   */
  copy?: true;
  /**
   * How many; without it, at least one.
   */
  times?: number;
}
/**
 * What an app brings along. 'rows': records of a form that the app brings along (master data; loaded where their 'by' value is missing). 'users', 'departments': people of the demo. 'runs': what has happened before the demo begins, as scenario steps in the past. Strings like '{{-3d}}' or '{{-3d 10:30}}' become dates relative to the day of loading.
 */
export interface DataDefinition {
  $schema?: string;
  key: Key;
  /**
   * Loaded only with demo data.
   */
  demo?: boolean;
  form?: Key;
  by?: Key;
  /**
   * Records, field → value.
   *
   * @minItems 1
   */
  rows?: {}[];
  /**
   * Departments, those above first.
   *
   * @minItems 1
   */
  departments?: DepartmentData[];
  /**
   * People. Somebody who is known already by login is left alone.
   *
   * @minItems 1
   */
  users?: UserData[];
  /**
   * What outside systems answer during the runs.
   *
   * @minItems 1
   */
  answers?: Answer[];
  calendar?: Key;
  /**
   * What has happened before the demo begins.
   *
   * @minItems 1
   */
  runs?: DemoRun[];
}
export interface DepartmentData {
  key: Key;
  label: Label;
  parent?: Key;
  /**
   * Login of its head.
   */
  head?: string;
}
export interface UserData {
  /**
   * What they sign in with.
   */
  login: string;
  name: Label;
  /**
   * Roles of this app.
   *
   * @minItems 1
   */
  roles: Key[];
  department?: Key;
  /**
   * Telephone number, for messages.
   */
  phone?: string;
  /**
   * E-mail address, for messages.
   */
  email?: string;
  /**
   * What their roles carry: { "warehouse": "WH-SH" }.
   */
  attributes?: {};
}
export interface DemoRun {
  ago: Duration;
  /**
   * Steps, as in a scenario.
   *
   * @minItems 1
   */
  steps: Step[];
}
