import type { CheckVerdict, Label, Localised } from '../../form/index.ts';
import { Refusal } from './refusal.ts';

/** A check that refuses stops the command; the form's problems name it already where it points at a field. */
export function refuseChecks(checks: readonly CheckVerdict[]): void {
  const refusing = checks.filter((check) => check.refuses);
  const first = refusing[0];
  if (first === undefined) return;
  throw new Refusal('check', sentence(first), {
    status: 422,
    at: first.at ?? first.key,
    problems: refusing.map((check) => ({ code: 'check', path: check.at ?? check.key, message: sentence(check) })),
  });
}

/** What warns but lets pass. */
export function warningsOf(checks: readonly CheckVerdict[]): Localised[] {
  return checks.filter((check) => check.holds && check.severity === 'warn').map(sentence);
}

function sentence({ message, label }: CheckVerdict): Localised {
  return localised(message ?? label);
}

export function localised(label: Label): Localised {
  return typeof label === 'string' ? { 'zh-CN': label, en: label } : label;
}
