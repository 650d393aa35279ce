import type { Localised, Right } from '../../../engine/definition/index.ts';

export const rightWords: Record<Right, Localised> = {
  hide: { 'zh-CN': '隐藏', en: 'Hide' },
  mask: { 'zh-CN': '脱敏', en: 'Mask' },
  read: { 'zh-CN': '只读', en: 'Read' },
  edit: { 'zh-CN': '可编辑', en: 'Edit' },
  require: { 'zh-CN': '必填', en: 'Require' },
};

/** The letter that sets it. */
export const rightKeys: Readonly<Record<string, Right>> = { h: 'hide', m: 'mask', r: 'read', e: 'edit', q: 'require' };
