import type { Label, Localised } from '../../definition/index.ts';
import { textOf } from '../../form/index.ts';

/** What became of a part of a record that was copied into a simulation. */
export const copyWords = {
  files: (count: number, names: readonly string[]): Localised => {
    const list = names.length > 0 ? names.join(', ') : String(count);
    return {
      'zh-CN': `${count} 个文件用占位图片代替（${list}），内容没有复制。`,
      en: `${count === 1 ? 'A stand-in takes the file’s place' : `Stand-ins take the places of ${count} files`} (${list}): what is in them is not copied.`,
    };
  },
  otherPerson: (name: string, other: Label): Localised => ({
    'zh-CN': `${name}不在模拟里，由角色相同的${textOf(other, 'zh-CN')}代替。`,
    en: `${name} is not in the simulation: ${textOf(other, 'en')}, who has the same role, stands in.`,
  }),
  nobody: (name: string): Localised => ({
    'zh-CN': `${name}不在模拟里，也没有角色相同的人，已留空。`,
    en: `${name} is not in the simulation and nobody there has the same role: left empty.`,
  }),
  copied: (title: string): Localised => ({
    'zh-CN': `关联的“${title}”也复制了一份，放在“事先已有的记录”里。`,
    en: `“${title}”, which it points to, is copied too and stands among the records that are there before.`,
  }),
  farther: (title: string): Localised => ({
    'zh-CN': `关联记录里又关联的“${title}”没有复制，已留空。`,
    en: `“${title}”, which the copied record points to in turn, is not copied: left empty.`,
  }),
  unseen: (title: string): Localised => ({
    'zh-CN': `关联的“${title}”您看不到，没有复制，已留空。`,
    en: `You may not see “${title}”, which it points to: not copied, left empty.`,
  }),
  masked: (): Localised => ({
    'zh-CN': '您只能看到打码的内容，没有复制，请自己填写。',
    en: 'You see it masked only: not copied, type something in.',
  }),
  number: (number: string): Localised => ({
    'zh-CN': `编号由系统重新生成，不是 ${number}。`,
    en: `The number is given anew and is not ${number}.`,
  }),
};
