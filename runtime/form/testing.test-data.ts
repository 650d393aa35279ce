import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { ElConfigProvider, ElDatePicker, ElDialog, ElOption, ElSelect, ElTimePicker } from 'element-plus';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { FormDefinition, Right, Values } from '../../engine/form/index.ts';
import type { AppView, FormView, RecordView } from '../../engine/wire.ts';
import { fileControl } from '../fields/file/index.ts';
import { loadAllFields } from '../fields/load.ts';
import { i18n, setLocale } from '../i18n/index.ts';
import { type OpenOptions, openForm } from './open.ts';
import RecordForm from './RecordForm.vue';
import type { FormStore } from './store.ts';

await Promise.all([loadAllFields(), fileControl.load()]);

/** A form on a page, as a person with these rights sees it; every warning or error on the console fails the test. */
export interface Shown {
  store: FormStore;
  page: VueWrapper;
  /** The row of a field: label, control, help, error. */
  row(field: string): HTMLElement | null;
  /** The element that is typed into or pressed. */
  control(path: string): HTMLElement;
  type(path: string, text: string): Promise<void>;
  leave(path: string): Promise<void>;
  press(path: string, key: string): Promise<void>;
}

export interface ShowOptions extends Partial<OpenOptions> {
  rights?: Record<string, Right>;
  record?: RecordView;
}

/** The build finds these by their names in templates. */
const components = { ElConfigProvider, ElDatePicker, ElDialog, ElOption, ElSelect, ElTimePicker };

let open: VueWrapper[] = [];

export function watchConsole(): void {
  beforeEach(async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    await setLocale('en');
  });
  afterEach(() => {
    for (const page of open) page.unmount();
    open = [];
    expect(vi.mocked(console.error).mock.calls).toEqual([]);
    expect(vi.mocked(console.warn).mock.calls).toEqual([]);
    vi.restoreAllMocks();
  });
}

export function pathsOf(definition: FormDefinition): string[] {
  return definition.fields.flatMap((field) =>
    field.type === 'table' ? [field.key, ...field.fields.map(({ key }) => `${field.key}.${key}`)] : [field.key],
  );
}

function viewsOf(definition: FormDefinition, rights: Record<string, Right> = {}): { app: AppView; form: FormView } {
  const all = Object.fromEntries(pathsOf(definition).map((path) => [path, 'edit' as Right]));
  const may = { create: true, delete: false, export: false, import: false };
  const form: FormView = { definition, formulas: {}, rights: { ...all, ...rights }, may, buttons: [] };
  const app: AppView = {
    key: 'demo',
    label: 'Demo',
    version: 1,
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    roles: [],
    myRoles: ['clerk'],
    navigation: [],
    settings: {},
    forms: [form],
    boards: [],
  };
  return { app, form };
}

export function show(definition: FormDefinition, values: Values = {}, options: ShowOptions = {}): Shown {
  const { rights, ...rest } = options;
  const { app, form } = viewsOf(definition, rights);
  const user = { id: '00000000-0000-7000-8000-0000000000a1', login: 'li', name: 'Li' };
  const store = openForm(app, form, { mode: 'create', user, values, ...rest });
  const page = mount(RecordForm, {
    props: { store },
    global: { plugins: [i18n], components },
    attachTo: document.body,
  });
  open.push(page);
  const root = page.element as HTMLElement;
  const row = (field: string) => root.querySelector<HTMLElement>(`[data-field="${field}"]`);
  const control = (path: string): HTMLElement => {
    const found = root.querySelector<HTMLElement>(`[data-path="${path}"]`);
    if (found === null) throw new Error(`${path} is not on the page`);
    return found;
  };
  return {
    store,
    page,
    row,
    control,
    async type(path, text) {
      const input = control(path) as HTMLInputElement;
      input.focus();
      input.value = text;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await flushPromises();
    },
    async leave(path) {
      control(path).dispatchEvent(new FocusEvent('blur'));
      await flushPromises();
    },
    async press(path, key) {
      control(path).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      await flushPromises();
    },
  };
}

/** What a screen reader reads out after the control's name. */
export function described(element: Element): string {
  const ids = element.getAttribute('aria-describedby')?.split(' ') ?? [];
  return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
}
