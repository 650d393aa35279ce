import type { Localised } from '../../definition/index.ts';

/** Why a backup or a restore did not happen, for the person who typed the command. */
export class BackupProblem extends Error {
  readonly code: string;
  readonly text: Localised;

  constructor(code: string, text: Localised) {
    super(text.en);
    this.name = 'BackupProblem';
    this.code = code;
    this.text = text;
  }
}
