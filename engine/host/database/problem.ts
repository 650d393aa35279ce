interface Bilingual {
  'zh-CN': string;
  en: string;
}

/** Why the database cannot be used, for the person who starts the program. `cure` says what to do about it. */
export class DatabaseProblem extends Error {
  readonly code: string;
  readonly text: Bilingual;
  readonly cure: Bilingual;

  constructor(code: string, text: Bilingual, cure: Bilingual, cause?: unknown) {
    super(`${text.en} ${cure.en}`, { cause });
    this.name = 'DatabaseProblem';
    this.code = code;
    this.text = text;
    this.cure = cure;
  }
}
