import type { Localised } from '../../definition/index.ts';

/** Why an app cannot be installed over what the database holds. */
export class InstallProblem extends Error {
  readonly code: string;
  readonly text: Localised;
  readonly cure: Localised | undefined;

  constructor(code: string, text: Localised, cure?: Localised) {
    super(cure ? `${text.en} ${cure.en}` : text.en);
    this.name = 'InstallProblem';
    this.code = code;
    this.text = text;
    this.cure = cure;
  }
}

export function typeDiffers(
  { form, table, column }: { form: string; table?: string; column: string },
  found: string,
  wanted: string,
): InstallProblem {
  const at = [form, table, column].filter((part) => part !== undefined).join('.');
  return new InstallProblem(
    'type_differs',
    {
      'zh-CN': `字段 ${at} 已有的数据是 ${found}，不能安全地变为 ${wanted}。`,
      en: `The field ${at} holds ${found}, and there is no safe way from that to ${wanted}.`,
    },
    {
      'zh-CN': '请为新类型新建一个字段（换一个键），旧字段可以隐藏或删除，数据会保留。',
      en: 'Make a new field of the new type with another key; hide or remove the old one, its data stays.',
    },
  );
}
