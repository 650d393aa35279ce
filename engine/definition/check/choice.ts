import type { Localised } from '../../expression/index.ts';
import { localised, nodeLabel } from '../../flow/names.ts';
import { both } from '../texts.ts';
import type { Assignee, FlowNode } from '../types.generated.ts';
import { at, type Desk, type Place } from './desk.ts';
import type { Here } from './flowLanguage.ts';

/** Said of a choice only. */
const OF_A_CHOICE = ['department', 'min', 'max'] as const;

/** What one source says of people that whoever begins chooses. */
export function checkChoice(desk: Desk, place: Place, source: Assignee): void {
  for (const part of source.choice ? [] : OF_A_CHOICE) {
    if (source[part] === undefined) continue;
    desk.report(
      at(place, part),
      'only_with_choice',
      both('这一项只用于“发起人自选”。', 'This is said only of people that whoever began chooses.'),
      both('改用“发起人自选”，或去掉这一项。', 'Have whoever began choose, or take this away.'),
    );
  }
  const { min, max } = source;
  if (min !== undefined && max !== undefined && min > max) {
    desk.report(
      at(place, 'min'),
      'choice_min_above_max',
      both(`至少 ${min} 人多于最多 ${max} 人。`, `At least ${min} is more than at most ${max}.`),
      both('让“至少”不超过“最多”。', 'Let the least not exceed the most.'),
    );
  }
  const departments = departmentsOf(desk);
  if (source.department !== undefined && departments.length > 0)
    desk.known(at(place, 'department'), 'department', source.department, departments);
}

/** Those of the demo; an app that brings none along names those of the installation, which only it knows. */
const departmentsOf = (desk: Desk): string[] =>
  [...desk.app.data.values()].flatMap(({ departments }) => (departments ?? []).map(({ key }) => key));

/** Where a node lets whoever begins choose: once, for its own people, and by somebody who is asked. */
export function checkChoices(desk: Desk, place: Place, node: FlowNode, here: Here): void {
  const { own, path, others } = sourcesOf(node);
  const chosen = own.flatMap((source, position) => (source.choice ? [position] : []));
  for (const position of chosen.slice(1)) {
    misplaced(desk, at(place, path, position), '每个节点只能有一处“发起人自选”。', 'A node has one choice at most.');
  }
  for (const [other, source] of others) {
    if (source.choice)
      misplaced(desk, at(place, ...other), '这里不能由发起人自选。', 'Whoever began cannot choose people here.');
  }
  const [first] = chosen;
  const source = first === undefined ? undefined : own[first];
  if (source === undefined || first === undefined || hasFallback(node, own, source)) return;
  if (nobodyChooses(desk, here))
    reportUnasked(desk, at(place, path, first, 'choice'), localised(nodeLabel(here.flow, node)));
}

interface Sources {
  own: readonly Assignee[];
  path: 'assignees' | 'copy';
  others: [path: (string | number)[], source: Assignee][];
}

function sourcesOf(node: FlowNode): Sources {
  const copies = 'copy' in node ? (node.copy ?? []) : [];
  if (node.type === 'cc') return { own: copies, path: 'copy', others: [] };
  const escalate = 'deadline' in node ? node.deadline?.escalate : undefined;
  const others: Sources['others'] = copies.map((source, i) => [['copy', i], source]);
  if (escalate) others.push([['deadline', 'escalate'], escalate]);
  return { own: 'assignees' in node ? node.assignees : [], path: 'assignees', others };
}

function misplaced(desk: Desk, place: Place, zh: string, en: string): void {
  desk.report(at(place, 'choice'), 'choice_misplaced', both(zh, en), both('改用其他来源。', 'Use another source.'));
}

/** The node can do without: it names others too, or says what is done when nobody is there. */
function hasFallback(node: FlowNode, own: readonly Assignee[], { min }: Assignee): boolean {
  if (node.type === 'cc' && min === undefined) return true;
  return ('empty' in node && node.empty !== undefined) || own.some(({ choice }) => !choice);
}

/** Visitors choose nobody, and a flow that another begins has nobody to ask. */
function nobodyChooses(desk: Desk, { flow, form }: Here): boolean {
  const byVisitors = (form.access ?? []).some(({ role, create }) => create && ['visitor', 'public'].includes(role));
  const nodes = [...desk.app.flows.values()].flatMap((other) => other.nodes);
  return byVisitors || nodes.some((node) => node.type === 'subflow' && node.form === flow.form);
}

function reportUnasked(desk: Desk, place: Place, node: Localised): void {
  desk.report(
    place,
    'choice_nobody_makes',
    both(
      `“${node['zh-CN']}”由发起人自选，但访客或上级流程也会发起，他们不选人。`,
      `“${node.en}” lets whoever begins choose, and visitors or another flow begin it too: they choose nobody.`,
    ),
    both(
      '再加一个处理人来源，或设置“找不到人时”。',
      'Add another source of people, or say what happens when there is nobody.',
    ),
  );
}
