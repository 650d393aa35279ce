import type { FlowDefinition } from '../../definition/types.generated.ts';
import type { Localised } from '../../expression/index.ts';
import { labelOfNode, localised } from '../names.ts';
import type { Finding, Severity } from './types.ts';

type Text = readonly [zh: string, en: string];

interface Words {
  severity: Severity;
  message: Text;
  cure: Text;
}

const words = {
  deadlock: {
    severity: 'error',
    message: [
      '流程会卡死：停在{nodes}之后，再没有任何一步能发生。',
      'The flow gets stuck: once it stands at {nodes}, nothing can happen any more.',
    ],
    cure: [
      '让汇合等待的分支数与实际会到达的分支数一致，或从这里再连一条出路。',
      'Let the join wait for no more branches than can come, or add a way out.',
    ],
  },
  join_starves: {
    severity: 'error',
    message: [
      '“{node}”等不齐分支：{branches}永远不会到达，先到的分支会一直等待。',
      'The join “{node}” waits for ever: {branches} never comes, and whatever arrives before it waits in vain.',
    ],
    cure: [
      '把缺少的分支连到这个汇合，或改为不等待它。',
      'Let the missing branch lead to this join, or do not wait for it.',
    ],
  },
  node_has_no_way_out: {
    severity: 'error',
    message: [
      '“{node}”没有任何办法结束：没有开放的决定，也没有到期结果。',
      'Nothing can end “{node}”: no decision is open there, and no deadline ends it.',
    ],
    cure: [
      '在可用操作中加入同意、完成或自定义结果，或设置超时结果。',
      'Open approve, complete or an outcome of its own, or give it a deadline with an outcome.',
    ],
  },
  no_way_to_end: {
    severity: 'error',
    message: ['走到“{node}”之后，再也到不了任何结束节点。', 'Once it has come to “{node}” the flow can reach no end.'],
    cure: ['从它或其后的节点连到一个结束节点。', 'Connect it, or what follows it, to an end.'],
  },
  automatic_loop: {
    severity: 'error',
    message: ['{nodes}自动循环，永远不会停。', '{nodes} go round by themselves and never stop.'],
    cure: [
      '在循环中加入一个需要人处理或等待的节点。',
      'Put a node into the loop at which somebody works or something is waited for.',
    ],
  },
  outcome_without_edge: {
    severity: 'error',
    message: ['“{node}”的结果“{outcome}”没有去处。', 'The outcome “{outcome}” of “{node}” leads nowhere.'],
    cure: [
      '在该节点的“之后去哪里”里，为“{outcome}”选一个去处。',
      'Choose under “What follows” where “{outcome}” leads.',
    ],
  },
  condition_gap: {
    severity: 'error',
    message: [
      '“{node}”的条件有缺口：{witness}时，没有一条路可走。',
      'The conditions of “{node}” leave a gap: with {witness} none of them holds.',
    ],
    cure: ['把其中一条作为“其他情况”，或补上这种情况。', 'Make one of them “otherwise”, or add this case.'],
  },
  condition_gap_when_empty: {
    severity: 'warning',
    message: [
      '“{node}”没有考虑空值：{witness}时，没有一条路可走。',
      '“{node}” forgets the empty value: with {witness} none of its conditions holds.',
    ],
    cure: ['把其中一条作为“其他情况”，或让这个字段必填。', 'Make one of them “otherwise”, or make the field required.'],
  },
  condition_overlap: {
    severity: 'note',
    message: [
      '“{node}”的“{first}”与“{second}”会同时成立，例如{witness}；走排在前面的“{first}”。',
      'At “{node}” both “{first}” and “{second}” hold with {witness}; “{first}”, which stands first, is taken.',
    ],
    cure: [
      '如果本意如此，无需处理；也可以左移、右移来调换先后。',
      'Nothing to do if that is meant; moving one before the other changes it.',
    ],
  },
  edge_never_taken: {
    severity: 'warning',
    message: [
      '“{node}”的“{edge}”永远不会走到：条件不可能成立，或前面的总是先成立。',
      'The way “{edge}” out of “{node}” is never taken: its condition cannot hold, or another always comes first.',
    ],
    cure: ['改正条件或先后次序，或删除它。', 'Correct its condition or its order, or remove it.'],
  },
  conditions_undecided: {
    severity: 'note',
    message: [
      '“{node}”的条件含有公式或无法逐一列举的值，未能判断是否有缺口。',
      'Whether the conditions of “{node}” leave a gap could not be decided: they hold formulas or values without number.',
    ],
    cure: ['把其中一条作为“其他情况”即可放心。', 'With one of them as “otherwise” there is nothing to fear.'],
  },
  node_runs_twice: {
    severity: 'error',
    message: [
      '“{node}”会同时进行两次：“{split}”的分支 {branches} 没有先汇合就都走到这里。',
      '“{node}” runs twice at once: the branches {branches} of “{split}” both come to it without a join before.',
    ],
    cure: [
      '在它前面加一个汇合节点；如果确要各做一次，让汇合“不等待，各自继续”。',
      'Put a join before it; if each branch shall do it, let that join wait for none.',
    ],
  },
  work_cut_off: {
    severity: 'warning',
    message: [
      '走到“{node}”时，“{split}”的其他分支可能还没做完，会被取消。',
      'When the flow comes to “{node}”, other branches of “{split}” may still be at work and are called off.',
    ],
    cure: [
      '先汇合再继续；如果本意就是提前结束，可以忽略。',
      'Let the branches meet before it; ignore this if an early end is meant.',
    ],
  },
  work_cut_off_on_purpose: {
    severity: 'note',
    message: [
      '走到“{node}”会取消“{split}”中还没做完的分支。',
      'Coming to “{node}” calls off what still runs in other branches of “{split}”.',
    ],
    cure: ['如果本意如此，无需处理。', 'Nothing to do if that is meant.'],
  },
  dead_node: {
    severity: 'warning',
    message: [
      '有路通向“{node}”，但没有任何一种走法真的能到达。',
      'Ways lead to “{node}”, but no case can ever come to it.',
    ],
    cure: ['检查通向它的条件与结果，或删除它。', 'Look at the conditions and outcomes that lead to it, or remove it.'],
  },
  return_never_possible: {
    severity: 'warning',
    message: [
      '“{node}”不可能退回到“{target}”：走到这里之前从不经过它。',
      '“{node}” can never return to “{target}”: no case has passed it before.',
    ],
    cure: ['改选在它之前经过的节点。', 'Name a node that comes before it.'],
  },
  return_nowhere: {
    severity: 'warning',
    message: ['“{node}”允许退回，但没有可退回的节点。', '“{node}” may return, but there is nowhere to return to.'],
    cure: [
      '去掉“退回”，或在“之后去哪里”里为“退回”选一个去处，例如由发起人修改的节点。',
      'Take “return” away, or choose under “What follows” where a return leads, such as a step at which whoever began corrects it.',
    ],
  },
  assignee_may_be_nobody: {
    severity: 'warning',
    message: [
      '“{node}”可能找不到处理人：{why}，也没有说明届时怎么办。',
      '“{node}” may have nobody to do it: {why}, and it does not say what happens then.',
    ],
    cure: [
      '加一个总有人的来源（例如角色），或设置“找不到人时”。',
      'Add a source that always names somebody, such as a role, or say what happens when there is nobody.',
    ],
  },
  role_is_empty: {
    severity: 'warning',
    message: ['现在没有人能做“{node}”：{who}里还没有人。', 'Nobody can do “{node}” now: there is nobody in {who}.'],
    cure: [
      '在“人员”里给角色加上人，或改选处理人；否则会交给管理员。',
      'Give the role to somebody under “People”, or choose somebody else; until then it goes to the administrators.',
    ],
  },
  four_eyes_cannot_be_met: {
    severity: 'error',
    message: [
      '“{node}”要求与“{other}”不同人，但两处都只有 {who} 能做。',
      '“{node}” must be done by somebody other than “{other}”, but both can only be done by {who}.',
    ],
    cure: ['给其中一处加上别的处理人，或去掉四眼要求。', 'Add somebody else to one of them, or drop the four eyes.'],
  },
  four_eyes_without_effect: {
    severity: 'warning',
    message: [
      '“{node}”要求与“{other}”不同人，但走到这里之前从不经过“{other}”。',
      '“{node}” must be done by somebody other than “{other}”, which no case has passed before.',
    ],
    cure: ['改选在它之前经过的节点。', 'Name a node that comes before it.'],
  },
  bounded: {
    severity: 'warning',
    message: [
      '流程太大：证明到 {count} 个状态为止，这之外没有再查，可能还有问题。',
      'The flow is too large: it is proved up to {count} states; what lies beyond was not looked at and may be wrong.',
    ],
    cure: [
      '减少同时进行的分支，或把一部分移到子流程。',
      'Let fewer branches run at once, or move a part into a sub-flow.',
    ],
  },
} as const satisfies Record<string, Words>;

export type FindingCode = keyof typeof words;

export type Param = string | Localised;

interface Where {
  nodes: readonly string[];
  edges?: readonly string[];
  path?: readonly string[];
  witness?: Finding['witness'];
  /** Where it is less sure than such a finding mostly is. */
  severity?: Severity;
}

export function finding(code: FindingCode, where: Where, params: Record<string, Param> = {}): Finding {
  const { message, cure, severity } = words[code];
  const fill = (text: string, locale: 'zh-CN' | 'en') =>
    text.replace(/\{(\w+)\}/g, (_place, name: string) => {
      const param = params[name] ?? '';
      return typeof param === 'string' ? param : param[locale];
    });
  const said = ([zh, en]: Text): Localised => ({ 'zh-CN': fill(zh, 'zh-CN'), en: fill(en, 'en') });
  return {
    code,
    severity: where.severity ?? severity,
    nodes: where.nodes,
    edges: where.edges ?? [],
    path: where.path ?? [],
    ...(where.witness ? { witness: where.witness } : {}),
    message: said(message),
    cure: said(cure),
  };
}

export const nodeName = (flow: FlowDefinition, key: string): Localised => localised(labelOfNode(flow, key));

export const edgeName = (flow: FlowDefinition, key: string): Localised => {
  const edge = flow.edges.find((one) => one.key === key);
  const to = nodeName(flow, edge?.to ?? key);
  const own = localised(edge?.label ?? '');
  return own['zh-CN'] === '' ? { 'zh-CN': `→ ${to['zh-CN']}`, en: `→ ${to.en}` } : own;
};

export function listed(names: readonly Localised[]): Localised {
  return {
    'zh-CN': names.map((name) => `“${name['zh-CN']}”`).join('、'),
    en: names.map((name) => `“${name.en}”`).join(', '),
  };
}
