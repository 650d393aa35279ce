import type { Lookup } from '../../definition/types.generated.ts';
import { recordScope } from '../scope.ts';
import type { Field, FormContext, FormDefinition, FormFault } from '../types.ts';
import { bindCondition, compileWhen } from './bind.ts';
import { bindData } from './data.ts';
import { bindLinkage, bindSections } from './linkage.ts';
import type { CompiledAccess, CompiledCheck, CompiledForm, CompiledLookup } from './model.ts';
import { bindPlaces, type Places, type Sites, sitesOf } from './places.ts';
import { programOf } from './program.ts';

function bindLookups(form: FormDefinition, sites: Sites, places: Places, faults: FormFault[]) {
  const lookups = new Map<string, CompiledLookup>();
  (form.lookups ?? []).forEach((written, index) => {
    const lookup = withShown(written, form.fields);
    const pointer = `/lookups/${index}`;
    const match = bindData(lookup.match, sites.record, faults, `${pointer}/match`);
    lookups.set(lookup.key, { key: lookup.key, lookup, match, pointer });
    for (const key of Object.keys(lookup.fill ?? {})) places.places.get(key)?.filledBy.push(lookup.key);
    for (const [key, rows] of Object.entries(lookup.rows ?? {})) {
      const table = places.tables.get(key);
      table?.filledBy.push({ lookup: lookup.key, rows });
      for (const column of Object.keys(rows.fill)) table?.columns.get(column)?.filledBy.push(lookup.key);
    }
  });
  return lookups;
}

/** Fields that show what a linked query finds are filled by it like any other. */
function withShown(lookup: Lookup, fields: readonly Field[]): Lookup {
  const shown = fields.flatMap((field) =>
    field.type === 'lookup' && field.lookup === lookup.key ? [[field.key, `= ${field.show}`] as const] : [],
  );
  return shown.length === 0 ? lookup : { ...lookup, fill: { ...Object.fromEntries(shown), ...lookup.fill } };
}

function bindChecks(form: FormDefinition, sites: Sites, faults: FormFault[]): CompiledCheck[] {
  return (form.checks ?? []).flatMap((check, index) => {
    const when = bindCondition(check.when, sites.record, faults, `/checks/${index}/when`);
    return when ? [{ check, when, index }] : [];
  });
}

function bindAccess(form: FormDefinition, context: FormContext, faults: FormFault[]): CompiledAccess[] {
  const scope = recordScope(form, context);
  return (form.access ?? []).map((access, index) => {
    const rows = access.rows && compileWhen(access.rows, scope, faults, `/access/${index}/rows`);
    return { access, index, broken: access.rows !== undefined && !rows, ...(rows ? { rows } : {}) };
  });
}

function compile(form: FormDefinition, context: FormContext): CompiledForm {
  const faults: FormFault[] = [];
  const sites = sitesOf(form, context);
  const places = bindPlaces(sites, { form, context, faults });
  const sections = bindSections(form);
  const rules = bindLinkage(form, sites, places, sections, faults);
  const lookups = bindLookups(form, sites, places, faults);
  const checks = bindChecks(form, sites, faults);
  const access = bindAccess(form, context, faults);
  const fields = new Map<string, Field>([...places.places].map(([path, place]) => [path, place.field]));
  const parts = { form, context, fields, faults, ...places, rules, lookups, checks, sections, access };
  return { ...parts, program: programOf(parts, faults) };
}

const compiled = new WeakMap<FormDefinition, WeakMap<FormContext, CompiledForm>>();

/** Never throws for a definition that has the schema's structure: what cannot be compiled is left out and named in `faults`. */
export function compileForm(form: FormDefinition, context: FormContext): CompiledForm {
  let byContext = compiled.get(form);
  if (!byContext) {
    byContext = new WeakMap();
    compiled.set(form, byContext);
  }
  let found = byContext.get(context);
  if (!found) {
    found = compile(form, context);
    byContext.set(context, found);
  }
  return found;
}
