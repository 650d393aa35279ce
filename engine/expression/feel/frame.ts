import { ExpressionError } from '../error.ts';
import { parseInstant } from '../temporal/parse.ts';
import type { DateTime } from '../temporal/values.ts';
import type { Env, Facts, Limits } from '../types.ts';
import type { Value } from './value.ts';

export const defaultLimits: Limits = {
  length: 4000,
  depth: 64,
  steps: 1_000_000,
  items: 100_000,
  characters: 1_000_000,
};

const noLocals: Value[] = [];

/** One evaluation: its facts, its clock, its variables and what it may still spend. */
export class Frame {
  readonly facts: Facts;
  readonly env: Env;
  readonly zone: string;
  readonly limits: Limits;
  readonly locals: Value[];
  private steps = 0;
  private moment: DateTime | undefined;

  constructor(facts: Facts, env: Env, limits: Limits, slots: number) {
    this.facts = facts;
    this.env = env;
    this.zone = env.timeZone;
    this.limits = limits;
    this.locals = slots === 0 ? noLocals : new Array<Value>(slots).fill(null);
  }

  /** Pays for work; the bill of a formula is checked before the work is done. */
  charge(steps: number): void {
    this.steps += steps;
    if (this.steps > this.limits.steps) throw overLimit('steps', this.limits.steps);
  }

  /** Pays for a list about to be made. */
  chargeItems(count: number): void {
    if (count > this.limits.items) throw overLimit('items', this.limits.items);
    this.charge(count);
  }

  /** Pays for a text about to be made. */
  chargeText(characters: number): void {
    if (characters > this.limits.characters) throw overLimit('characters', this.limits.characters);
    this.charge(1 + (characters >> 4));
  }

  get now(): DateTime {
    this.moment ??= readClock(this.env, this.zone);
    return this.moment;
  }
}

function readClock(env: Env, zone: string): DateTime {
  const moment = parseInstant(env.now, zone);
  if (moment) return moment;
  throw new ExpressionError('clock_missing', {
    'zh-CN': `当前时间“${env.now}”不是有效的时间`,
    en: `"${env.now}" given as the present moment is no date and time`,
  });
}

function overLimit(what: 'steps' | 'items' | 'characters', limit: number): ExpressionError {
  const names = {
    steps: { 'zh-CN': `计算超过了${limit}步`, en: `The formula takes more than ${limit} steps` },
    items: { 'zh-CN': `列表超过了${limit}项`, en: `A list grows beyond ${limit} items` },
    characters: { 'zh-CN': `文本超过了${limit}个字符`, en: `A text grows beyond ${limit} characters` },
  };
  return new ExpressionError('limit_exceeded', names[what], {
    cure: { 'zh-CN': '请减少循环的层数或缩小数据范围', en: 'Use fewer nested loops, or less data' },
  });
}
