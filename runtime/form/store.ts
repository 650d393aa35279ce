import { type InjectionKey, shallowReactive, shallowRef } from 'vue';
import { patternsLoading } from '../../engine/expression/index.ts';
import {
  type Changes,
  type CompiledForm,
  createSession,
  type EvaluationInput,
  type Field,
  type FieldProblem,
  type FormSession,
  placedFields,
  type Right,
  type Values,
} from '../../engine/form/index.ts';
import type { AnswersView, AppView, FileView, Json, WireProblem } from '../../engine/wire.ts';
import { text } from '../i18n/index.ts';
import { Asker, type Asking } from './asker.ts';
import { placeOfProblem, placeOfRefusal, rootOf } from './problemPlaces.ts';
import { Signals } from './signals.ts';

export interface StoreOptions {
  app: AppView;
  compiled: CompiledForm;
  input: EvaluationInput;
  /** The stored record, where there is one. */
  record?: string;
  texts?: Record<string, string>;
  files?: Record<string, FileView>;
}

/**
 * The form's session made visible to Vue: one small signal for each path that is on the screen, so that a keystroke
 * draws again only what it changed.
 */
export class FormStore {
  readonly app: AppView;
  readonly compiled: CompiledForm;
  readonly session: FormSession;
  readonly texts: Record<string, string>;
  readonly files: Record<string, FileView>;
  private readonly asker: Asker;
  /** Problems are said once somebody has left the field, or has tried to submit. */
  private readonly shown = new Set<string>();
  private showAll = false;
  /** What the server refused, until the value changes. */
  private readonly refused = new Map<string, string>();
  private readonly signals = new Signals();
  private readonly record: string | undefined;
  /** Who fills it in, where it is somebody with an account. */
  readonly user: EvaluationInput['user'];
  private readonly onChange: () => void;
  private uploads = 0;
  private typing: { path: string; text: string } | undefined;
  /** The field that somebody should look at now: the first with a problem, after an attempt to go on. */
  readonly attention = shallowRef<{ field: string }>();
  /** Forms of steps that somebody has not walked to the end. */
  private readonly unfinished = new Set<string>();

  constructor(options: StoreOptions, onChange: () => void = () => undefined) {
    this.app = options.app;
    this.compiled = options.compiled;
    this.session = createSession(options.compiled, options.input);
    this.record = options.record;
    this.user = options.input.user;
    this.texts = shallowReactive({ ...options.texts });
    this.files = shallowReactive({ ...options.files });
    this.onChange = onChange;
    this.asker = new Asker(options, this.session, (changes) => {
      this.announce(changes);
      this.signals.bump('*');
      onChange();
    });
    this.asker.schedule(0);
    this.awaitPatterns();
  }

  /** Judged anew when the automaton that a pattern needs has come. */
  private awaitPatterns(): void {
    void patternsLoading()?.then(() => this.announce(this.session.update({})));
  }

  /** Called while drawing: what is read here is drawn again when it changes. */
  track(path: string): void {
    this.signals.track(path);
  }

  private announce(changes: Changes): void {
    const paths = new Set<string>();
    for (const list of Object.values(changes) as string[][]) for (const path of list) paths.add(path);
    for (const path of paths) this.signals.bump(path);
    for (const path of [...changes.rights, ...changes.sections]) this.signals.bump(`shown ${path}`);
    // A check speaks at a field that may not have changed itself.
    for (const { key, at } of this.compiled.form.checks ?? [])
      if (changes.checks.includes(key)) this.signals.bump(at ?? '');
    if (changes.problems.length > 0 || changes.checks.length > 0) this.signals.bump('marks');
    this.signals.bump('*');
  }

  /** Whether it is on the screen at all. Apart from `right`: a section asks for each of its fields, and they change seldom. */
  isShown(field: string): boolean {
    this.track(`shown ${field}`);
    return this.field(field)?.shown !== false && this.session.right(field) !== 'hide';
  }
  isSectionShown(key: string): boolean {
    this.track(`shown ${key}`);
    return this.session.sectionVisible(key);
  }

  set(path: string, value: Json): void {
    this.forget(path);
    this.announce(this.session.set(path, value));
    this.awaitPatterns();
    this.signals.bump(path);
    this.asker.schedule(250);
    this.onChange();
  }

  /**
   * A text that is being typed. Until the field is left it stays as it was typed: made a value at once, "7" would become
   * "7.00" under the cursor, and a space between two words would be lost.
   */
  type(path: string, text: string): void {
    this.typing = { path, text };
    this.set(path, text);
  }

  /** What stands in an input. */
  entered(path: string): string {
    if (this.typing?.path === path) return this.typing.text;
    const entered = this.session.entered(path);
    return entered === null || entered === undefined ? '' : String(entered);
  }

  /** What the server refused is another thing once it has changed; what it said of the whole, once anything has. */
  private forget(path: string): void {
    if (this.refused.delete(path)) this.signals.bump('marks');
    for (const place of this.refused.keys()) if (!this.isPlaced(place)) this.refused.delete(place);
    this.signals.bump('');
  }

  private isPlaced(path: string): boolean {
    return this.compiled.fields.has(path.replace(/\[[^\]]*\]/, ''));
  }

  addRow(table: string): string {
    const { rowId, changes } = this.session.addRow(table);
    this.announce(changes);
    this.signals.bump(table);
    this.asker.schedule(250);
    this.onChange();
    return rowId;
  }

  removeRow(table: string, rowId: string): void {
    this.announce(this.session.removeRow(table, rowId));
    this.signals.bump(table);
    this.asker.schedule(250);
    this.onChange();
  }

  right(path: string, column?: string): Right {
    this.track(path);
    if (column !== undefined) this.track(column);
    return this.field(column ?? path)?.shown === false ? 'hide' : this.session.right(path);
  }

  /** The first thing wrong with it, when it is time to say so. */
  problem(path: string): FieldProblem | string | undefined {
    this.track(path);
    const refused = this.refused.get(path);
    if (refused !== undefined) return refused;
    return this.showAll || this.shown.has(path) ? this.session.problems(path)[0] : undefined;
  }

  /** Somebody has left the field. */
  leave(path: string): void {
    const isFirst = !this.shown.has(path);
    if (!isFirst && this.typing?.path !== path) return;
    this.typing = undefined;
    this.shown.add(path);
    this.signals.bump(path);
    this.signals.bump('marks');
    this.asker.schedule(0);
  }

  /** Shows every problem; true where there is none. `only`: paths of these fields. */
  validate(only?: readonly string[]): boolean {
    const concerned = (problem: FieldProblem) =>
      only === undefined || only.includes(problem.field.split('.')[0] ?? problem.field);
    const problems = this.session.allProblems().filter(concerned);
    if (only === undefined) this.showAll = true;
    for (const problem of problems) {
      this.shown.add(problem.path);
      this.shown.add(placeOfProblem(problem));
    }
    this.signals.bumpAll();
    this.look(problems.map(({ field }) => field));
    return problems.length === 0;
  }

  /** Whether something in these fields is said to be wrong: the mark of a tab, a step, a folded section. */
  marked(fields: readonly string[]): boolean {
    this.track('marks');
    const said = new Set([...this.refused.keys()].map(rootOf));
    for (const problem of this.session.allProblems()) {
      if (this.showAll || this.shown.has(placeOfProblem(problem))) said.add(rootOf(problem.field));
    }
    return fields.some((key) => said.has(key));
  }

  /** Draws attention to the first of these in the order in which the form shows them. */
  private look(paths: readonly string[]): void {
    const { form } = this.compiled;
    const order = form.layout === undefined ? form.fields : placedFields(form);
    const roots = new Set(paths.map(rootOf));
    const first = order.find(({ key }) => roots.has(key) && this.session.right(key) !== 'hide');
    if (first !== undefined) this.attention.value = { field: first.key };
  }

  /** Whether there is a record already: its steps need not be walked one by one. */
  get isStored(): boolean {
    return this.record !== undefined;
  }

  /** What this tab calls it in what it keeps of it: this form, of this record or of none yet. */
  get place(): string {
    return [this.app.key, this.compiled.form.key, this.record ?? ''].join('.');
  }

  /** A form of steps is submitted at its last. */
  get isAtEnd(): boolean {
    this.track('steps');
    return this.isStored || this.unfinished.size === 0;
  }
  reachEnd(steps: string, isLast: boolean): void {
    if (isLast) this.unfinished.delete(steps);
    else this.unfinished.add(steps);
    this.signals.bump('steps');
  }

  /** What the server said about single fields, until they change. */
  refuse(problems: readonly WireProblem[]): void {
    for (const problem of problems) {
      const path = placeOfRefusal(problem, this.session);
      this.refused.set(path, problem.message);
      this.signals.bump(path);
    }
    this.signals.bump('');
    this.signals.bump('marks');
    this.look(problems.map(({ path }) => path));
  }

  /** Problems that stand at no field of the screen: checks of the whole record, and what the server names otherwise. */
  general(): string[] {
    this.track('');
    const refused = [...this.refused].flatMap(([path, message]) => (this.isPlaced(path) ? [] : [message]));
    if (!this.showAll) return refused;
    const own = this.session.allProblems().filter(({ field }) => !this.isPlaced(field));
    return [...own.map(({ message }) => text(message)), ...refused];
  }

  field(path: string): Field | undefined {
    return this.compiled.fields.get(path);
  }

  /** A file that has just come: its name and kind are known before the record is read again. */
  addFile(file: FileView): void {
    this.files[file.id] = file;
    this.texts[file.id] = file.name;
  }

  /** What something is called that was just made or found. */
  addText(id: string, text: string): void {
    this.texts[id] = text;
  }

  get uploading(): boolean {
    this.track('uploads');
    return this.uploads > 0;
  }
  countUpload(step: 1 | -1): void {
    this.uploads += step;
    this.signals.bump('uploads');
  }

  get asking(): Asking {
    return this.asker.asking;
  }
  ask(): Promise<void> {
    return this.asker.ask();
  }
  answer(answers: AnswersView): void {
    this.asker.answer(answers);
  }

  values(): Readonly<Values> {
    return this.session.values();
  }

  dispose(): void {
    this.asker.stop();
  }
}

export const storeKey: InjectionKey<FormStore> = Symbol('form');
