import type { Linkage, LinkageEffect, Right } from '../../definition/types.generated.ts';
import { partsOf } from '../layout.ts';
import type { FormDefinition, FormFault } from '../types.ts';
import { bindCondition, bindValue } from './bind.ts';
import type { CompiledSection, Effect, Rule } from './model.ts';
import type { Places, Sites } from './places.ts';

const asEffect = (effect: Right | LinkageEffect): LinkageEffect =>
  typeof effect === 'string' ? { right: effect } : effect;

/** Targets that are all columns of one table make it a rule of that table's rows. */
function tableOfTargets(targets: readonly string[], { tables }: Places): string | undefined {
  const [first = ''] = targets;
  const table = first.split('.')[0] ?? '';
  return tables.has(table) && targets.every((one) => one.startsWith(`${table}.`)) ? table : undefined;
}

function bindRule(
  linkage: Linkage,
  index: number,
  sites: Sites,
  places: Places,
  faults: FormFault[],
): Rule | undefined {
  const table = tableOfTargets(Object.keys(linkage.then), places);
  const site = (table && sites.rows.get(table)) || sites.record;
  const when = bindCondition(linkage.when, site, faults, `/linkage/${index}/when`);
  if (!when) return undefined;
  // Where no column is asked for, the answer is the same for all rows, and is worked out once.
  const perRow = table !== undefined && when.reads.some(({ cell, sameRow }) => sameRow || cell === `rows:${table}`);
  return { index, when, ...(perRow ? { table } : {}) };
}

function attach(effect: Effect, places: Places, sections: readonly CompiledSection[]): boolean {
  const { target } = effect;
  const place = places.places.get(target);
  const section = sections.find((one) => one.key === target);
  if (place) addTo(target, effect, places);
  if (section && !place) {
    section.effects.push(effect);
    for (const key of section.fields) addTo(key, effect, places);
  }
  return place !== undefined || section !== undefined;
}

/** A right of a table bears on its columns too. */
function addTo(path: string, effect: Effect, { places, tables }: Places): void {
  const place = places.get(path);
  if (!place) return;
  place.effects.push(effect);
  const { value: _value, options: _options, ...right } = effect;
  if (effect.right) for (const column of tables.get(path)?.columns.values() ?? []) column.effects.push(right);
}

function bindEffect(
  rule: Rule,
  [target, written]: [string, Right | LinkageEffect],
  sites: Sites,
  places: Places,
  faults: FormFault[],
): Effect {
  const { right, value, options } = asEffect(written);
  const table = places.places.get(target)?.table;
  const site = (table && sites.rows.get(table)) || sites.record;
  const pointer = `/linkage/${rule.index}/then/${target}/value`;
  const bound = value === undefined ? undefined : bindValue(value, site, faults, pointer);
  return {
    rule,
    target,
    ...(right ? { right } : {}),
    ...(bound ? { value: bound } : {}),
    ...(options ? { options } : {}),
  };
}

export function bindSections(form: FormDefinition): CompiledSection[] {
  return partsOf(form).map(({ key, fields }) => ({ key, fields, effects: [] }));
}

/** Attaches every rule's effects to the fields they bear on. Targets that are nothing are checkForm's to name. */
export function bindLinkage(
  form: FormDefinition,
  sites: Sites,
  places: Places,
  sections: readonly CompiledSection[],
  faults: FormFault[],
): Rule[] {
  const rules: Rule[] = [];
  (form.linkage ?? []).forEach((linkage, index) => {
    const rule = bindRule(linkage, index, sites, places, faults);
    if (!rule) return;
    rules.push(rule);
    for (const entry of Object.entries(linkage.then)) {
      attach(bindEffect(rule, entry, sites, places, faults), places, sections);
    }
  });
  return rules;
}
