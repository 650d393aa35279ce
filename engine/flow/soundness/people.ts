import type { Assignee, FlowDefinition, FlowNode } from '../../definition/types.generated.ts';
import type { Localised } from '../../expression/index.ts';
import type { CompiledFlow } from '../compile.ts';
import { localised } from '../names.ts';
import { isWork } from '../outcomes.ts';
import type { Finding, SoundnessFacts } from './types.ts';
import { finding, listed, nodeName } from './words.ts';

type Work = Extract<FlowNode, { type: 'approve' | 'handle' }>;

const both = (zh: string, en: string): Localised => ({ 'zh-CN': zh, en });

/** A table that always names somebody: a row for everything else, with a person or a role in it. */
function alwaysNames(key: string, { tables }: SoundnessFacts): boolean {
  const table = tables?.get(key);
  if (!table) return true;
  const who = table.out.findIndex((output) => output === 'user' || output === 'role');
  return table.rows.some((row) => {
    const isElse = row.slice(0, table.in.length).every((cell) => cell.trim() === '-');
    const cell = row[table.in.length + who] ?? '';
    return isElse && who >= 0 && cell !== '' && cell !== '""' && !cell.startsWith('=');
  });
}

/** Why a source may name nobody; nothing where it is sure to name somebody. */
const named = (text: (name: string) => Localised, name: Localised): Localised =>
  both(text(name['zh-CN'])['zh-CN'], text(name.en).en);

function doubt(source: Assignee, node: Work, compiled: CompiledFlow, facts: SoundnessFacts): Localised | undefined {
  if (source.when) return both('条件可能不成立', 'its condition may not hold');
  if (source.choice && source.min === 0) return both('发起人可以不选', 'whoever began need not choose');
  if (source.choice) return undefined;
  if (source.having) return both('可能没有符合属性的人', 'nobody may have the attribute');
  if (source.user !== undefined || source.users || source.role !== undefined) return undefined;
  if (source.field !== undefined) {
    if (facts.domainOf?.(source.field)?.filled) return undefined;
    return named(
      (field) => both(`字段“${field}”可能为空`, `the field “${field}” may be empty`),
      facts.nameOf?.(source.field) ?? localised(source.field),
    );
  }
  if (source.table !== undefined) {
    if (alwaysNames(source.table, facts)) return undefined;
    return named(
      (table) => both(`决策表“${table}”可能没有结果`, `the table “${table}” may name nobody`),
      localised(facts.tables?.get(source.table)?.label ?? source.table),
    );
  }
  if (source.node !== undefined) {
    if (compiled.nodes.get(source.node)?.ahead.has(node.key)) return undefined;
    return named(
      (step) => both(`之前可能没有经过“${step}”`, `“${step}” may not have been passed before`),
      nodeName(compiled.flow, source.node),
    );
  }
  if (source.initiator) return undefined;
  return both('可能查不到这个人', 'there may be no such person');
}

function nobody(flow: FlowDefinition, node: Work, compiled: CompiledFlow, facts: SoundnessFacts): Finding[] {
  if (node.empty !== undefined) return [];
  const doubts = node.assignees.map((source) => doubt(source, node, compiled, facts));
  const told = doubts.filter((one): one is Localised => one !== undefined);
  if (told.length < doubts.length) return [];
  const texts = (locale: 'zh-CN' | 'en') => [...new Set(told.map((one) => one[locale]))];
  const why = both(texts('zh-CN').join('，'), texts('en').join(', '));
  return [finding('assignee_may_be_nobody', { nodes: [node.key] }, { node: nodeName(flow, node.key), why })];
}

/** Everybody who can be given this node, where that is known to the last person. */
function peopleOf(node: Work, { people }: SoundnessFacts): Set<string> | undefined {
  const found = new Set<string>();
  for (const source of node.assignees) {
    const members = source.role === undefined || source.having ? undefined : people?.get(source.role);
    const logins = source.users ?? (source.user === undefined ? members : [source.user]);
    if (!logins) return undefined;
    for (const login of logins) found.add(login);
  }
  return found;
}

function emptyRoles(flow: FlowDefinition, node: Work, facts: SoundnessFacts): Finding[] {
  if (node.empty !== undefined || peopleOf(node, facts)?.size !== 0) return [];
  const who = listed(node.assignees.map(({ role = '' }) => facts.roleName?.(role) ?? localised(role)));
  return [finding('role_is_empty', { nodes: [node.key] }, { node: nodeName(flow, node.key), who })];
}

/** Whoever is sure to have done a node: its only person, or all of them where all must agree. */
function doers(node: Work, facts: SoundnessFacts): Set<string> {
  const known = peopleOf(node, facts) ?? new Set<string>();
  const everybody = node.type === 'approve' && node.policy === 'all';
  return known.size === 1 || (everybody && node.assignees.length === 1) ? known : new Set();
}

function fourEyes(flow: FlowDefinition, node: Work, compiled: CompiledFlow, facts: SoundnessFacts): Finding[] {
  const others = (node.separateFrom ?? []).flatMap((key) => {
    const other = flow.nodes.find((one) => one.key === key);
    return other && isWork(other) ? [other] : [];
  });
  const name = nodeName(flow, node.key);
  const findings = others
    .filter((other) => !compiled.nodes.get(other.key)?.ahead.has(node.key))
    .map((other) =>
      finding('four_eyes_without_effect', { nodes: [node.key] }, { node: name, other: nodeName(flow, other.key) }),
    );
  const before = others.filter((other) => compiled.nodes.get(other.key)?.ahead.has(node.key));
  const own = peopleOf(node, facts);
  const gone = new Set(before.flatMap((other) => [...doers(other, facts)]));
  if (!own || own.size === 0 || ![...own].every((login) => gone.has(login))) return findings;
  const culprits = before.filter((other) => [...doers(other, facts)].some((login) => own.has(login)));
  const nodes = [node.key, ...culprits.map(({ key }) => key)];
  const other = both(
    culprits.map(({ key }) => nodeName(flow, key)['zh-CN']).join('”、“'),
    culprits.map(({ key }) => nodeName(flow, key).en).join('”, “'),
  );
  const who = [...own].map((login) => facts.personName?.(login) ?? login).join(', ');
  // Who holds a role changes without a new version.
  const isByRole = [node, ...culprits].some(({ assignees }) => assignees.some(({ role }) => role !== undefined));
  const where = isByRole ? { nodes, severity: 'warning' as const } : { nodes };
  return [...findings, finding('four_eyes_cannot_be_met', where, { node: name, other, who })];
}

/** Who does what: somebody, and not the same twice where that is forbidden. */
export function peopleFindings(flow: FlowDefinition, compiled: CompiledFlow, facts: SoundnessFacts): Finding[] {
  return flow.nodes
    .filter(isWork)
    .flatMap((node) => [
      ...nobody(flow, node, compiled, facts),
      ...emptyRoles(flow, node, facts),
      ...fourEyes(flow, node, compiled, facts),
    ]);
}
