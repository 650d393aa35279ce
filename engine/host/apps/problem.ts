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
