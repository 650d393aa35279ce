import { parseArgs } from 'node:util';
import { shellLocale } from '../shell.ts';
import type { Rebuilt } from './rebuild.ts';
import type { Summary } from './verify.ts';

export const USAGE = `Usage: npm run verify -- [--app <key>] [--since <date>] [--json] [--lang zh-CN|en]
         [--keyed-since <date>] [--archived-before <date>] [--anchors <file>] [--write-anchors <file>]
         [--rebuild <instance>|all --reason <text>]`;

export class WrongOptions extends Error {}

export interface Options {
  app: string | undefined;
  since: string | undefined;
  keyedSince: string | undefined;
  archivedBefore: string | undefined;
  /** A file to hold against. */
  anchors: string | undefined;
  /** A file to write. */
  write: string | undefined;
  isJson: boolean;
  locale: 'zh-CN' | 'en';
  /** An instance, or all. */
  rebuild: string | undefined;
  instance: string | undefined;
  reason: string;
  words(outcome: Rebuilt['outcome']): string;
  summary(sum: Summary, more: { seconds: number; rebuilt: number; refused: number }): string;
}

const FLAGS = {
  app: { type: 'string' },
  since: { type: 'string' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
  'keyed-since': { type: 'string' },
  'archived-before': { type: 'string' },
  anchors: { type: 'string' },
  'write-anchors': { type: 'string' },
  rebuild: { type: 'string' },
  reason: { type: 'string' },
} as const;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS }).values;
  } catch (cause) {
    throw new WrongOptions(cause instanceof Error ? cause.message : String(cause));
  }
}

function dateOf(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new WrongOptions(`--${name} ${text} is no date.`);
  return date.toISOString();
}

export function optionsOf(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Options {
  const given = parsed(args);
  const { rebuild, app, anchors, 'write-anchors': write, lang } = given;
  const reason = given.reason?.trim() ?? '';
  if (rebuild !== undefined && reason === '')
    throw new WrongOptions('--rebuild needs a --reason: it goes into the audit.');
  if (rebuild !== undefined && rebuild !== 'all' && !UUID.test(rebuild)) {
    throw new WrongOptions(`--rebuild ${rebuild} is neither an instance nor all.`);
  }
  const isPart = app !== undefined || given.since !== undefined || (rebuild !== undefined && rebuild !== 'all');
  if (isPart && (anchors !== undefined || write !== undefined)) {
    throw new WrongOptions('Anchors are of all instances: they go with neither --app, --since nor one --rebuild.');
  }
  const locale = shellLocale(env, lang);
  return {
    app,
    since: dateOf('since', given.since),
    keyedSince: dateOf('keyed-since', given['keyed-since']),
    archivedBefore: dateOf('archived-before', given['archived-before']),
    anchors,
    write,
    isJson: given.json ?? false,
    locale,
    rebuild,
    instance: rebuild === 'all' ? undefined : rebuild,
    reason,
    words: (outcome) => outcomes[outcome][locale],
    summary: (sum, more) => summary(sum, more, locale),
  };
}

const outcomes: Record<Rebuilt['outcome'], { 'zh-CN': string; en: string }> = {
  rebuilt: { 'zh-CN': '已按历史重建', en: 'was made anew from its history' },
  refused: { 'zh-CN': '未重建：历史不完整', en: 'was left as it is: its history is not whole' },
  same: { 'zh-CN': '与历史一致', en: 'is as its history says' },
  gone: { 'zh-CN': '实例已不存在', en: 'is gone' },
};

function summary(
  { instances, events, faulty, faults, unchecked, plain }: Summary,
  { seconds, rebuilt, refused }: { seconds: number; rebuilt: number; refused: number },
  locale: 'zh-CN' | 'en',
): string {
  const took = seconds.toFixed(1);
  const isZh = locale === 'zh-CN';
  const parts = isZh
    ? [
        `${instances} 个实例，${events} 个事件，用时 ${took} 秒：${faults === 0 ? '全部一致' : `${faulty} 个实例共 ${faults} 处不符`}。`,
      ]
    : [
        `${instances} instances, ${events} events in ${took} s: ${faults === 0 ? 'all as it should be' : `${faults} differences in ${faulty} instances`}.`,
      ];
  if (unchecked > 0) {
    parts.push(
      isZh
        ? `${unchecked} 个哈希需要 HISTORY_KEY 才能核对。`
        : `${unchecked} hashes could not be checked without HISTORY_KEY.`,
    );
  }
  if (plain > 0 && plain < events) {
    parts.push(isZh ? `${plain} 个哈希没有使用密钥。` : `${plain} hashes were made without a key.`);
  }
  if (rebuilt + refused > 0) {
    parts.push(isZh ? `重建 ${rebuilt} 个，拒绝 ${refused} 个。` : `${rebuilt} made anew, ${refused} refused.`);
  }
  return parts.join(' ');
}
