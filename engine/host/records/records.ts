import { compileFormula } from '../../expression/index.ts';
import { textOf } from '../../form/index.ts';
import type {
  AnswersView,
  AppView,
  ChoiceView,
  ExplainView,
  FlowPicture,
  FormView,
  HistoryEntry,
  Json,
  JumpPreview,
  LookupView,
  OptionView,
  PortalRecord,
  PrintView,
  ReceiverAsk,
  ReceiverView,
  RecordList,
  RecordView,
  RelatedView,
  SubflowsView,
  Values,
} from '../../wire.ts';
import type { Actor, Locale } from '../access/actor.ts';
import type { LiveApp } from '../apps/live.ts';
import { factsOf } from '../door/facts.ts';
import { matchSql } from '../door/match.ts';
import type { DoorParts } from '../door/parts.ts';
import { refusals } from '../door/refusal.ts';
import { csvOf } from '../export/csv.ts';
import { exportRows } from '../export/rows.ts';
import { xlsxOf } from '../export/xlsx.ts';
import { printView } from '../print/document.ts';
import { handedIn } from '../public/count.ts';
import { appView, formView } from './appView.ts';
import { choicesOf } from './choices.ts';
import { explainField, hiddenFields } from './explain.ts';
import { historyOf } from './history.ts';
import { knownRecord } from './known.ts';
import { countRecords, listRecords, matchingIds, shape, titlesOf } from './list.ts';
import { choicesView, choosable } from './peopleChoices.ts';
import { pictureOf } from './picture.ts';
import { portalRecord } from './portal.ts';
import type { ExportQuery, KnownRecord, ListQuery, OptionsAsk, RecordReads } from './ports.ts';
import { type Jump, jumpPreview } from './preview.ts';
import { answersView, lookupTrial, lookupView } from './questions.ts';
import { receiverView } from './receiver.ts';
import { Sight } from './sight.ts';
import { subflowsView } from './subflows.ts';
import { recordView, type Seen, see } from './view.ts';

const MOST_RELATED = 50;

/** What people read of records; who may see what is settled in one place, `Sight`. */
export class Records implements RecordReads {
  readonly #parts: DoorParts;

  constructor(parts: DoorParts) {
    this.#parts = parts;
  }

  app(app: string, actor: Actor): Promise<AppView> {
    return Promise.resolve(appView(this.#parts, app, actor));
  }

  portalForm(key: string): FormView {
    const app = this.#parts.shelf.current(key);
    const form = app?.model.app.portal?.apply;
    const [view] = app && form ? formView(app, form, ['visitor']) : [];
    if (view === undefined) throw refusals.unknown('app', key);
    return view;
  }

  publicForm(key: string, form: string): FormView {
    const app = this.#parts.shelf.current(key);
    const [view] = app?.form(form)?.form.public ? formView(app, form, ['public']) : [];
    if (view === undefined) throw refusals.unknown('form', form);
    return view;
  }

  async isFull(key: string, form: string): Promise<boolean> {
    const live = this.#parts.shelf.current(key)?.form(form);
    const most = live?.form.public?.most;
    if (live === undefined || most === undefined) return false;
    return (await handedIn(this.#parts.sql, live.storage.shape.name, most)) >= most;
  }

  list(app: string, form: string, query: ListQuery, actor: Actor, locale: Locale): Promise<RecordList> {
    return listRecords(this.#parts, this.#sight(app, form, actor), query, locale);
  }

  count(app: string, form: string, query: ListQuery, actor: Actor): Promise<number> {
    return countRecords(this.#parts, this.#sight(app, form, actor), query);
  }

  ids(app: string, form: string, query: ListQuery, actor: Actor, most: number): Promise<string[]> {
    return matchingIds(this.#parts, this.#sight(app, form, actor), query, most);
  }

  titles(app: string, form: string, ids: readonly string[], actor: Actor): Promise<Record<string, string>> {
    return titlesOf(this.#parts, this.#sight(app, form, actor), ids);
  }

  csv(app: string, form: string, query: ExportQuery, actor: Actor, locale: Locale): AsyncIterable<string> {
    return csvOf(exportRows(this.#parts, this.#sight(app, form, actor), query, locale));
  }

  xlsx(app: string, form: string, query: ExportQuery, actor: Actor, locale: Locale): AsyncIterable<Buffer> {
    const sight = this.#sight(app, form, actor);
    return xlsxOf(exportRows(this.#parts, sight, query, locale), textOf(sight.form.form.label, locale));
  }

  known(
    app: string,
    form: string,
    key: { field?: string; value: string },
    actor: Actor,
  ): Promise<KnownRecord | undefined> {
    return knownRecord(this.#parts, this.#sight(app, form, actor), key);
  }

  async get(app: string, form: string, id: string, actor: Actor, locale: Locale): Promise<RecordView> {
    return recordView(await see(this.#parts, app, form, id, actor), locale);
  }

  async history(app: string, form: string, id: string, actor: Actor, locale: Locale): Promise<HistoryEntry[]> {
    return historyOf(await this.#seen(app, form, id, actor), locale);
  }

  async explain(app: string, form: string, id: string, path: string, actor: Actor, locale: Locale) {
    return explainField(await this.#seen(app, form, id, actor), path, locale);
  }

  async hidden(app: string, form: string, id: string, actor: Actor, locale: Locale): Promise<ExplainView[]> {
    return hiddenFields(await this.#seen(app, form, id, actor), locale);
  }

  async print(
    app: string,
    form: string,
    id: string,
    template: string | undefined,
    actor: Actor,
    locale: Locale,
  ): Promise<PrintView> {
    return printView(await this.#seen(app, form, id, actor), template, locale);
  }

  async flow(app: string, form: string, id: string, actor: Actor, locale: Locale): Promise<FlowPicture> {
    return pictureOf(await this.#seen(app, form, id, actor), locale);
  }

  async preview(app: string, form: string, id: string, jump: Jump, actor: Actor, locale: Locale): Promise<JumpPreview> {
    return jumpPreview(await this.#seen(app, form, id, actor), jump, locale);
  }

  async receiver(
    app: string,
    form: string,
    id: string,
    ask: ReceiverAsk,
    actor: Actor,
    locale: Locale,
  ): Promise<ReceiverView> {
    return receiverView(await this.#seen(app, form, id, actor), ask, locale);
  }

  async related(app: string, form: string, id: string, actor: Actor, locale: Locale): Promise<RelatedView[]> {
    const seen = await this.#seen(app, form, id, actor);
    const all = seen.held.form.form.related ?? [];
    const views = await Promise.all(all.map((related) => this.#related(seen, related, locale)));
    return views.flatMap((view) => view ?? []);
  }

  options(
    app: string,
    form: string,
    path: string,
    ask: OptionsAsk,
    actor: Actor,
    locale: Locale,
  ): Promise<OptionView[]> {
    return choicesOf(this.#parts, this.#sight(app, form, actor), path, ask, locale);
  }

  lookup(app: string, form: string, lookup: string, values: Values, actor: Actor, locale: Locale): Promise<LookupView> {
    this.#sight(app, form, actor).mustSeeSomething();
    return lookupView(this.#parts, { app, form, values, actor }, lookup, locale);
  }

  tryLookup(
    app: LiveApp,
    form: string,
    lookup: string,
    values: Values,
    actor: Actor,
    locale: Locale,
  ): Promise<LookupView> {
    return lookupTrial(this.#parts, app, { app: app.key, form, values, actor }, lookup, locale);
  }

  answers(
    app: string,
    form: string,
    values: Values,
    record: string | undefined,
    actor: Actor,
    locale: Locale,
  ): Promise<AnswersView> {
    this.#sight(app, form, actor).mustSeeSomething();
    return answersView(this.#parts, { app, form, values, record, actor }, locale);
  }

  choices(app: string, form: string, values: Values, actor: Actor, locale: Locale): Promise<ChoiceView[]> {
    return choicesView(this.#parts, { app, form, values }, actor, locale);
  }

  choosable(asked: Parameters<typeof choosable>[1], actor: Actor, locale: Locale): Promise<OptionView[]> {
    return choosable(this.#parts, asked, actor, locale);
  }

  async subflows(app: string, form: string, id: string, actor: Actor, locale: Locale): Promise<SubflowsView> {
    return subflowsView(this.#parts, await this.#seen(app, form, id, actor), actor, locale);
  }

  async portal(app: string, id: string, actor: Actor, locale: Locale): Promise<PortalRecord> {
    const form = this.#parts.shelf.get(app)?.app.portal?.apply;
    if (form === undefined) throw refusals.unknown('app', app);
    return portalRecord(await see(this.#parts, app, form, id, actor), locale);
  }

  mine(app: string, actor: Actor, locale: Locale): Promise<RecordList> {
    const form = this.#parts.shelf.get(app)?.app.portal?.apply;
    if (form === undefined) throw refusals.unknown('app', app);
    return this.list(app, form, { size: 50, sort: ['-created_at'] }, actor, locale);
  }

  #sight(appKey: string, formKey: string, actor: Actor): Sight {
    const app = this.#parts.shelf.current(appKey);
    if (app === undefined) throw refusals.unknown('app', appKey);
    const form = app.form(formKey);
    if (form === undefined) throw refusals.unknown('form', formKey);
    return new Sight(this.#parts, app, form, actor);
  }

  #seen(app: string, form: string, id: string, actor: Actor): Promise<Seen> {
    return see(this.#parts, app, form, id, actor, 'also had a task');
  }

  async #related(
    { work, held, sight }: Seen,
    related: NonNullable<Seen['held']['form']['form']['related']>[number],
    locale: Locale,
  ): Promise<RelatedView | undefined> {
    const form = held.app.form(related.form);
    if (form === undefined) return undefined;
    const over = new Sight(this.#parts, held.app, form, sight.actor);
    if (over.entries.length === 0) return undefined;
    const facts = factsOf(work, held);
    const env = { now: work.now, timeZone: held.app.timeZone };
    const match = Object.entries(related.match).map(([key, value]): [string, Json] => {
      const isFormula = typeof value === 'string' && value.startsWith('=');
      return [key, isFormula ? compileFormula(value.slice(1), held.form.scope).evaluate(facts, env) : (value as Json)];
    });
    const where = matchSql(form, Object.fromEntries(match));
    const { key, label, columns } = related;
    const base = { key, label, form: related.form, columns };
    if (where === undefined) return { ...base, list: { rows: [], total: 0, texts: {}, files: {} } };
    const values = [...where.values];
    const open = over.rows(values);
    const place = `$${values.push(held.head.id)}`;
    const rows = await work.query(
      `${form.storage.select()} where ${where.sql} and ${open} and r.id <> ${place} order by r.created_at desc limit ${MOST_RELATED}`,
      values,
    );
    const records = rows.map((row) => form.storage.decode(row));
    return { ...base, list: await shape(this.#parts, over, records, records.length, columns, locale) };
  }
}
