import type { Label } from '../definition/index.ts';
import type { TileRefusal } from './types.ts';

/** Thrown inside planning and caught at its door: a tile is refused as a whole or not at all. */
export class Refused extends Error {
  readonly refusal: TileRefusal;

  constructor(refusal: TileRefusal) {
    super(refusal.message.en);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

const say = (label: Label, locale: 'zh-CN' | 'en'): string => (typeof label === 'string' ? label : label[locale]);

export function notAllowed(label: Label): TileRefusal {
  return {
    code: 'not_allowed',
    message: {
      'zh-CN': `您没有查看“${say(label, 'zh-CN')}”的权限，此图块不能显示。`,
      en: `You may not see “${say(label, 'en')}”, so this tile cannot be shown.`,
    },
    cure: { 'zh-CN': '需要时请联系管理员开通权限。', en: 'Ask the administrator for the right if you need it.' },
  };
}

export function badTile(what: string): TileRefusal {
  return {
    code: 'bad_tile',
    message: { 'zh-CN': `图块定义有误：${what}`, en: `The tile is not defined rightly: ${what}` },
    cure: {
      'zh-CN': '请检查它的指标、维度和条件；数据库无法表达的条件（如正则）不能用于看板。',
      en: 'See its measures, dimensions and conditions; a condition that the database cannot say (a pattern) cannot be used in a board.',
    },
  };
}

/** Runs the planning, and gives the refusal instead where there is one. */
export function orRefusal<T>(
  plan: () => T,
): { plan: T; refusal?: undefined } | { refusal: TileRefusal; plan?: undefined } {
  try {
    return { plan: plan() };
  } catch (error) {
    if (error instanceof Refused) return { refusal: error.refusal };
    throw error;
  }
}
