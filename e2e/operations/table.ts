type Named = Record<'zh-CN' | 'en', string>;

/** An operation of the errand's flow, and what is to come of it. */
export interface Errand {
  name: string;
  key: string;
  on: 'task' | 'record';
  stage: 'draft' | 'looked' | 'claimed' | 'paying' | 'asked' | 'suspended';
  /** Of several open tasks the one of this person. */
  holder?: string;
  by: string;
  actor: string;
  /** Who is offered it, in the order of the people. */
  may: readonly string[];
  /** A button of its own instead of an entry of the menu. */
  isFront?: true;
  /** What the dialog asks; without it there is none. */
  asks?: {
    task?: string;
    person?: string;
    target?: Named;
    reason?: 'must' | 'may';
    way?: Named;
    told?: true;
  };
  event: string;
  /** Where the case stands afterwards, and on whose desk. */
  then: readonly string[];
  /** What the history says of it. */
  says: { zh: string; en: string };
  /** What a tab is told in which it is pressed too late; without it, it may be done again. */
  late?: { by?: string; says: string | RegExp };
  /** Nothing of it is this person's any more, and the next task comes up. */
  leaves?: true;
  /** false: it is offered still, or another of its name. */
  gone?: false;
}

const onTask = { on: 'task', by: 'mia', actor: 'Mia', may: ['mia'], stage: 'claimed' } as const;
const byAdmin = { on: 'record', by: 'ada', actor: 'Ada', may: ['ada'], stage: 'claimed' } as const;
const AGAIN = { 'zh-CN': '退回后，按流程重新走到这里', en: 'everything is gone through again' };
const STRAIGHT = { 'zh-CN': '退回后，办完直接回到本环节', en: 'it comes straight back to this step' };
const toCara = { person: 'Cara', reason: 'may' } as const;

export const ERRANDS: readonly Errand[] = [
  {
    ...onTask,
    name: 'claim takes a task off the list of a group',
    key: 'claim',
    stage: 'looked',
    may: ['mia', 'max'],
    event: 'task_claimed',
    then: ['look mia'],
    says: { zh: '“审核”已认领', en: 'Look: claimed' },
    late: { by: 'max', says: 'Mia已签收这个任务，无需您处理。' },
  },
  {
    ...onTask,
    name: 'unclaim puts it back there',
    key: 'unclaim',
    event: 'task_unclaimed',
    then: ['look manager'],
    says: { zh: '“审核”已放回', en: 'Look: put back' },
    late: { says: '这项任务没有人认领，无需放回。' },
  },
  {
    ...onTask,
    name: 'transfer gives it to somebody else',
    key: 'transfer',
    asks: { ...toCara, person: 'Max' },
    leaves: true,
    event: 'task_transferred',
    then: ['look max'],
    says: { zh: '“审核”转交给Max', en: 'Look: given on to Max' },
    late: { says: '这项任务不归您处理。' },
  },
  {
    ...onTask,
    name: 'delegate asks somebody for the answer',
    key: 'delegate',
    asks: toCara,
    leaves: true,
    event: 'task_delegated',
    then: ['look cara'],
    says: { zh: '“审核”委派给Cara', en: 'Look: delegated to Cara' },
    late: { says: '这项任务不归您处理。' },
  },
  {
    ...onTask,
    name: 'add signer before asks somebody first',
    key: 'before',
    asks: toCara,
    event: 'signer_added',
    then: ['look cara', 'look mia'],
    says: { zh: '“审核”前加签Cara', en: 'Look: Cara is asked first' },
    late: { says: '已请此人在本环节处理。' },
    gone: false,
  },
  {
    ...onTask,
    name: 'add signer beside asks somebody as well',
    key: 'beside',
    asks: toCara,
    event: 'signer_added',
    then: ['look cara', 'look mia'],
    says: { zh: '“审核”并加签Cara', en: 'Look: Cara is asked as well' },
    late: { says: '已请此人在本环节处理。' },
    gone: false,
  },
  {
    ...onTask,
    name: 'add signer after asks somebody afterwards',
    key: 'after',
    asks: toCara,
    event: 'signer_added',
    then: ['look mia'],
    says: { zh: '“审核”后加签Cara', en: 'Look: Cara is asked afterwards' },
    late: { says: '已请此人在本环节处理。' },
    gone: false,
  },
  {
    ...onTask,
    name: 'remove signer asks them no longer',
    key: 'remove_signer',
    stage: 'asked',
    holder: 'mia',
    asks: {},
    event: 'signer_removed',
    then: ['look mia'],
    says: { zh: '“审核”减签Cara', en: 'Look: Cara is asked no longer' },
    late: { says: '您没有可减去的加签人。' },
  },
  {
    ...onTask,
    name: 'cc lets somebody read it',
    key: 'cc',
    asks: { person: 'Cara' },
    event: 'copied',
    then: ['look mia'],
    says: { zh: '抄送Cara', en: 'Copied to Cara' },
  },
  {
    ...onTask,
    name: 'comment is kept with who said it',
    key: 'comment',
    asks: { reason: 'must' },
    event: 'commented',
    then: ['look mia'],
    says: { zh: 'because of rain', en: 'because of rain' },
  },
  {
    ...onTask,
    name: 'return goes back to a step that is named, and all after it is gone through again',
    key: 'return',
    stage: 'paying',
    by: 'cara',
    actor: 'Cara',
    may: ['cara'],
    isFront: true,
    leaves: true,
    asks: { target: { 'zh-CN': '审核', en: 'Look' }, reason: 'must', way: AGAIN },
    event: 'returned',
    then: ['look manager'],
    says: { zh: '从“付款”退回到“审核”', en: 'Returned from Pay to Look' },
    late: { says: '您已处理这个任务：退回。无需再操作。' },
  },
  {
    ...onTask,
    name: 'return with a straight way back',
    key: 'return',
    stage: 'paying',
    by: 'cara',
    actor: 'Cara',
    may: ['cara'],
    isFront: true,
    leaves: true,
    asks: { target: { 'zh-CN': '填写', en: 'Prepare' }, reason: 'must', way: STRAIGHT },
    event: 'returned',
    then: ['prepare eve'],
    says: {
      zh: '从“付款”退回到“填写”，办完直接回到本环节',
      en: 'Returned from Pay to Prepare, and comes straight back',
    },
    late: { says: '您已处理这个任务：退回。无需再操作。' },
  },
  {
    ...byAdmin,
    name: 'withdraw ends it by whoever began',
    key: 'withdraw',
    stage: 'looked',
    by: 'eve',
    actor: 'Eve',
    may: ['eve'],
    asks: { reason: 'may' },
    event: 'withdrawn',
    then: [],
    says: { zh: '撤回', en: 'Withdrawn' },
    late: { says: '流程已经取消，无需再撤回。' },
  },
  {
    ...byAdmin,
    name: 'take back fetches it before the next has begun',
    key: 'take_back',
    stage: 'looked',
    by: 'eve',
    actor: 'Eve',
    may: ['eve'],
    asks: { reason: 'may' },
    event: 'taken_back',
    then: ['prepare eve'],
    says: { zh: '拿回到“填写”', en: 'Taken back to Prepare' },
    late: { says: /不能拿回/ },
  },
  {
    ...byAdmin,
    name: 'urge reminds whoever has it',
    key: 'urge',
    by: 'eve',
    actor: 'Eve',
    may: ['eve', 'ada'],
    asks: { reason: 'may' },
    event: 'urged',
    then: ['look mia'],
    says: { zh: '催办（1 项任务）', en: 'Urged (1 open task)' },
    late: { says: '刚刚催办过。' },
  },
  {
    ...byAdmin,
    name: 'suspend lets nothing go on',
    key: 'suspend',
    asks: { reason: 'must' },
    event: 'suspended',
    then: ['look mia'],
    says: { zh: '挂起', en: 'Suspended' },
    late: { says: '流程已挂起。' },
  },
  {
    ...byAdmin,
    name: 'resume lets it go on',
    key: 'resume',
    stage: 'suspended',
    asks: { reason: 'may' },
    event: 'resumed',
    then: ['look mia'],
    says: { zh: '恢复', en: 'Resumed' },
    late: { says: '流程没有挂起。' },
  },
  {
    ...byAdmin,
    name: 'reassign gives a task to somebody else',
    key: 'reassign',
    asks: { person: 'Max', reason: 'must' },
    event: 'task_transferred',
    then: ['look max'],
    says: { zh: '“审核”转交给Max', en: 'Look: given on to Max' },
    late: { says: '接收人已经在处理这项任务。' },
    gone: false,
  },
  {
    ...byAdmin,
    name: 'jump puts it to another step, and tells before what that does',
    key: 'jump',
    asks: { target: { 'zh-CN': '付款', en: 'Pay' }, reason: 'must', told: true },
    event: 'jumped',
    then: ['pay cara'],
    says: { zh: '从“审核”跳转到“付款”', en: 'Put from Look to Pay' },
    late: { says: '不能跳转到该节点。' },
    gone: false,
  },
  {
    ...byAdmin,
    name: 'terminate ends it for good',
    key: 'terminate',
    asks: { reason: 'must' },
    event: 'terminated',
    then: [],
    says: { zh: '终止', en: 'Terminated' },
    late: { says: '流程已经结束。' },
  },
];
