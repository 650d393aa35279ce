import type { FormDefinition, Localised } from '../../definition/index.ts';
import type { Json, RetiredField, RetiredPlace, SaveResult } from '../../wire.ts';
import type { Access, UserActor } from '../access/index.ts';
import { sqlOn } from '../apps/existing.ts';
import { asPublisher } from '../apps/publisher.ts';
import { dropRetired, type RetiredColumn, retiredColumns } from '../apps/retired.ts';
import { Refusal } from '../door/refusal.ts';
import type { Host } from '../host.ts';
import { type Draft, filesOf } from './draft.ts';
import type { Editing } from './editing.ts';
import type { Designers } from './may.ts';
import { designRefusals } from './refusals.ts';

/** Older versions that one may go back to with everything they had; what only others had may be deleted. */
const WAYS_BACK = 5;

/** Fields that went, whose values are still there: brought back, or deleted for good. */
export class Retired {
  readonly #host: Host;
  readonly #access: Access;
  readonly #designers: Designers;
  readonly #editing: Editing;

  constructor(host: Host, access: Access, designers: Designers, editing: Editing) {
    this.#host = host;
    this.#access = access;
    this.#designers = designers;
    this.#editing = editing;
  }

  async list(app: string, user: UserActor): Promise<RetiredField[]> {
    await this.#designers.must(user, app);
    const draft = await this.#editing.read(app);
    const needed = await this.#needed(app);
    return (await this.#columns(app)).map((column) => this.#view(app, column, draft, needed));
  }

  /** The field stands in the draft’s form again, as it was last; its values come back with the next publish. */
  async restore(app: string, place: RetiredPlace, user: UserActor): Promise<SaveResult> {
    await this.#designers.must(user, app);
    const column = await this.#find(app, place);
    const draft = await this.#editing.read(app);
    const path = `forms/${place.form}.json`;
    const form = formIn(draft, place.form);
    const field = column.former?.field;
    if (form === undefined || field === undefined || isInDraft(form, place)) throw notRestorable();
    const json = withField(form, place, field as unknown as Json);
    if (json === undefined) throw notRestorable();
    const revision = draft.rows.get(path)?.revision ?? 0;
    const result = await this.#editing.save(app, [{ path, revision, json }], user);
    await this.#access.audit.write(user, { action: 'field_restored', app, data: { ...place } });
    return result;
  }

  /** `confirm`: its key, typed by whoever means it. Who publishes waits meanwhile, so that nobody brings it back in between. */
  async remove(app: string, place: RetiredPlace, confirm: string, user: UserActor): Promise<RetiredField[]> {
    await this.#designers.must(user, app);
    if (confirm !== place.key) throw notConfirmed(place.key);
    await asPublisher(this.#host.database.knex, true, async (publisher) => {
      const column = await this.#find(app, place);
      const held = heldBy(column, await this.#editing.read(app), await this.#needed(app));
      if (held) throw new Refusal('still_needed', held, { status: 409, cure: LATER });
      const { form, table, key, records } = column;
      const data = { form, key, records, ...(table !== undefined && { table }) };
      // Said before it is done: what is gone without a word of it could not be explained.
      await this.#access.audit.write(user, { action: 'field_deleted', app, target: key, data });
      await dropRetired(publisher, app, column);
    });
    return this.list(app, user);
  }

  async #find(app: string, { form, table, key }: RetiredPlace): Promise<RetiredColumn> {
    const found = (await this.#columns(app)).find((one) => one.form === form && one.table === table && one.key === key);
    if (!found) throw designRefusals.unknownField(key);
    return found;
  }

  async #columns(app: string): Promise<RetiredColumn[]> {
    const model = this.#host.apps.get(app);
    return model ? retiredColumns(sqlOn(this.#host.database.knex), model) : [];
  }

  /** Versions that work runs on, and those that one may go back to. */
  async #needed(app: string): Promise<Needed> {
    const { knex } = this.#host.database;
    const running = await knex('engine.instance')
      .where({ app })
      .whereIn('status', ['running', 'suspended'])
      .distinct()
      .pluck<number[]>('version');
    const recent = await knex('engine.app_version')
      .where({ app })
      .orderBy('number', 'desc')
      .limit(WAYS_BACK + 1)
      .pluck<number[]>('number');
    return { running: new Set(running), recent: new Set(recent) };
  }

  #view(app: string, column: RetiredColumn, draft: Draft, needed: Needed): RetiredField {
    const { form, table, key, former, sqlType, records } = column;
    const published = this.#host.apps.get(app)?.forms.get(form);
    const inDraft = formIn(draft, form);
    const held = heldBy(column, draft, needed);
    const sub = published?.fields.find((one) => one.key === table);
    const version = former?.versions[0];
    return {
      form,
      formLabel: published?.label ?? form,
      ...(table !== undefined && { table, tableLabel: sub?.label ?? table }),
      key,
      label: former?.field.label ?? key,
      type: former?.field.type ?? sqlType,
      ...(version !== undefined && { version }),
      records,
      canRestore:
        former !== undefined &&
        inDraft !== undefined &&
        withField(inDraft, column, null) !== undefined &&
        !isInDraft(inDraft, column),
      ...(held && { held }),
    };
  }
}

interface Needed {
  running: ReadonlySet<number>;
  recent: ReadonlySet<number>;
}

function heldBy({ former, ...place }: RetiredColumn, draft: Draft, { running, recent }: Needed): Localised | undefined {
  const form = formIn(draft, place.form);
  if (form && isInDraft(form, place)) {
    return { 'zh-CN': '草稿里又有这个字段。', en: 'The draft has this field again.' };
  }
  const works = former?.versions.find((version) => running.has(version));
  if (works !== undefined) {
    return {
      'zh-CN': `还有进行中的工作使用版本 ${works}，它需要这个字段。`,
      en: `Work under way is on version ${works}, which has this field.`,
    };
  }
  const back = former?.versions.find((version) => recent.has(version));
  if (back === undefined) return undefined;
  return {
    'zh-CN': `版本 ${back} 有这个字段，而最近 ${WAYS_BACK} 个旧版本可以带数据恢复。`,
    en: `Version ${back} has this field, and one may go back to the last ${WAYS_BACK} older versions with their data.`,
  };
}

function formIn(draft: Draft, key: string): FormDefinition | undefined {
  return filesOf(draft).get(`forms/${key}.json`) as FormDefinition | undefined;
}

function isInDraft(form: FormDefinition, { table, key }: RetiredPlace): boolean {
  return fieldsOf(form, table)?.some((field) => field.key === key) ?? false;
}

function fieldsOf({ fields }: FormDefinition, table: string | undefined): readonly { key: string }[] | undefined {
  if (table === undefined) return fields;
  const sub = fields.find((field) => field.key === table);
  return sub?.type === 'table' ? sub.fields : undefined;
}

/** At the end of the form, or of its sub-table; undefined where that is no more. */
function withField(form: FormDefinition, { table }: RetiredPlace, field: Json): Json | undefined {
  if (fieldsOf(form, table) === undefined) return undefined;
  const fields = form.fields as unknown as Json[];
  if (table === undefined) return { ...form, fields: [...fields, field] } as unknown as Json;
  return {
    ...form,
    fields: form.fields.map((one) =>
      one.key === table && one.type === 'table' ? { ...one, fields: [...one.fields, field] } : one,
    ),
  } as unknown as Json;
}

function notRestorable(): Refusal {
  return new Refusal(
    'not_restorable',
    {
      'zh-CN': '这个字段不能放回草稿：草稿里没有它所在的表单，或已经有这个字段。',
      en: 'This field cannot come back into the draft: its form is not there, or the field is there already.',
    },
    { status: 409 },
  );
}

function notConfirmed(key: string): Refusal {
  return new Refusal(
    'not_confirmed',
    { 'zh-CN': '输入的键不一致，没有删除。', en: 'What was typed is not the key; nothing was deleted.' },
    { status: 422, cure: { 'zh-CN': `请输入 ${key}。`, en: `Type ${key}.` } },
  );
}

const LATER: Localised = {
  'zh-CN': '等进行中的工作完成、并发布更多版本之后再删除。',
  en: 'Delete it when that work is through and more versions have been published since.',
};
