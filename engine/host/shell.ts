import type { Localised } from '../definition/index.ts';
import { SettingsProblem } from './settings/problem.ts';
import type { Environment } from './settings/settings.ts';

/** What whoever types commands reads: `given` by an option, else what their shell says. */
export function shellLocale(env: Environment, given?: string): keyof Localised {
  return (given ?? (env.LC_ALL || env.LANG || '')).toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

interface ForPeople {
  code: string;
  text: Localised;
  cure?: Localised;
  details?: { cure?: Localised };
}

/** What went wrong, for whoever started it: their language and the cure where it has words for people. */
export function told(cause: unknown, locale: keyof Localised): string {
  if (cause instanceof SettingsProblem) {
    const colon = locale === 'zh-CN' ? '：' : ': ';
    return cause.faults.map((fault) => `${fault.variable}${colon}${sentence(fault, locale)}`).join('\n');
  }
  if (isForPeople(cause)) return sentence(cause, locale);
  if (!(cause instanceof Error)) return String(cause);
  // The system's own refusal of a file or an address that somebody has named is no fault of the program.
  return 'syscall' in cause ? cause.message : (cause.stack ?? cause.message);
}

function sentence({ code, text, cure, details }: ForPeople, locale: keyof Localised): string {
  const parts = [text, cure ?? details?.cure].flatMap((part) => part?.[locale] ?? []);
  return `${parts.join(locale === 'zh-CN' ? '' : ' ')} (${code})`;
}

function isForPeople(cause: unknown): cause is Error & ForPeople {
  return cause instanceof Error && 'code' in cause && 'text' in cause;
}
