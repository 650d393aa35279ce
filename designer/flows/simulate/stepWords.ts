import type { FlowDefinition } from '../../../engine/definition/index.ts';
import type { SimulationStep } from '../../../engine/wire/simulation.ts';
import { durationWords } from '../../editors/duration.ts';
import type { Draft } from '../../facts/index.ts';
import { locale, t, text } from '../../i18n/index.ts';
import { nameOf } from '../words.ts';

const ACTS = [
  'approve',
  'reject',
  'complete',
  'return',
  'transfer',
  'claim',
  'unclaim',
  'comment',
  'cc',
  'delegate',
  'add_signer',
  'remove_signer',
  'reassign',
  'retry',
] as const;

export function whoWords(who: string | undefined, people: readonly { login: string; name: unknown }[]): string {
  if (who === 'public') return t('simulate.anybody');
  if (who === undefined || who === 'visitor') return t('simulate.customer');
  if (who === 'engine') return t('simulate.engine');
  const name = people.find(({ login }) => login === who)?.name;
  return name === undefined ? who : text(name as Parameters<typeof text>[0]);
}

/** "Mia: Manager, approve", as somebody would tell it. */
export function stepWords(
  step: SimulationStep,
  flow: FlowDefinition,
  draft: Draft,
  people: readonly { login: string; name: unknown }[],
): string {
  const who = whoWords(step.as, people);
  if (step.advance !== undefined) return t('simulate.did.advance', { length: lengthWords(step.advance) });
  if (step.submit !== undefined) {
    return t('simulate.did.submit', { who, form: text(draft.forms.get(step.submit)?.label) || step.submit });
  }
  const act = ACTS.find((one) => step[one] !== undefined);
  if (act !== undefined) {
    const what = step.outcome ?? t(`simulate.act.${act}`);
    return t('simulate.did.act', { who, node: nameOf(flow, step[act] ?? ''), what });
  }
  if (step.hook !== undefined) return t('simulate.did.hook', { system: hookWords(step.hook, draft) });
  if (step.schedule !== undefined)
    return t('simulate.did.schedule', { rule: text(draft.rules.get(step.schedule)?.label) || step.schedule });
  if (step.expect !== undefined) return t('simulate.did.expect');
  if (step.together !== undefined) return t('simulate.did.together', { n: step.together.length });
  return t('simulate.did.other', {
    who,
    what: signalWords(step.signal, flow) ?? step.edge ?? step.button ?? doneTo(step, flow),
  });
}

function hookWords(hook: string, draft: Draft): string {
  const [key = '', name = ''] = hook.split('.');
  const connector = draft.connectors.get(key);
  return [text(connector?.label) || key, text(connector?.hooks?.[name]?.label) || name].join(' · ');
}

/** What is done to the record or its case as a whole. */
function doneTo(step: SimulationStep, flow: FlowDefinition): string {
  if (step.withdraw !== undefined) return t('simulate.act.withdraw');
  if (step.delete !== undefined) return t('simulate.act.delete');
  if (step.case === undefined) return t('simulate.act.change');
  const done = t(`simulate.act.${step.case}`);
  return step.to === undefined ? done : t('simulate.act.toNode', { done, node: nameOf(flow, step.to) });
}

/** As its button says it. */
function signalWords(signal: string | undefined, flow: FlowDefinition): string | undefined {
  const all = flow.nodes.flatMap((node) => (node.type === 'wait' ? node.for : []));
  return text(all.find((one) => one.signal === signal)?.label) || signal;
}

function lengthWords(length: string): string {
  const known = durationWords(length, locale());
  if (known !== undefined) return known;
  const [, days, hours, minutes, seconds] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(length) ?? [];
  const parts = [
    days && t('simulate.length.days', { n: days }),
    hours && t('simulate.length.hours', { n: hours }),
    minutes && t('simulate.length.minutes', { n: minutes }),
    seconds && t('simulate.length.seconds', { n: seconds }),
  ];
  return parts.filter(Boolean).join(' ') || length;
}

/** The time between two instants as a story says it. */
export function lengthBetween(from: string, to: string): string | undefined {
  const seconds = Math.ceil((Date.parse(to) - Date.parse(from)) / 1000);
  if (!Number.isFinite(seconds) || seconds <= 0) return undefined;
  const [days, rest] = [Math.floor(seconds / 86_400), seconds % 86_400];
  const [hours, minutes, left] = [Math.floor(rest / 3600), Math.floor((rest % 3600) / 60), rest % 60];
  const day = days > 0 ? `${days}D` : '';
  const time = [hours > 0 ? `${hours}H` : '', minutes > 0 ? `${minutes}M` : '', left > 0 ? `${left}S` : ''].join('');
  return `P${day}${time === '' ? '' : `T${time}`}`;
}
