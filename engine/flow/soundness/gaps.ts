import type { FlowDefinition } from '../../definition/types.generated.ts';
import type { Facts, Json, Localised } from '../../expression/index.ts';
import type { Verdict } from './conditions/decide.ts';
import type { EdgeGroup } from './groups.ts';
import type { Finding, SoundnessFacts } from './types.ts';
import { edgeName, finding, nodeName } from './words.ts';

function valueName(value: Json, locale: 'zh-CN' | 'en'): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return locale === 'zh-CN' ? '空' : 'empty';
  if (typeof value === 'boolean') return locale === 'zh-CN' ? (value ? '是' : '否') : value ? 'yes' : 'no';
  return Array.isArray(value) ? value.map(String).join(', ') : String(value);
}

/** "金额 = 5000, 类型 = 空". */
export function witnessName(witness: Facts, { nameOf }: SoundnessFacts): Localised {
  const text = (locale: 'zh-CN' | 'en') =>
    Object.entries(witness)
      .filter(([fact]) => !fact.startsWith('settings.'))
      .map(([fact, value]) => {
        const named = value === null ? undefined : nameOf?.(fact, value);
        return `${nameOf?.(fact)?.[locale] ?? fact} = ${named?.[locale] ?? valueName(value, locale)}`;
      })
      .join(locale === 'zh-CN' ? '、' : ', ');
  return { 'zh-CN': text('zh-CN'), en: text('en') };
}

const hasEmpty = (witness: Facts): boolean => Object.values(witness).some((value) => value === null);

/** Does this decision ever come about without an answer? A node with unconditional ways or a default never does. */
const mayFail = ({ edges, defaults }: EdgeGroup): boolean =>
  defaults.length === 0 && edges.length > 0 && edges.every((edge) => edge.when !== undefined);

export interface Decided {
  group: EdgeGroup;
  verdict: Verdict;
}

/** What is wrong between the conditions of one decision. */
export function gapFindings(
  flow: FlowDefinition,
  decided: readonly Decided[],
  facts: SoundnessFacts,
  reached: ReadonlyMap<string, readonly string[]>,
): Finding[] {
  return decided.flatMap(({ group, verdict }) => {
    const { key } = group.node;
    const path = reached.get(key);
    if (path === undefined) return [];
    const node = nodeName(flow, key);
    const edges = group.edges.map((edge) => edge.key);
    // A decision by a table has a default for all of its outcomes.
    const falls = flow.edges.some((edge) => edge.from === key && edge.default && group.node.type === 'exclusive');
    const findings: Finding[] = [];
    if (!verdict.decided && mayFail(group) && !falls) {
      findings.push(finding('conditions_undecided', { nodes: [key], edges, path }, { node }));
    }
    const { gap, overlap } = verdict;
    if (gap && !falls) {
      const code = hasEmpty(gap) ? 'condition_gap_when_empty' : 'condition_gap';
      findings.push(
        finding(code, { nodes: [key], edges, path, witness: gap }, { node, witness: witnessName(gap, facts) }),
      );
    }
    if (overlap) {
      const params = {
        node,
        first: edgeName(flow, overlap.first),
        second: edgeName(flow, overlap.second),
        witness: witnessName(overlap.witness, facts),
      };
      const where = { nodes: [key], edges: [overlap.first, overlap.second], path, witness: overlap.witness };
      findings.push(finding('condition_overlap', where, params));
    }
    return findings;
  });
}
