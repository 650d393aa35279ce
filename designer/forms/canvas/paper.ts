import type { AppDefinition, FormDefinition } from '../../../engine/definition/index.ts';
import {
  compileForm,
  type Field,
  type FormResult,
  type FormSession,
  fieldType,
  type Right,
  readPath,
} from '../../../engine/form/index.ts';
import type { AppView, Json } from '../../../engine/wire.ts';
import { FormStore } from '../../../runtime/form/store.ts';

/** What the canvas draws on: the runtime's own components, with nothing behind them that could be asked. */

const ROW = '00000000-0000-4000-8000-000000000001';
const blank: FormDefinition = { key: 'paper', label: 'Paper', fields: [] as unknown as FormDefinition['fields'] };
const nobody = { roles: [], baseRights: 'all', now: '2026-01-01T00:00:00.000Z', newId: () => ROW } as const;
const unchanged = { values: [], rights: [], options: [], problems: [], sections: [], checks: [] };

export function paperApp(app: Partial<AppDefinition>, forms: AppView['forms'] = []): AppView {
  return {
    key: app.key ?? 'app',
    label: app.label ?? '',
    version: 0,
    timeZone: app.timeZone ?? 'UTC',
    currency: app.currency ?? 'CNY',
    roles: [],
    myRoles: [],
    navigation: [],
    settings: {},
    forms,
    boards: [],
  };
}

type Look = (path: string) => Field | undefined;

/** An empty record of whatever the form is at the moment; each sub-table has one row, to show its columns. */
function paperSession(look: Look): FormSession {
  const valueOf = (path: string): Json => {
    const field = look(readPath(path)?.field ?? path);
    if (field === undefined) return null;
    const { default: initial } = field;
    const isLiteral = initial !== undefined && !(typeof initial === 'string' && initial.startsWith('='));
    const { emptyValue, normalise } = fieldType(field);
    if (!isLiteral) return emptyValue;
    return normalise(initial, field, { timeZone: 'UTC', currency: 'CNY', forms: new Map() }) ?? emptyValue;
  };
  const set = () => unchanged;
  const result = (): FormResult => ({
    values: {},
    rights: {},
    sections: {},
    options: {},
    problems: [],
    checks: [],
    dropped: [],
    ignored: [],
  });
  return {
    set,
    addRow: () => ({ rowId: ROW, changes: unchanged }),
    removeRow: set,
    moveRow: set,
    answer: set,
    update: set,
    value: valueOf,
    entered: valueOf,
    right: (path) => rightOf(look(readPath(path)?.field ?? path)),
    options: () => undefined,
    problems: () => [],
    allProblems: () => [],
    checks: () => [],
    narrowedBy: () => undefined,
    sectionVisible: () => true,
    rows: () => [ROW],
    values: () => ({}),
    requirements: () => ({ lookups: [], rollups: [], exists: [], isComplete: true }),
    payload: () => ({}),
    result,
    whole: result,
    verdict: () => ({ values: {}, problems: [], checks: [], ignored: () => [] }),
  };
}

/** As somebody who may do everything sees it. */
function rightOf(field: Field | undefined): Right {
  if (field === undefined) return 'edit';
  return field.readonly === true || field.value !== undefined || fieldType(field).derived ? 'read' : 'edit';
}

export class PaperStore extends FormStore {
  override readonly session: FormSession;
  private readonly paper: Look;

  constructor(app: AppView, look: Look) {
    const context = { timeZone: app.timeZone, currency: app.currency, forms: new Map() };
    super({ app, compiled: compileForm(blank, context), input: { mode: 'create', values: {}, ...nobody } });
    this.paper = look;
    this.session = paperSession(look);
  }

  /** Nothing on paper changes by itself; a field that is edited is another object, which is what draws it again. */
  override track(): void {}
  override field(path: string): Field | undefined {
    return this.paper(path);
  }
  override right(path: string, column?: string): Right {
    return rightOf(this.paper(column ?? path));
  }
  override isShown(): boolean {
    return true;
  }
  override isSectionShown(): boolean {
    return true;
  }
  override problem(): undefined {
    return undefined;
  }
  override async ask(): Promise<void> {}
}
