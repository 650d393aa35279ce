import type { FlowEventType } from '../../flow/index.ts';
import type { HistoryKind, Json } from '../../wire.ts';
import type { FlowWords } from './words.ts';

export interface Told {
  kind: string;
  /** What the history can be narrowed to. */
  group: HistoryKind;
  text: string;
}

type Data = Readonly<Record<string, Json>>;
type Sentence = (data: Data, words: FlowWords) => Said | undefined;

interface Said {
  kind: string;
  'zh-CN': string;
  en: string;
}

/** Begins with the step that it is about, where there is one. */
const at = (node: string, zh: string, en: string): Pick<Said, 'zh-CN' | 'en'> =>
  node === '' ? { 'zh-CN': zh, en } : { 'zh-CN': `“${node}”${zh}`, en: `${node}: ${en}` };

const plain =
  (kind: string, zh: string, en: string): Sentence =>
  () => ({ kind, 'zh-CN': zh, en });

const ofNode =
  (kind: string, zh: string, en: string): Sentence =>
  ({ node }, words) => ({ kind, ...at(words.node(node), zh, en) });

/** Work, waits and what the engine does by itself; gates and book-keeping are told of by their reasons. */
const SHOWN = new Set(['approve', 'handle', 'wait', 'action', 'timer', 'subflow', 'foreach']);
const isShown = (node: Json | undefined, words: FlowWords): boolean => SHOWN.has(words.nodeOf(node)?.type ?? '');

function left({ node, skipped, outcome }: Data, words: FlowWords): Said | undefined {
  const name = words.node(node);
  if (skipped) return { kind: 'skipped', 'zh-CN': `跳过“${name}”`, en: `${name} was skipped` };
  const type = words.nodeOf(node)?.type;
  if (type !== 'timer') return undefined;
  return { kind: 'timer', ...at(name, `：${words.outcome(node, outcome)}`, words.outcome(node, outcome)) };
}

const given: Sentence = ({ node, assignee, role }, words) => {
  const who = words.person(assignee);
  const group = words.role(role);
  if (who) return { kind: 'assigned', ...at(words.node(node), `交由${who}处理`, `given to ${who}`) };
  return {
    kind: 'assigned',
    ...at(words.node(node), `等待${group}认领`, `waits for ${group || 'somebody'} to claim it`),
  };
};

const decided: Sentence = ({ node, outcome, kind }, words) => {
  // A return is told with where it went.
  if (outcome === 'returned') return undefined;
  const said = words.outcome(node, outcome);
  return { kind: kind === 'work' ? String(outcome) : 'seen', ...at(words.node(node), `：${said}`, said) };
};

const toPerson =
  (kind: string, zh: (who: string) => string, en: (who: string) => string): Sentence =>
  ({ node, to }, words) => {
    const who = words.person(to);
    return { kind, ...at(words.node(node), zh(who), en(who)) };
  };

const called: Sentence = ({ node, outcome }, words) => {
  const said = words.outcome(node, outcome);
  return {
    kind: outcome === 'error' ? 'call_failed' : 'call',
    ...at(words.node(node), `：对方答复“${said}”`, `answered: ${said}`),
  };
};

const POSITIONS: Readonly<Record<string, [zh: string, en: string]>> = {
  before: ['前加签', 'is asked first'],
  beside: ['并加签', 'is asked as well'],
  after: ['后加签', 'is asked afterwards'],
};

/**
 * What is told of each event of a flow; null: for replay only, or told by another event of the same command. A new event
 * has to say which it is.
 */
const sentences: { [T in FlowEventType]: Sentence | null } = {
  started: plain('submitted', '提交申请', 'Submitted'),
  node_entered: null,
  node_left: left,
  node_cancelled: (data, words) =>
    isShown(data.node, words) ? ofNode('called_off', '已取消', 'called off')(data, words) : undefined,
  scope_opened: null,
  branch_joined: null,
  scope_closed: null,
  scope_fired: null,
  scope_grown: ({ rows }) => {
    const n = Array.isArray(rows) ? rows.length : 0;
    return { kind: 'grown', 'zh-CN': `新增 ${n} 行，一并处理`, en: `${n} more rows are worked on` };
  },
  branch_over: null,
  race_won: null,
  held: ({ node, by }, words) => {
    const why: Record<string, [string, string]> = {
      mutex: ['等待另一部分办完', 'waits until another section is through'],
      milestone: ['等待里程碑', 'waits for its milestone'],
      join: ['等待其他分支', 'waits for other branches'],
    };
    const [zh, en] = why[String(by)] ?? ['等待中', 'waits'];
    return { kind: 'held', ...at(words.node(node), zh, en) };
  },
  released: ofNode('held', '可以开始了', 'may begin'),
  task_created: given,
  task_claimed: ofNode('claimed', '已认领', 'claimed'),
  task_unclaimed: ofNode('unclaimed', '已放回', 'put back'),
  task_transferred: toPerson(
    'transferred',
    (who) => `转交给${who}`,
    (who) => `given on to ${who}`,
  ),
  task_delegated: toPerson(
    'delegated',
    (who) => `委派给${who}`,
    (who) => `delegated to ${who}`,
  ),
  task_handed_back: ({ node, to, outcome }, words) => {
    const [who, said] = [words.person(to), words.outcome(node, outcome)];
    return { kind: 'handed_back', ...at(words.node(node), `答复${who}：${said}`, `answered ${who}: ${said}`) };
  },
  task_handed_over: toPerson(
    'handed_over',
    (who) => `交接给${who}`,
    (who) => `handed over to ${who}`,
  ),
  place_handed_over: ({ from, to }, words) => {
    const [old, now] = [words.person(from), words.person(to)];
    return {
      kind: 'handed_over',
      'zh-CN': `${old}尚未办理的部分改由${now}处理`,
      en: `What ${old} was still to do goes to ${now}`,
    };
  },
  task_completed: decided,
  task_cancelled: ({ node }, words) => ({
    kind: 'task_called_off',
    ...at(words.node(node), '的任务已取消', 'task called off'),
  }),
  signer_added: ({ node, to, position }, words) => {
    const [zh, en] = POSITIONS[String(position)] ?? ['加签', 'is asked'];
    const who = words.person(to);
    return { kind: 'signer_added', ...at(words.node(node), `${zh}${who}`, `${who} ${en}`) };
  },
  signer_removed: toPerson(
    'signer_removed',
    (who) => `减签${who}`,
    (who) => `${who} is asked no longer`,
  ),
  queued: null,
  next_asked: null,
  left_out: ({ node, people }, words) => {
    const who = words.people(people);
    return { kind: 'left_out', ...at(words.node(node), `不再询问${who}`, `${who} not asked`) };
  },
  chosen: ({ people }, words) => {
    const ids = Object.values((people ?? {}) as Record<string, Json>).flatMap((of) => (Array.isArray(of) ? of : []));
    return { kind: 'chosen', 'zh-CN': `选定${words.people(ids)}`, en: `Chosen: ${words.people(ids)}` };
  },
  deadline_paused: ofNode('timer', '的时限暂停', 'its deadline stands still'),
  deadline_resumed: ofNode('timer', '的时限继续计算', 'its deadline runs again'),
  deadline_set: null,
  timer_set: null,
  timer_cleared: null,
  reminded: ({ node, overdue }, words) =>
    overdue
      ? { kind: 'reminded', ...at(words.node(node), '已超时，再次提醒', 'overdue, reminded again') }
      : { kind: 'reminded', ...at(words.node(node), '已提醒处理', 'reminded') },
  overdue: ofNode('overdue', '已超时', 'is overdue'),
  escalated: ofNode('escalated', '已升级处理', 'escalated'),
  state_changed: ({ to }, words) =>
    to == null ? undefined : { kind: 'state', 'zh-CN': `状态变为“${words.state(to)}”`, en: `Now: ${words.state(to)}` },
  signalled: ({ node, signal }, words) => {
    const waits = words.nodeOf(node);
    const one = waits?.type === 'wait' ? waits.for.find((known) => known.signal === signal) : undefined;
    const what = words.of(one?.label);
    return { kind: 'signalled', ...at(words.node(node), what ? `：${what}` : '：已收到', what || 'received') };
  },
  call_requested: ({ node, action }, words) => {
    const to = words.connector(String((action as { call?: string } | null)?.call ?? ''));
    return { kind: 'call', ...at(words.node(node), `：已发往${to}`, `sent to ${to}`) };
  },
  called,
  actions_requested: ({ node, undo }, words) =>
    undo ? { kind: 'undone', ...at(words.node(node), '：已执行撤销处理', 'what it had done was undone') } : undefined,
  flow_requested: ({ node, form }, words) => {
    const what = words.form(form);
    return { kind: 'subflow', ...at(words.node(node), `：发起“${what}”`, `began ${what}`) };
  },
  flow_called_off: ofNode('subflow', '：子流程已取消', 'the sub-flow was called off'),
  parent_told: ({ outcome }, words) => {
    const said = words.state(outcome) || words.outcome(undefined, outcome);
    return { kind: 'subflow', 'zh-CN': `已通知上级流程：${said}`, en: `The flow that waits was told: ${said}` };
  },
  fields_set: null,
  decided: ({ node, table, row }, words) => {
    const name = words.of(words.about.app.model.tables.get(String(table))?.label);
    const n = typeof row === 'number' ? row + 1 : undefined;
    const zh = n === undefined ? `：决策表“${name}”没有适用的行` : `：按决策表“${name}”第 ${n} 行`;
    const en = n === undefined ? `no row of ${name} applies` : `row ${n} of ${name} applies`;
    return { kind: 'decided', ...at(words.node(node), zh, en) };
  },
  copied: ({ to }, words) => ({
    kind: 'copied',
    'zh-CN': `抄送${words.people(to)}`,
    en: `Copied to ${words.people(to)}`,
  }),
  commented: ({ text }) => ({ kind: 'comment', 'zh-CN': String(text), en: String(text) }),
  returned: ({ from, to, resume }, words) => {
    const [here, there] = [words.node(from), words.node(to)];
    const zh = resume ? '，办完直接回到本环节' : '';
    const en = resume ? ', and comes straight back' : '';
    return {
      kind: 'returned',
      'zh-CN': `从“${here}”退回到“${there}”${zh}`,
      en: `Returned from ${here} to ${there}${en}`,
    };
  },
  taken_back: ({ to }, words) => ({
    kind: 'taken_back',
    'zh-CN': `拿回到“${words.node(to)}”`,
    en: `Taken back to ${words.node(to)}`,
  }),
  undone: ({ nodes }, words) => {
    const what = words.nodes(nodes);
    return what ? { kind: 'undone', 'zh-CN': `已撤销：${what}`, en: `Undone: ${what}` } : undefined;
  },
  jumped: ({ from, to }, words) => {
    const [here, there] = [words.node(from), words.node(to)];
    return { kind: 'jumped', 'zh-CN': `从“${here}”跳转到“${there}”`, en: `Put from ${here} to ${there}` };
  },
  urged: ({ tasks }) => {
    const n = Array.isArray(tasks) ? tasks.length : 0;
    return { kind: 'urged', 'zh-CN': `催办（${n} 项任务）`, en: `Urged (${n} open ${n === 1 ? 'task' : 'tasks'})` };
  },
  suspended: plain('suspended', '挂起', 'Suspended'),
  resumed: plain('resumed', '恢复', 'Resumed'),
  terminated: plain('terminated', '终止', 'Terminated'),
  withdrawn: plain('withdrawn', '撤回', 'Withdrawn'),
  edge_taken: ({ edge, on, to }, words) => {
    const known = words.flow?.edges.find(({ key }) => key === edge);
    const what = words.of(known?.label) || words.outcome('*', on);
    const kind = on === 'cancel' ? 'cancelled' : 'edge';
    return { kind, 'zh-CN': `${what}：转到“${words.node(to)}”`, en: `${what}: on to ${words.node(to)}` };
  },
  incident: ({ node, code }, words) => {
    const what = words.incident(code);
    return { kind: 'incident', ...at(words.node(node), `出现异常：${what}`, `stopped. ${what}`) };
  },
  retried: ({ node, outcome }, words) => {
    if (outcome === undefined) return { kind: 'retried', ...at(words.node(node), '已重试', 'tried again') };
    const said = words.outcome(node, outcome);
    return {
      kind: 'retried',
      ...at(words.node(node), `不再重试，按“${said}”继续`, `not tried again, went on as: ${said}`),
    };
  },
  cancelled: plain('cancelled', '流程已取消', 'The case was called off'),
  ended: ({ state }, words) => {
    const name = words.state(state);
    return {
      kind: 'ended',
      'zh-CN': name ? `流程结束：${name}` : '流程结束',
      en: name ? `The flow ended: ${name}` : 'The flow ended',
    };
  },
};

const GROUPS: Readonly<Record<HistoryKind, ReadonlySet<string>>> = {
  people: new Set(),
  assigned: new Set(['assigned', 'left_out', 'chosen', 'handed_over', 'task_called_off']),
  ways: new Set(['skipped', 'way', 'decided', 'called_off', 'grown', 'held', 'undone', 'state', 'ended', 'cancelled']),
  timers: new Set(['timer', 'reminded', 'overdue', 'escalated']),
  systems: new Set(['call', 'call_failed', 'incident', 'retried', 'subflow', 'message']),
  changes: new Set(['changed']),
};

export function groupOf(kind: string): HistoryKind {
  const found = Object.entries(GROUPS).find(([, kinds]) => kinds.has(kind));
  return (found?.[0] as HistoryKind | undefined) ?? 'people';
}

export function sentenceOf(type: FlowEventType, data: Data, words: FlowWords): Told | undefined {
  const told = sentences[type]?.(data, words) ?? (type === 'node_left' ? wayGone(data, words) : undefined);
  return told && { kind: told.kind, group: groupOf(told.kind), text: told[words.about.locale] };
}

/** A decision is told by the way that it took; its reason has the condition. */
function wayGone({ node, why }: Data, words: FlowWords): Said | undefined {
  if (words.nodeOf(node)?.type !== 'exclusive') return undefined;
  const params = (why as { params?: Record<string, Json> } | undefined)?.params ?? {};
  const way = words.edge(params.edge) || words.outcome(node, params.outcome);
  return { kind: 'way', ...at(words.node(node), `：走“${way}”`, `by way of ${way}`) };
}
