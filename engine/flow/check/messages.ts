import type { Localised } from '../../expression/types.ts';
import type { FlowDefinition } from '../../definition/types.generated.ts';
import { labelOfNode, localised, outcomeName } from '../names.ts';
import type { FlowProblem } from '../types.ts';

type Text = readonly [zh: string, en: string];

interface Message {
  severity: FlowProblem['severity'];
  message: Text;
  cure: Text;
}

const error = (message: Text, cure: Text): Message => ({ severity: 'error', message, cure });
const warning = (message: Text, cure: Text): Message => ({ severity: 'warning', message, cure });

/** {name} stands for a parameter. */
const messages = {
  no_start: error(['流程没有开始节点。', 'The flow has no start.'], ['添加一个开始节点。', 'Add a start.']),
  several_starts: error(
    ['流程有多个开始节点，“{node}”是多余的。', 'The flow has several starts; “{node}” is one too many.'],
    ['只保留一个开始节点。', 'Keep one of them.'],
  ),
  no_end: error(['流程没有结束节点。', 'The flow has no end.'], ['添加一个结束节点。', 'Add an end.']),
  duplicate_node: error(
    ['节点标识“{node}”重复。', 'Two nodes have the key “{node}”.'],
    ['为其中一个换一个标识。', 'Give one of them another key.'],
  ),
  duplicate_edge: error(
    ['连线标识“{edge}”重复。', 'Two edges have the key “{edge}”.'],
    ['为其中一条换一个标识。', 'Give one of them another key.'],
  ),
  unknown_node: error(
    ['没有名为“{node}”的节点。', 'There is no node “{node}”.'],
    ['改为流程中已有的节点：{known}。', 'Name one of the flow’s nodes: {known}.'],
  ),
  unknown_state: error(
    ['没有名为“{state}”的状态。', 'There is no state “{state}”.'],
    ['在流程的状态中加上它，或改为：{known}。', 'Add it to the states of the flow, or name one of: {known}.'],
  ),
  unreachable_node: error(
    ['“{node}”永远不会到达。', 'Nothing ever leads to “{node}”.'],
    ['从别的节点连到它，或删除它。', 'Connect another step to it, or remove it.'],
  ),
  no_way_to_end: error(
    ['从“{node}”无法到达任何结束节点。', 'There is no way from “{node}” to an end.'],
    ['从它或其后的节点连到一个结束节点。', 'Connect it, or what follows it, to an end.'],
  ),
  end_has_edges: error(
    ['结束节点“{node}”不能再有出线。', 'The end “{node}” cannot lead anywhere.'],
    ['删除这条连线。', 'Remove the way.'],
  ),
  start_entered: error(
    ['不能连回开始节点“{node}”。', 'Nothing can lead back to the start “{node}”.'],
    ['改为连到开始之后的第一个节点。', 'Let it lead to the first node after the start.'],
  ),
  star_without_outcome: error(
    ['“任何时候可以”的“{edge}”没有说明做什么。', '“{edge}”, possible at any time, does not say what is done.'],
    ['补上它的结果，例如 cancel。', 'Say its outcome, for example cancel.'],
  ),
  parallel_without_join: error(
    ['并行节点“{node}”没有对应的汇合节点。', 'The parallel “{node}” has no join that closes it.'],
    ['让各分支最终连到同一个汇合节点。', 'Let its branches meet in one join.'],
  ),
  branch_without_join: error(
    [
      '并行节点“{node}”的分支“{branch}”到不了汇合节点“{join}”。',
      'The branch “{branch}” of “{node}” never comes to the join “{join}”.',
    ],
    ['把这个分支连到该汇合节点。', 'Let the branch lead to that join.'],
  ),
  join_shared: error(
    ['汇合节点“{node}”被多个并行节点共用。', 'The join “{node}” closes more than one parallel.'],
    ['为每个并行节点各设一个汇合节点。', 'Give each parallel a join of its own.'],
  ),
  join_without_parallel: warning(
    [
      '汇合节点“{node}”前面没有并行节点，不会等待任何分支。',
      'No parallel leads to the join “{node}”: it waits for nothing.',
    ],
    ['删除它，或在前面加上并行节点。', 'Remove it, or put a parallel before it.'],
  ),
  no_default: error(
    [
      '“{node}”在“{outcome}”之后的每条路都带条件，都不成立时无路可走。',
      'All ways of “{node}” on “{outcome}” have conditions: when none holds there is no way on.',
    ],
    ['把其中一条作为“其他情况”。', 'Make one of them “otherwise”.'],
  ),
  outcome_without_edge: error(
    ['“{node}”的结果“{outcome}”没有去处。', 'The outcome “{outcome}” of “{node}” leads nowhere.'],
    ['在该节点的“之后去哪里”里，为“{outcome}”选一个去处。', 'Choose under “What follows” where “{outcome}” leads.'],
  ),
  failure_without_edge: warning(
    [
      '“{node}”的调用结果“{outcome}”没有去处，出现时会停下等管理员重试。',
      'The outcome “{outcome}” of the call in “{node}” leads nowhere: it stops there until an admin tries again.',
    ],
    ['在该节点的“之后去哪里”里，为“{outcome}”选一个去处。', 'Choose under “What follows” where “{outcome}” leads.'],
  ),
  unknown_outcome: error(
    [
      '“{node}”不会以“{outcome}”结束，这条路永远不会走到。',
      '“{node}” has no outcome “{outcome}”: the way is never taken.',
    ],
    ['改为以下之一：{known}。', 'Name one of: {known}.'],
  ),
  automatic_loop: error(
    ['{nodes}自动循环，永远不会停。', '{nodes} go round by themselves and never stop.'],
    [
      '在循环中加入一个需要人处理或等待的节点。',
      'Put a node into the loop at which somebody works or something is waited for.',
    ],
  ),
} as const satisfies Record<string, Message>;

export type ProblemCode = keyof typeof messages;

/** These parameters are keys of steps, which people know by their names. */
const STEPS: ReadonlySet<string> = new Set(['node', 'branch', 'join']);

/** Says what is wrong with a flow: its steps and their outcomes as people call them. */
export function problemOf(flow: FlowDefinition) {
  return (code: ProblemCode, path: string, params: Record<string, string> = {}): FlowProblem => {
    const node = flow.nodes.find(({ key }) => key === params.node);
    const named = Object.entries(params).map(([name, value]): [string, Localised] => {
      if (name === 'outcome') return [name, outcomeName(node, value)];
      if (STEPS.has(name) && flow.nodes.some(({ key }) => key === value)) {
        return [name, localised(labelOfNode(flow, value))];
      }
      return [name, { 'zh-CN': value, en: value }];
    });
    return said(code, path, Object.fromEntries(named));
  };
}

/** Several steps, each by its name. */
export function namesOf(flow: FlowDefinition, keys: readonly string[]): Localised {
  const names = keys.map((key) => localised(labelOfNode(flow, key)));
  return {
    'zh-CN': names.map((name) => `“${name['zh-CN']}”`).join('、'),
    en: names.map((name) => `“${name.en}”`).join(', '),
  };
}

export function said(code: ProblemCode, path: string, params: Readonly<Record<string, Localised>>): FlowProblem {
  const { message, cure, severity } = messages[code];
  const fill = (text: string, locale: 'zh-CN' | 'en') =>
    text.replace(/\{(\w+)\}/g, (_place, name: string) => params[name]?.[locale] ?? '');
  const filled = ([zh, en]: Text): Localised => ({ 'zh-CN': fill(zh, 'zh-CN'), en: fill(en, 'en') });
  return { code, path, message: filled(message), cure: filled(cure), severity };
}
