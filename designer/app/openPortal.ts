import type { AppDefinition, Field, FormDefinition, Localised, Right } from '../../engine/definition/index.ts';
import type { Command, Json, JsonObject } from '../draft/types.ts';

type Portal = NonNullable<AppDefinition['portal']>;

/** What a visitor types is typed; what the query finds is read, of found rows only how many is typed. */
function rightsOf(form: FormDefinition, proof: readonly string[]): Record<string, Right> {
  const rights: Record<string, Right> = { '*': 'edit' };
  for (const lookup of form.lookups ?? []) {
    for (const key of Object.keys(lookup.fill ?? {})) if (!proof.includes(key)) rights[key] = 'read';
    for (const key of Object.keys(lookup.rows ?? {})) {
      const table = form.fields.find((field) => field.key === key);
      if (table?.type !== 'table') continue;
      rights[key] = 'read';
      for (const column of table.fields as readonly Field[])
        if (column.type === 'integer' && column.value === undefined) rights[`${key}.${column.key}`] = 'edit';
    }
  }
  return rights;
}

/** Opens the portal; a form that says nothing of visitors lets them apply and see what they have proved to be theirs. */
export function openPortal(form: string, portal: Portal, label: Localised): Command {
  return {
    label,
    execute(files) {
      const app = files['app.json'];
      const json = files[`forms/${form}.json`];
      if (app === undefined || json === undefined) return undefined;
      app.portal = portal as unknown as Json;
      const definition = json as unknown as FormDefinition;
      if (definition.access?.some(({ role }) => role === 'visitor')) return undefined;
      const proof = portal.proof.fields;
      const own = proof.map((fact): JsonObject => ({ fact, operator: 'equal', value: `= proof.${fact}` }));
      const entry: JsonObject = {
        role: 'visitor',
        create: true,
        rows: own.length === 1 && own[0] !== undefined ? own[0] : { all: own },
        rights: rightsOf(definition, proof),
      };
      json.access = [...(Array.isArray(json.access) ? json.access : []), entry];
      return undefined;
    },
  };
}
