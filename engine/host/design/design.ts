import type { FormDefinition, Label } from '../../definition/index.ts';
import type {
  AppBundle,
  ChangePlan,
  DesignPeople,
  DesignSummary,
  DesignView,
  DraftChange,
  LookupTrial,
  LookupView,
  NewApp,
  PublishResult,
  Samples,
  SaveResult,
  VersionFiles,
  VersionView,
} from '../../wire.ts';
import type { Access, Locale, UserActor } from '../access/index.ts';
import { keepPictures, type Picture } from '../apps/pictures.ts';
import type { Host } from '../host.ts';
import { Simulations } from '../simulation/simulations.ts';
import { bundleName, draftTexts, exportApp, picturesOf, textsOfBundle } from './bundle.ts';
import type { Draft } from './draft.ts';
import { Editing } from './editing.ts';
import { parsed } from './file.ts';
import { makeApp } from './making.ts';
import { Designers } from './may.ts';
import { summaryOf, viewOf } from './overview.ts';
import { peopleOf } from './people.ts';
import { Pictures, picturesOfBundle } from './pictures.ts';
import { changePlan } from './plan.ts';
import { Publishing, type PublishOrder } from './publishing.ts';
import { designRefusals } from './refusals.ts';
import { Retired } from './retired.ts';
import { samplesOf, tryLookup } from './trial.ts';
import { listVersions, versionTexts } from './versions.ts';

interface Beginning {
  texts: ReadonlyMap<string, string> | undefined;
  pictures: readonly Picture[];
}

/** What the designer asks of the server. Every call says first whether this person may, and the log who did what. */
export class Design {
  readonly publishing: Publishing;
  readonly pictures: Pictures;
  readonly retired: Retired;
  readonly simulations: Simulations;
  readonly #host: Host;
  readonly #access: Access;
  readonly #designers: Designers;
  readonly #editing: Editing;

  constructor(host: Host, access: Access, log: (line: string) => void) {
    this.#host = host;
    this.#access = access;
    this.#designers = new Designers(host.database.knex, host.apps);
    this.#editing = new Editing(host.database.knex, host.clock);
    this.publishing = new Publishing(host, log);
    this.pictures = new Pictures(host.database.knex, this.#designers);
    this.retired = new Retired(host, access, this.#designers, this.#editing);
    this.simulations = new Simulations(host, {
      log,
      may: (app, user) => this.#designers.must(user, app),
      draft: (app) => this.#editing.read(app),
    });
  }

  async apps(user: UserActor): Promise<DesignSummary[]> {
    const apps = await this.#designers.appsOf(user);
    const summaries: DesignSummary[] = [];
    for (const app of apps) summaries.push(await summaryOf(this.#knex, await this.#editing.read(app)));
    return summaries;
  }

  async make({ key, label, from }: NewApp, user: UserActor): Promise<DesignSummary> {
    await this.#designers.mustDesignSome(user);
    return this.#made({ key, label, ...(await this.#begun(from, user)) }, 'app_created', user);
  }

  /** What a new app begins with. */
  async #begun(from: NewApp['from'], user: UserActor): Promise<Beginning> {
    if (from === undefined) return { texts: undefined, pictures: [] };
    if ('bundle' in from) {
      return { texts: textsOfBundle(from.bundle), pictures: picturesOfBundle(from.bundle.pictures, false) };
    }
    const texts = draftTexts(await this.#draft(from.app, user));
    return { texts, pictures: await picturesOf(this.#knex, from.app, texts) };
  }

  /** Under its own key, or another; over an app that is there only where that is said, and then as its draft. */
  async import(bundle: AppBundle, key: string | undefined, replace: boolean, user: UserActor): Promise<DesignSummary> {
    await this.#designers.mustDesignSome(user);
    const texts = textsOfBundle(bundle);
    const pictures = picturesOfBundle(bundle.pictures, false);
    const definition = parsed(texts.get('app.json') ?? '{}') as { key?: unknown };
    const app = key ?? String(definition.key);
    if (!replace) return this.#made({ key: app, label: undefined, texts, pictures }, 'app_imported', user);
    await this.#designers.must(user, app);
    await keepPictures(this.#knex, app, pictures, user.id);
    await this.#editing.replace(app, texts, user);
    await this.#access.audit.write(user, { action: 'app_imported', app, data: { replaced: true } });
    return summaryOf(this.#knex, await this.#editing.read(app));
  }

  async view(app: string, user: UserActor): Promise<DesignView> {
    const draft = await this.#draft(app, user);
    return viewOf(this.#knex, draft, await this.publishing.current(app));
  }

  async save(app: string, changes: readonly DraftChange[], user: UserActor): Promise<SaveResult> {
    await this.#designers.must(user, app);
    return this.#editing.save(app, changes, user);
  }

  async discard(app: string, paths: readonly string[] | undefined, user: UserActor): Promise<SaveResult> {
    await this.#designers.must(user, app);
    const result = await this.#editing.discard(app, paths, user);
    const data = { files: result.files.map(({ path }) => path) };
    await this.#access.audit.write(user, { action: 'draft_discarded', app, data });
    return result;
  }

  async plan(app: string, user: UserActor): Promise<ChangePlan> {
    return changePlan(this.#knex, await this.#draft(app, user), this.#host.apps.get(app));
  }

  async publish(app: string, order: PublishOrder, user: UserActor): Promise<PublishResult> {
    const result = await this.publishing.publish(await this.#draft(app, user), order, user);
    const { id, number, status } = result;
    const data = { publish: id, number, status, ...(order.note !== undefined && { note: order.note }) };
    await this.#access.audit.write(user, { action: 'app_published', app, data });
    return result;
  }

  async publishOf(app: string, id: string, user: UserActor): Promise<PublishResult> {
    await this.#designers.must(user, app);
    return this.publishing.get(app, id);
  }

  async versions(app: string, user: UserActor): Promise<VersionView[]> {
    await this.#designers.must(user, app);
    return listVersions(this.#knex, app);
  }

  async version(app: string, number: number, user: UserActor): Promise<VersionFiles> {
    await this.#designers.must(user, app);
    const texts = await versionTexts(this.#knex, app, number);
    return { number, files: [...texts].map(([path, text]) => ({ path, json: parsed(text) })) };
  }

  /** Its files become the draft; publishing that is the way back. */
  async restore(app: string, number: number, user: UserActor): Promise<SaveResult> {
    await this.#designers.must(user, app);
    const result = await this.#editing.replace(app, await versionTexts(this.#knex, app, number), user);
    await this.#access.audit.write(user, { action: 'version_restored', app, data: { number } });
    return result;
  }

  async export(
    app: string,
    number: number | 'draft' | undefined,
    user: UserActor,
  ): Promise<{ name: string; bundle: AppBundle }> {
    const draft = await this.#draft(app, user);
    const wanted = number ?? (draft.number > 0 ? draft.number : 'draft');
    const bundle = await exportApp(this.#knex, draft, wanted === 'draft' ? undefined : wanted);
    await this.#access.audit.write(user, { action: 'app_exported', app, data: { number: bundle.number } });
    return { name: bundleName(bundle), bundle };
  }

  async tryLookup(app: string, trial: LookupTrial, user: UserActor, locale: Locale): Promise<LookupView> {
    return tryLookup(this.#host, await this.#draft(app, user), trial, user, locale);
  }

  async samples(
    app: string,
    form: FormDefinition['key'],
    limit: number,
    user: UserActor,
    locale: Locale,
  ): Promise<Samples> {
    await this.#designers.must(user, app);
    return samplesOf(this.#host, app, form, limit, user, locale);
  }

  async people(app: string, user: UserActor): Promise<DesignPeople> {
    return peopleOf(this.#knex, await this.#draft(app, user));
  }

  get #knex(): Host['database']['knex'] {
    return this.#host.database.knex;
  }

  async #draft(app: string, user: UserActor): Promise<Draft> {
    await this.#designers.must(user, app);
    return this.#editing.read(app);
  }

  async #made(
    making: Beginning & { key: string; label: Label | undefined },
    action: string,
    user: UserActor,
  ): Promise<DesignSummary> {
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(making.key)) throw designRefusals.badKey(making.key);
    await makeApp(this.#knex, this.#host.clock, making, user);
    await keepPictures(this.#knex, making.key, making.pictures, user.id);
    // The maker's new role counts at once, also where the notice of it is still on its way.
    this.#access.sessions.forget(user.id);
    await this.#access.audit.write(user, { action, app: making.key });
    return summaryOf(this.#knex, await this.#editing.read(making.key));
  }
}
