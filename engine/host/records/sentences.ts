import type { FlowEvent } from '../../flow/index.ts';
import type { Json } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';

export interface Told {
  kind: string;
  text: string;
}

interface Around {
  locale: Locale;
  node: string;
  names: Readonly<Record<string, string>>;
  state(key: Json | undefined): string;
  /** What the definition calls the outcome. */
  outcome: string | undefined;
}

type Data = Readonly<Record<string, Json>>;
type Sentence = (data: Data, around: Around) => { kind: string; 'zh-CN': string; en: string } | undefined;

const name = (id: Json | undefined, { names }: Around): string => (typeof id === 'string' ? (names[id] ?? id) : '');

const OUTCOMES: Record<string, { 'zh-CN': string; en: string }> = {
  approved: { 'zh-CN': '同意', en: 'approved' },
  rejected: { 'zh-CN': '拒绝', en: 'rejected' },
  completed: { 'zh-CN': '完成', en: 'completed' },
  returned: { 'zh-CN': '退回', en: 'returned' },
};

/** What is worth telling people of an event of a flow; the rest is for replay. */
const sentences: { [T in FlowEvent['type']]?: Sentence } = {
  started: () => ({ kind: 'submitted', 'zh-CN': '提交申请', en: 'Submitted' }),
  task_created: ({ assignee }, around) => {
    const who = name(assignee, around);
    return {
      kind: 'assigned',
      'zh-CN': who ? `“${around.node}”交由${who}处理` : `“${around.node}”等待认领`,
      en: who ? `${around.node}: given to ${who}` : `${around.node}: waits to be claimed`,
    };
  },
  task_completed: ({ outcome }, around) => {
    const known = OUTCOMES[String(outcome)];
    const zh = around.outcome ?? known?.['zh-CN'] ?? String(outcome);
    const en = around.outcome ?? known?.en ?? String(outcome);
    return { kind: String(outcome), 'zh-CN': `${around.node}：${zh}`, en: `${around.node}: ${en}` };
  },
  task_claimed: (_data, { node }) => ({ kind: 'claimed', 'zh-CN': `认领了“${node}”`, en: `Claimed ${node}` }),
  task_transferred: ({ to }, around) => ({
    kind: 'transferred',
    'zh-CN': `“${around.node}”转交给${name(to, around)}`,
    en: `${around.node}: transferred to ${name(to, around)}`,
  }),
  task_delegated: ({ to }, around) => ({
    kind: 'delegated',
    'zh-CN': `“${around.node}”委派给${name(to, around)}`,
    en: `${around.node}: delegated to ${name(to, around)}`,
  }),
  task_handed_back: ({ to, outcome }, around) => {
    const known = OUTCOMES[String(outcome)];
    return {
      kind: 'handed_back',
      'zh-CN': `“${around.node}”答复${name(to, around)}：${around.outcome ?? known?.['zh-CN'] ?? String(outcome)}`,
      en: `${around.node}: answered ${name(to, around)}: ${around.outcome ?? known?.en ?? String(outcome)}`,
    };
  },
  signer_added: ({ to }, around) => ({
    kind: 'signer_added',
    'zh-CN': `“${around.node}”加签${name(to, around)}`,
    en: `${around.node}: ${name(to, around)} is asked as well`,
  }),
  signer_removed: ({ to }, around) => ({
    kind: 'signer_removed',
    'zh-CN': `“${around.node}”减签${name(to, around)}`,
    en: `${around.node}: ${name(to, around)} is asked no longer`,
  }),
  left_out: ({ people }, around) => {
    const who = (Array.isArray(people) ? people : []).map((id) => name(id, around));
    return {
      kind: 'left_out',
      'zh-CN': `“${around.node}”不再询问${who.join('、')}`,
      en: `${around.node}: ${who.join(', ')} not asked`,
    };
  },
  taken_back: (_data, { node }) => ({ kind: 'taken_back', 'zh-CN': `拿回${node}`, en: `Taken back ${node}`.trim() }),
  urged: () => ({ kind: 'urged', 'zh-CN': '催办', en: 'Urged' }),
  suspended: () => ({ kind: 'suspended', 'zh-CN': '挂起', en: 'Suspended' }),
  resumed: () => ({ kind: 'resumed', 'zh-CN': '恢复', en: 'Resumed' }),
  terminated: () => ({ kind: 'terminated', 'zh-CN': '终止', en: 'Terminated' }),
  jumped: (_data, { node }) => ({ kind: 'jumped', 'zh-CN': `跳转${node}`, en: `Put to another step ${node}`.trim() }),
  state_changed: ({ to }, { state }) => ({ kind: 'state', 'zh-CN': `状态变为“${state(to)}”`, en: `Now: ${state(to)}` }),
  commented: ({ text }) => ({ kind: 'comment', 'zh-CN': String(text), en: String(text) }),
  returned: (_data, { node }) => ({ kind: 'returned', 'zh-CN': `退回${node}`, en: `Returned ${node}`.trim() }),
  withdrawn: () => ({ kind: 'withdrawn', 'zh-CN': '撤回', en: 'Withdrawn' }),
  edge_taken: ({ on }) =>
    on === 'cancel'
      ? { kind: 'cancelled', 'zh-CN': '取消', en: 'Cancelled' }
      : { kind: String(on), 'zh-CN': String(on), en: String(on) },
  signalled: (_data, { node }) => ({ kind: 'signalled', 'zh-CN': `${node}：已收到`, en: `${node}: received` }),
  overdue: (_data, { node }) => ({ kind: 'overdue', 'zh-CN': `“${node}”已超时`, en: `${node} is overdue` }),
  reminded: (_data, { node }) => ({ kind: 'reminded', 'zh-CN': `已提醒处理“${node}”`, en: `Reminded of ${node}` }),
  copied: ({ to }, around) => {
    const who = (Array.isArray(to) ? to : []).map((id) => name(id, around));
    return { kind: 'copied', 'zh-CN': `抄送${who.join('、')}`, en: `Copied to ${who.join(', ')}` };
  },
  call_requested: (_data, { node }) => ({
    kind: 'call',
    'zh-CN': `${node}：已发往外部系统`,
    en: `${node}: sent to the other system`,
  }),
  called: ({ outcome }, { node }) => ({
    kind: 'call',
    'zh-CN': `${node}：外部系统答复（${String(outcome)}）`,
    en: `${node}: answered (${String(outcome)})`,
  }),
  incident: (_data, { node }) => ({
    kind: 'incident',
    'zh-CN': `“${node}”出现异常`,
    en: `Something went wrong at ${node}`,
  }),
  retried: (_data, { node }) => ({ kind: 'retried', 'zh-CN': `“${node}”已重试`, en: `${node} was tried again` }),
  node_left: ({ skipped }, { node }) =>
    skipped ? { kind: 'skipped', 'zh-CN': `跳过“${node}”`, en: `${node} was skipped` } : undefined,
};

export function sentenceOf(type: FlowEvent['type'], data: Data, around: Around): Told | undefined {
  const told = sentences[type]?.(data, around);
  return told && { kind: told.kind, text: told[around.locale] };
}
