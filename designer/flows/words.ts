import type { FlowDefinition, FlowEdge, FlowNode, Label } from '../../engine/definition/index.ts';
import type { Condition } from '../../engine/expression/index.ts';
import { outcomeLabel } from '../../engine/flow/names.ts';
import { normalOutcome } from '../../engine/flow/outcomes.ts';
import { sentence } from '../editors/condition/sentence.ts';
import { durationWords, readDuration } from '../editors/duration.ts';
import type { Draft, FactSet } from '../facts/index.ts';
import { i18n, locale, t, text } from '../i18n/index.ts';
import { kindLabel } from './edit/birth.ts';

/** What the words of a flow are about. */
export interface Subject {
  flow: FlowDefinition;
  draft: Draft;
  facts: FactSet;
  /** People by their logins, as far as they are known. */
  names?: Readonly<Record<string, string>> | undefined;
}
type Source = NonNullable<Extract<FlowNode, { type: 'approve' }>['assignees']>[number];

const labelIn = (of: ReadonlyMap<string, { label?: Label }>, key: string): string => text(of.get(key)?.label) || key;

/** By its label; an end without one is called as the record is then. */
export function nodeName(node: FlowNode | undefined, flow: FlowDefinition): string {
  if (node === undefined) return '';
  const state = node.type === 'end' ? flow.states.find(({ key }) => key === node.state) : undefined;
  return text('label' in node ? node.label : undefined) || text(state?.label) || text(kindLabel(node.type));
}
export const nameOf = (flow: FlowDefinition, key: string): string =>
  nodeName(
    flow.nodes.find((node) => node.key === key),
    flow,
  ) || key;

function fieldName({ flow, draft }: Subject, path: string): string {
  const [head = '', column] = path.split('.');
  const field = draft.forms.get(flow.form)?.fields.find(({ key }) => key === head);
  const inner = field?.type === 'table' ? field.fields.find(({ key }) => key === column) : undefined;
  return text((inner ?? field)?.label) || path;
}

/** People whom whoever begins chooses: from where, and how many. */
function choiceWords({ role, department, users = [], min, max }: Source, { draft, names = {} }: Subject): string {
  const joiner = locale() === 'en' ? ', ' : '、';
  const from = [
    role === undefined ? '' : text(draft.app.roles.find(({ key }) => key === role)?.label) || role,
    department ?? '',
    users.map((login) => names[login] ?? login).join(joiner),
  ].filter(Boolean);
  const counted = [
    min === undefined ? '' : t('flows.source.atLeast', { n: min }),
    max === undefined ? '' : t('flows.source.atMost', { n: max }),
  ].filter(Boolean);
  const who = from.length === 0 ? t('flows.source.choice') : t('flows.source.choiceFrom', { from: from.join(joiner) });
  return [who, ...counted].join(joiner);
}

/** One source of people as part of a sentence. */
export function sourceWords(source: Source, about: Subject): string {
  const { draft, flow, names = {} } = about;
  const of = (who: string) => t(`flows.source.${who}`);
  if (source.choice === true) return choiceWords(source, about);
  if (source.role !== undefined)
    return text(draft.app.roles.find(({ key }) => key === source.role)?.label) || source.role;
  if (source.user !== undefined) return names[source.user] ?? source.user;
  if (source.users !== undefined)
    return source.users.length > 2
      ? t('flows.source.users', { n: source.users.length })
      : source.users.map((login) => names[login] ?? login).join(locale() === 'en' ? ', ' : '、');
  if (source.field !== undefined) return t('flows.source.field', { name: fieldName(about, source.field) });
  if (source.table !== undefined) return t('flows.source.table', { name: labelIn(draft.tables, source.table) });
  if (source.node !== undefined) return t('flows.source.node', { name: nameOf(flow, source.node) });
  if (source.manager !== undefined) {
    const who = of(source.manager);
    const { levels = 1 } = source;
    return levels > 1 ? t('flows.source.managers', { of: who, n: levels }) : t('flows.source.manager', { of: who });
  }
  if (source.head !== undefined) return t('flows.source.head', { of: of(source.head) });
  if (source.formula !== undefined) return t('flows.source.formula');
  return source.initiator === true ? t('flows.source.initiator') : '';
}

/** "客服主管，没有则 客服专员". */
export function peopleWords(sources: readonly Source[] | undefined, about: Subject): string {
  const said = (sources ?? []).map((source) => sourceWords(source, about)).filter(Boolean);
  return said.length === 0 ? t('flows.nobody') : said.join(t('flows.source.or'));
}

interface Limit {
  within: string;
  calendar?: string;
}
/** "8 个工作小时". */
export function limitWords(limit: Limit | undefined): string {
  if (limit === undefined || limit.within === '') return '';
  if (limit.within.startsWith('=')) return t('flows.limitFormula');
  const amount = readDuration(limit.within);
  const length = durationWords(limit.within, locale()) ?? limit.within;
  if (limit.calendar === undefined) return length;
  if (amount?.unit === 'hour') return t('flows.limitHours', { n: amount.count });
  if (amount?.unit === 'day') return t('flows.limitDays', { n: amount.count });
  return t('flows.workLimit', { length });
}

/** How another flow ended: by the name of its state. */
function endWords({ form }: Extract<FlowNode, { type: 'subflow' }>, outcome: string, draft?: Draft): string {
  const flow = [...(draft?.flows.values() ?? [])].find((one) => one.form === form);
  const state = flow?.states.find(({ key }) => key === outcome);
  const own = `flows.outcome.flow_${outcome}`;
  return text(state?.label) || (i18n.global.te(own) ? t(own) : outcome);
}

/** Words that stand by themselves, as on a card: "approved" begins with a capital there. */
export const asHead = (words: string): string => words.charAt(0).toLocaleUpperCase() + words.slice(1);

/** What an outcome is called: by the node, by its signals, by everybody. */
export function outcomeWords(node: FlowNode | undefined, outcome: string, draft?: Draft): string {
  if (node?.type === 'subflow') return endWords(node, outcome, draft);
  const own = text(outcomeLabel(node, outcome));
  if (own !== '') return own;
  if (node?.type === 'wait') {
    const signal = node.for.find((one) => (one.outcome ?? 'received') === outcome && one.label !== undefined);
    if (signal !== undefined) return text(signal.label);
  }
  const key = `flows.outcome.${outcome}`;
  return i18n.global.te(key) ? t(key) : outcome;
}

const outcomeOf = (edge: FlowEdge, from: FlowNode | undefined): string =>
  edge.on ?? (from === undefined ? '' : normalOutcome(from));

/** What a way is called: by its label, or by its outcome. */
export function wayName(edge: FlowEdge, from: FlowNode | undefined, at = 0, draft?: Draft): string {
  const own = text(edge.label);
  if (own !== '') return own;
  if (edge.default === true) return t('flows.otherwise');
  if (from?.type === 'parallel') return t('flows.branch', { n: at + 1 });
  if (from?.type === 'foreach') return t('flows.eachRow');
  if (from?.type === 'inclusive' || (from?.type === 'exclusive' && from.table === undefined)) {
    return t('flows.condition', { n: at + 1 });
  }
  return outcomeWords(from, outcomeOf(edge, from), draft);
}

export interface WayWords {
  words: string;
  isLacking: boolean;
}
/** On what it is gone, as one sentence. */
export function wayWords(edge: FlowEdge, from: FlowNode | undefined, about: Subject): WayWords {
  if (edge.when !== undefined)
    return { words: sentence(edge.when as Condition, about.facts, locale()), isLacking: false };
  if (edge.default === true) return { words: t('flows.isDefault'), isLacking: false };
  if (from?.type === 'parallel') return { words: t('flows.always'), isLacking: false };
  if (from?.type === 'foreach') return { words: nodeWords(from, about), isLacking: false };
  if (from?.type === 'exclusive' && from.table !== undefined) {
    return { words: t('flows.onTable', { value: outcomeOf(edge, from) }), isLacking: edge.on === undefined };
  }
  if (from?.type === 'exclusive' || from?.type === 'inclusive')
    return { words: t('flows.noCondition'), isLacking: true };
  return { words: outcomeWords(from, outcomeOf(edge, from), about.draft), isLacking: false };
}

const stateName = (flow: FlowDefinition, key: string): string =>
  text(flow.states.find((state) => state.key === key)?.label) || key;

function actionWords(actions: Extract<FlowNode, { type: 'action' }>['do'], { draft }: Subject): string {
  const kinds = ['set', 'create', 'update', 'send', 'call', 'signal'];
  const said = actions.map((action) => {
    const kind = kinds.find((one) => one in action) ?? 'set';
    const connector = 'call' in action ? (action.call.split('.')[0] ?? '') : '';
    return t(`flows.do.${kind}`, { name: labelIn(draft.connectors, connector) });
  });
  return [...new Set(said)].join(locale() === 'en' ? ', ' : '、');
}

const joined = (parts: readonly string[]): string => parts.filter(Boolean).join(' · ');

/** Who, by what rule and within what time: what a card says under its name. */
export function nodeWords(node: FlowNode, about: Subject): string {
  const { flow, draft } = about;
  switch (node.type) {
    case 'approve':
      return joined([
        peopleWords(node.assignees, about),
        t(`flows.rule.${node.policy ?? 'any'}`),
        limitWords(node.deadline),
      ]);
    case 'handle':
      return joined([peopleWords(node.assignees, about), limitWords(node.deadline)]);
    case 'cc':
      return t('flows.copies', { who: peopleWords(node.copy, about) });
    case 'wait': {
      const what = node.for.map((one) => text(one.label) || one.signal).join(locale() === 'en' ? ' / ' : '／');
      return joined([t('flows.waitsFor', { what }), limitWords(node.deadline)]);
    }
    case 'timer':
      if (node.within === undefined) return t('flows.waitsUntil');
      return t('flows.waitsLong', {
        length: limitWords({
          within: node.within,
          ...(node.calendar === undefined ? {} : { calendar: node.calendar }),
        }),
      });
    case 'action':
      return joined([actionWords(node.do, about), limitWords(node.deadline)]);
    case 'rule':
      return t('flows.byTable', { name: labelIn(draft.tables, node.table) });
    case 'exclusive':
      return node.table === undefined
        ? t('flows.byCondition')
        : t('flows.byTable', { name: labelIn(draft.tables, node.table) });
    case 'parallel':
      return t('flows.allAtOnce');
    case 'inclusive':
      return t('flows.someAtOnce');
    case 'foreach':
      return node.over === undefined
        ? t('flows.times', { n: String(node.times ?? '') })
        : t('flows.rows', { name: fieldName(about, node.over) });
    case 'join':
      return t(`flows.join.${node.wait ?? 'all'}`, { n: String(node.n ?? '') });
    case 'subflow':
      return t('flows.starts', { name: labelIn(draft.forms, node.form) });
    case 'route':
      return t('flows.leap', { to: nameOf(flow, node.to) });
    case 'end':
      return t('flows.state', { name: stateName(flow, node.state) });
    default:
      return text(draft.forms.get(flow.form)?.label) || flow.form;
  }
}
