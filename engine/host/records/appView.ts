import type { FormDefinition, NavigationItem } from '../../definition/index.ts';
import { collectFormulas } from '../../expression/feel/parser/server.ts';
import type { ParsedFormulas } from '../../expression/index.ts';
import { choiceSlots } from '../../flow/index.ts';
import { compileForm, type Right, widestRights } from '../../form/index.ts';
import type { AppView, FormView, Values } from '../../wire.ts';
import { type Actor, rolesIn } from '../access/actor.ts';
import type { LiveApp, LiveForm } from '../apps/live.ts';
import { actingRoles } from '../door/facts.ts';
import type { DoorParts } from '../door/parts.ts';
import { refusals } from '../door/refusal.ts';

/** What this person may know of the app: forms without the fields that they may never see. */
export function appView(parts: DoorParts, key: string, actor: Actor): AppView {
  const app = parts.shelf.current(key);
  if (app === undefined) throw refusals.unknown('app', key);
  const { label, brand, timeZone, currency, roles, navigation = [] } = app.model.app;
  const mine = actingRoles(actor, key);
  if (mine.length === 0 && actor.kind !== 'engine') throw refusals.notAllowed(key);
  const forms = [...app.model.forms.keys()].flatMap((form) => formView(app, form, mine));
  const known = new Set(forms.map(({ definition }) => definition.key));
  const boards = boardsFor(app, mine);
  const open = { forms: known, boards: new Set(boards.map(({ key: board }) => board)) };
  return {
    key,
    label,
    version: app.number,
    timeZone,
    currency,
    roles: roles.map((role) => ({ key: role.key, label: role.label })),
    myRoles: [...rolesIn(actor, key)],
    navigation: navigation.filter((item) => isOpen(item, mine, open)),
    settings: parts.shelf.settings(key) as Values,
    forms,
    boards: boards.map(({ key: board, label: text, description }) => ({
      key: board,
      label: text,
      ...(description === undefined ? {} : { description }),
    })),
    ...(brand ? { brand } : {}),
    ...(rolesIn(actor, key).includes(app.model.app.admin) ? { admin: true as const } : {}),
  };
}

/** A board opens to the roles it names; one that names none opens to everybody who works here. */
export function boardsFor(
  app: LiveApp,
  roles: readonly string[],
): import('../../definition/index.ts').ReportDefinition[] {
  return [...app.model.reports.values()].filter((report) => {
    const open = (report as { roles?: string[] }).roles;
    return !roles.includes('visitor') && (open === undefined || open.some((role) => roles.includes(role)));
  });
}

/** No entry leads to what its reader may not open. */
function isOpen(
  item: NavigationItem,
  roles: readonly string[],
  open: { forms: ReadonlySet<string>; boards: ReadonlySet<string> },
): boolean {
  if (item.roles && !item.roles.some((role) => roles.includes(role))) return false;
  if (item.board !== undefined) return open.boards.has(item.board);
  return item.form === undefined || open.forms.has(item.form);
}

export function formView(app: LiveApp, key: string, roles: readonly string[]): FormView[] {
  const form = app.form(key);
  if (form === undefined) return [];
  const rights = widestRights(form.compiled, roles);
  const seen = Object.fromEntries(Object.entries(rights).filter(([, right]) => right !== 'hide'));
  if (Object.keys(seen).length === 0) return [];
  const may = (deed: 'create' | 'delete' | 'export' | 'import'): boolean =>
    (form.form.access ?? []).some((entry) => entry[deed] === true && roles.includes(entry.role));
  const { definition, formulas } = visible(app, form, seen);
  return [
    {
      definition,
      formulas,
      rights: seen,
      may: { create: may('create'), delete: may('delete'), export: may('export'), import: may('import') },
      buttons: buttonsFor(app, key, roles),
      ...(isStaff(roles) && form.flow && choiceSlots(form.flow.compiled).length > 0 ? { chooses: true as const } : {}),
      ...(form.flow
        ? {
            flow: {
              key: form.flow.definition.key,
              label: form.flow.definition.label,
              states: form.flow.definition.states,
            },
          }
        : {}),
    },
  ];
}

const isStaff = (roles: readonly string[]): boolean => !roles.includes('visitor') && !roles.includes('public');

type Visible = Pick<FormView, 'definition' | 'formulas'>;

const views = new WeakMap<LiveForm, Map<string, Visible>>();

/** What whoever sees these fields gets of the form; the same for all who see the same. */
function visible(app: LiveApp, form: LiveForm, seen: Readonly<Record<string, Right>>): Visible {
  const known = views.get(form) ?? new Map<string, Visible>();
  views.set(form, known);
  const name = Object.keys(seen).sort().join(' ');
  let view = known.get(name);
  if (view === undefined) {
    const definition = visibleDefinition(form, seen);
    view = { definition, formulas: formulasOf(app, definition) };
    known.set(name, view);
  }
  return view;
}

function formulasOf(app: LiveApp, definition: FormDefinition): ParsedFormulas {
  return collectFormulas(() => compileForm(definition, app.context));
}

/** Who may see what is nobody's business but the server's: neither the entries nor the hidden fields leave it. */
function visibleDefinition({ form }: LiveForm, seen: Readonly<Record<string, Right>>): FormDefinition {
  const { access: _access, cases: _cases, ...rest } = form;
  const fields = form.fields
    .filter(({ key }) => key in seen)
    .map((field) => {
      if (field.type !== 'table') return field;
      return { ...field, fields: field.fields.filter(({ key }) => `${field.key}.${key}` in seen) };
    });
  return { ...rest, fields };
}

function buttonsFor(app: LiveApp, form: string, roles: readonly string[]): FormView['buttons'] {
  return app.rules.buttons(form).flatMap(({ key, definition: { on } }) => {
    if (!('button' in on) || !on.by.some((party) => party.role === undefined || roles.includes(party.role))) return [];
    return [
      {
        rule: key,
        label: on.button,
        ...(on.confirm ? { confirm: on.confirm } : {}),
        ...(on.node ? { node: on.node } : {}),
      },
    ];
  });
}
