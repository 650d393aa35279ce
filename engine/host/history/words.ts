import type { Localised } from '../../definition/index.ts';
import type { Fault, FaultCode } from './types.ts';

type Locale = keyof Localised & ('zh-CN' | 'en');

const words: Record<FaultCode, [zh: string, en: string]> = {
  event_changed: [
    '事件 {seq} 与其哈希不符：它被改过，或者前一个事件连同哈希一起被改过',
    'event {seq} does not fit its hash: it was changed, or the one before it was, together with its hash',
  ],
  event_moved: [
    '位置 {seq} 上的事件原为第 {told} 个：顺序被改过',
    'event {told} stands at {seq}: the order was changed',
  ],
  event_missing: ['缺少事件 {seq}', 'event {seq} is missing'],
  beginning_missing: ['缺少开头的事件 {seq}', 'event {seq} of its beginning is missing'],
  tail_missing: [
    '历史在事件 {stored} 处中断，而实例已到第 {told} 个：结尾被删',
    'the history ends at event {stored}, and the instance is at {told}: its end was deleted',
  ],
  tail_added: [
    '历史有 {stored} 个事件，而实例只到第 {told} 个：被添加过',
    'the history goes to event {stored}, and the instance only to {told}: something was added',
  ],
  head_differs: [
    '最后一个事件 {seq} 的哈希与实例所记的不同',
    'the hash of the last event, {seq}, is not the one that the instance keeps',
  ],
  key_left_out: ['事件 {seq} 的哈希没有使用密钥', 'the hash of event {seq} was made without the key'],
  anchor_differs: ['事件 {seq} 与另外保存的锚点不符', 'event {seq} is not what was written down in the anchors'],
  instance_missing: [
    '实例不存在，而它的历史、记录或锚点还在',
    'the instance is gone, and its history, record or anchor is there',
  ],
  replay_failed: ['历史无法重放', 'the history cannot be replayed'],
  state_differs: ['状态的 {field} 与历史不符', '{field} of the state is not as its history says'],
  column_differs: ['实例的 {field} 与历史不符', '{field} of the instance is not as its history says'],
  task_missing: ['缺少任务 {row}', 'task {row} is missing'],
  task_unknown: ['任务 {row} 不在历史中', 'task {row} is in no history'],
  task_differs: ['任务 {row} 的 {field} 与历史不符', '{field} of task {row} is not as its history says'],
  timer_missing: ['缺少计时器 {row}', 'timer {row} is missing'],
  timer_unknown: ['计时器 {row} 不在历史中', 'timer {row} is in no history'],
  timer_differs: ['计时器 {row} 的 {field} 与历史不符', '{field} of timer {row} is not as its history says'],
  record_missing: ['流程仍在进行，而记录不存在', 'its flow is running, and the record is not there'],
  record_differs: ['记录的 {field} 与历史不符', '{field} of the record is not as its history says'],
};

const SHOWN = 200;

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** One line for a fault: where, what, and both values. */
export function faultText(fault: Fault, locale: Locale): string {
  const { code, instance, app, form, record, stored, told } = fault;
  const [zh, en] = words[code];
  const values = fault as unknown as Record<string, unknown>;
  const text = (locale === 'zh-CN' ? zh : en).replace(/\{(\w+)\}/g, (_all, name: string) => shown(values[name] ?? ''));
  const place = [app, form, record].filter((part) => part !== undefined).join('/');
  const both =
    fault.field === undefined
      ? ''
      : locale === 'zh-CN'
        ? `：存储为 ${shown(stored ?? null)}，历史为 ${shown(told ?? null)}`
        : `: stored ${shown(stored ?? null)}, told ${shown(told ?? null)}`;
  return `${instance}${place === '' ? '' : ` (${place})`} ${code}: ${text}${both}`;
}
