import type { Localised } from '../../definition/index.ts';

/** What is wrong with one environment variable. */
export interface SettingFault {
  code: string;
  variable: string;
  text: Localised;
  cure: Localised;
}

/** Why the program does not start with what it was told: all faults at once, each with its variable and its cure. */
export class SettingsProblem extends Error {
  readonly code: string;
  readonly faults: readonly SettingFault[];

  constructor(faults: readonly SettingFault[]) {
    super(faults.map(({ variable, text, cure }) => `${variable}: ${text.en} ${cure.en}`).join('\n'));
    this.name = 'SettingsProblem';
    this.code = faults[0]?.code ?? 'bad_settings';
    this.faults = faults;
  }
}
