import type { FlowDefinition, FlowNode, Label } from '../../definition/index.ts';
import type { Trace } from '../../expression/index.ts';
import { labelOfNode, type Why } from '../../flow/index.ts';
import { OUTCOMES, outcomeLabel } from '../../flow/names.ts';
import { whyText, withNames } from '../../flow/why.ts';
import { displayValue, type Right, textOf } from '../../form/index.ts';
import { describeTrace } from '../../rule/index.ts';
import type { Json } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import type { LiveApp, LiveForm } from '../apps/live.ts';

type Words = Readonly<Record<Locale, string>>;

export const INCIDENTS: Readonly<Record<string, Words>> = {
  call_failed: { 'zh-CN': '外部系统没有办成', en: 'The other system could not do it' },
  subflow_failed: { 'zh-CN': '子流程没有办成', en: 'The sub-flow could not be done' },
  no_edge: { 'zh-CN': '没有可走的路：所有条件都不满足', en: 'No way leads on: no condition holds' },
  step_limit: { 'zh-CN': '流程自动走了太多步', en: 'The flow took too many steps by itself' },
};

export const UNFORESEEN: Words = { 'zh-CN': '发生意外错误', en: 'Something unforeseen went wrong' };

export interface About {
  app: LiveApp;
  form: LiveForm;
  locale: Locale;
  /** People by id. */
  names: Readonly<Record<string, string>>;
  /** What the reader may see of each field: values of others stay hidden in reasons too. */
  rights: Readonly<Record<string, Right>>;
  /** Texts of what values point to. */
  texts?: Record<string, string>;
}

/** Everything that a history has keys for, in the reader's words. A key itself is never shown. */
export class FlowWords {
  readonly about: About;

  constructor(about: About) {
    this.about = about;
  }

  get flow(): FlowDefinition | undefined {
    return this.about.form.flow?.definition;
  }

  of(label: Label | undefined): string {
    return label === undefined ? '' : textOf(label, this.about.locale);
  }

  say(words: Words): string {
    return words[this.about.locale];
  }

  list(parts: readonly string[]): string {
    return parts.filter(Boolean).join(this.about.locale === 'zh-CN' ? '、' : ', ');
  }

  nodeOf(key: Json | undefined): FlowNode | undefined {
    return this.flow?.nodes.find((node) => node.key === key);
  }

  node(key: Json | undefined): string {
    return this.flow && this.nodeOf(key) ? this.of(labelOfNode(this.flow, String(key))) : '';
  }

  nodes(keys: Json | undefined): string {
    return this.list((Array.isArray(keys) ? keys : []).map((key) => this.node(key)));
  }

  person(id: Json | undefined): string {
    return typeof id === 'string' ? (this.about.names[id] ?? this.say({ 'zh-CN': '已离职人员', en: 'somebody' })) : '';
  }

  people(ids: Json | undefined): string {
    return this.list((Array.isArray(ids) ? ids : []).map((id) => this.person(id)));
  }

  role(key: Json | undefined): string {
    return this.of(this.about.app.model.app.roles.find((role) => role.key === key)?.label);
  }

  /** What people have beside their roles, by the app's name for it. */
  attribute(key: string): string {
    return this.of(this.about.app.model.app.attributes?.find((one) => one.key === key)?.label) || key;
  }

  state(key: Json | undefined): string {
    return this.of(this.flow?.states.find((state) => state.key === key)?.label);
  }

  field(path: string): string | undefined {
    const field = this.about.form.compiled.fields.get(path);
    return field && this.of(field.label);
  }

  form(key: Json | undefined): string {
    return this.of(this.about.app.model.forms.get(String(key))?.label);
  }

  connector(call: string): string {
    const [key = '', operation = ''] = call.split('.');
    const connector = this.about.app.model.connectors.get(key);
    const what = connector?.operations[operation]?.label;
    return this.list([this.of(connector?.label), this.of(what)]);
  }

  channel(key: string): string {
    const { channels } = this.about.app.model.app;
    return this.of(channels?.[key]?.label) || key;
  }

  /** What the definition calls it, in the reader's language; its title is in the receiver's. */
  message({ key, title }: { key: string; title: string }): string {
    return this.of(this.about.app.model.messages.get(key)?.label) || title;
  }

  /** By the node's own outcomes, its signals, the way it leads to, or what everybody calls it; at last where it leads. */
  outcome(at: Json | undefined, key: Json | undefined): string {
    const node = this.nodeOf(at);
    const own = outcomeLabel(node, String(key));
    if (own !== undefined) return this.of(own);
    if (node?.type === 'wait') {
      const signal = node.for.find((one) => (one.outcome ?? 'received') === key && one.label !== undefined);
      if (signal) return this.of(signal.label);
    }
    if (node?.type === 'subflow') {
      const state = this.about.app.form(node.form)?.flow?.definition.states.find((one) => one.key === key);
      if (state) return this.of(state.label);
    }
    const edge = this.flow?.edges.find(({ from, on }) => (from === at || from === '*') && on === key);
    if (edge?.label !== undefined) return this.of(edge.label);
    const known = OUTCOMES[String(key)];
    if (known) return this.say(known);
    return edge ? `→ ${this.node(edge.to)}` : this.say({ 'zh-CN': '其他结果', en: 'another outcome' });
  }

  /** A way by its own name, else by where it leads. */
  edge(key: Json | undefined): string {
    const edge = this.flow?.edges.find((one) => one.key === key);
    if (edge === undefined) return '';
    return this.of(edge.label) || this.node(edge.to);
  }

  /** A reason in a line, and below it the conditions with the values that held. */
  why(why: Why): string[] {
    const { trace, tried, ...params } = why.params ?? {};
    const told = Object.entries(params).map(([name, value]): [string, Json] => [name, this.#parameter(name, value)]);
    const text = whyText(withNames({ code: why.code, params: Object.fromEntries(told) }, this.about.names));
    const traces = [...(trace === undefined ? [] : [trace]), ...(Array.isArray(tried) ? tried : [])];
    return [text[this.about.locale], ...traces.flatMap((one) => this.#lines(one as unknown as Trace))];
  }

  #lines(trace: Trace): string[] {
    const { locale } = this.about;
    const label = (fact: string): string => this.field(fact) ?? this.say({ 'zh-CN': '其他条件', en: 'another value' });
    const display = (fact: string, value: Json): string | undefined => this.#value(fact, value);
    return describeTrace(trace, { locale, label, display }).map(({ depth, holds, text }) => {
      return `${'\u2003'.repeat(depth)}${holds ? '✓' : '✗'} ${text}`;
    });
  }

  #value(path: string, value: Json): string | undefined {
    const { app, form, locale, rights, texts = {} } = this.about;
    const field = form.compiled.fields.get(path);
    if (field === undefined) return undefined;
    const right = rights[path] ?? 'hide';
    if (right === 'hide' || right === 'mask') return '•••';
    const { timeZone } = app;
    return displayValue(field, value, { locale, timeZone, currency: app.model.app.currency, texts });
  }

  /** What went wrong, for who has to put it right. */
  incident(code: Json | undefined): string {
    return this.say(INCIDENTS[String(code)] ?? UNFORESEEN);
  }

  #parameter(name: string, value: Json): Json {
    if (name === 'users' && Array.isArray(value)) return value.map((one) => this.about.names[String(one)] ?? one);
    if (name === 'having' && value !== null && typeof value === 'object' && !Array.isArray(value)) {
      return Object.fromEntries(Object.entries(value).map(([key, of]) => [this.attribute(key), of]));
    }
    const key = typeof value === 'string' ? value : undefined;
    if (key === undefined || key in this.about.names) return value;
    if (name === 'role') return this.role(key) || value;
    if (name === 'node' || name === 'to') return this.node(key) || value;
    if (name === 'by') return this.node(key) || value;
    if (name === 'edge') return this.edge(key);
    if (name === 'field') return this.field(key) ?? value;
    if (name === 'table') return this.of(this.about.app.model.tables.get(key)?.label) || value;
    if (name === 'outcome') return this.outcome(undefined, key);
    return name === 'on' ? this.#star(key) : value;
  }

  #star(on: string): string {
    const edge = this.flow?.edges.find((one) => one.from === '*' && one.on === on);
    return this.of(edge?.label) || this.outcome(undefined, on);
  }
}
