import type { Localised } from '../../definition/index.ts';
import type { Values } from '../../wire.ts';

/** What is wrong with one field of what was sent. `path`: "reason" or "lines.qty". */
export interface RefusedField {
  code: string;
  path: string;
  /** Of a sub-table. */
  rowId?: string;
  message: Localised;
}

export interface RefusalDetails {
  /** Where: a field's path, a task, a node. */
  at?: string;
  cure?: Localised;
  problems?: RefusedField[];
  /** `stale`: the record as it is now, as far as the person may see it. */
  current?: { revision: number; data: Values };
  /** `checking`: the draft that was kept, and until when it is tried again. */
  draft?: { id: string; until: string };
  /** What a code of its own brings along (`draft_conflict`: conflicts). */
  more?: Readonly<Record<string, unknown>>;
  /** HTTP status; 400 unless something else is more telling. */
  status?: number;
}

/** Why a command was not carried out. Nothing of it was done. Always for a person: the code is stable, the text theirs. */
export class Refusal extends Error {
  readonly code: string;
  readonly text: Localised;
  readonly details: RefusalDetails;

  constructor(code: string, text: Localised, details: RefusalDetails = {}) {
    super(`${code}: ${text.en}`);
    this.name = 'Refusal';
    this.code = code;
    this.text = text;
    this.details = details;
  }

  get status(): number {
    return this.details.status ?? 400;
  }
}

export const refusals = {
  notFound: (): Refusal =>
    new Refusal(
      'not_found',
      { 'zh-CN': '没有这条记录，或您无权查看。', en: 'There is no such record, or you may not see it.' },
      { status: 404 },
    ),
  notAllowed: (at?: string): Refusal =>
    new Refusal(
      'not_allowed',
      { 'zh-CN': '您没有权限执行此操作。', en: 'You may not do this.' },
      {
        status: 403,
        ...(at === undefined ? {} : { at }),
        cure: { 'zh-CN': '如需权限，请联系管理员。', en: 'Ask an administrator if you need to.' },
      },
    ),
  notNow: (at: string): Refusal =>
    new Refusal(
      'not_now',
      { 'zh-CN': '这条记录现在不能执行此操作。', en: 'This cannot be done with the record as it stands now.' },
      { status: 409, at, cure: { 'zh-CN': '请查看它的最新状态。', en: 'Look at where it stands now.' } },
    ),
  unknown: (
    what: 'app' | 'form' | 'task' | 'rule' | 'field' | 'lookup' | 'draft' | 'board' | 'tile' | 'template',
    key: string,
  ): Refusal => {
    // Tasks and drafts have ids, which tell people nothing.
    const name = /^[0-9a-f-]{36}$/.test(key) ? { 'zh-CN': '', en: '' } : { 'zh-CN': `：${key}`, en: ` ${key}` };
    return new Refusal(
      `unknown_${what}`,
      {
        'zh-CN': `${UNKNOWN[what]['zh-CN']}不存在${name['zh-CN']}。`,
        en: `There is no such ${UNKNOWN[what].en}${name.en}.`,
      },
      {
        status: 404,
        at: key,
        cure: {
          'zh-CN': '链接可能已失效，或您没有查看权限。',
          en: 'The link may be old, or you may not see it.',
        },
      },
    );
  },
  stale: (current: { revision: number; data: Values }): Refusal =>
    new Refusal(
      'stale',
      { 'zh-CN': '这条记录已被他人修改。', en: 'Somebody else has changed this record in the meantime.' },
      {
        status: 409,
        current,
        cure: { 'zh-CN': '请查看最新内容后再保存。', en: 'Look at what it holds now, then save again.' },
      },
    ),
  unknownPerson: (): Refusal =>
    new Refusal(
      'unknown_person',
      { 'zh-CN': '找不到这位同事。', en: 'There is no such person here.' },
      { at: 'to', cure: { 'zh-CN': '请从列表中选择。', en: 'Choose somebody from the list.' } },
    ),
  badCommand: (at: string): Refusal =>
    new Refusal(
      'bad_command',
      { 'zh-CN': `请求无效：${at}。`, en: `The request is not valid: ${at}.` },
      { status: 400, at },
    ),
};

const UNKNOWN = {
  app: { 'zh-CN': '应用', en: 'app' },
  form: { 'zh-CN': '表单', en: 'form' },
  task: { 'zh-CN': '任务', en: 'task' },
  rule: { 'zh-CN': '规则', en: 'rule' },
  field: { 'zh-CN': '字段', en: 'field' },
  lookup: { 'zh-CN': '关联查询', en: 'lookup' },
  draft: { 'zh-CN': '草稿', en: 'draft' },
  board: { 'zh-CN': '看板', en: 'board' },
  tile: { 'zh-CN': '图表', en: 'tile' },
  template: { 'zh-CN': '打印模板', en: 'print template' },
} as const;
