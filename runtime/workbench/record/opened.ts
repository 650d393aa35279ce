import { type Ref, ref, shallowRef } from 'vue';
import type { AppView, FormView, RecordView, Values } from '../../../engine/wire.ts';
import { ApiError, api } from '../../api/client.ts';
import { useSession } from '../../app/session.ts';
import { type OpenOptions, openForm } from '../../form/open.ts';
import type { FormStore } from '../../form/store.ts';

export interface Opening extends Omit<OpenOptions, 'user' | 'onChange'> {
  app: AppView | undefined;
  form: FormView | undefined;
}

/** The record with nothing that can be filled in. */
export function toRead(record: RecordView): RecordView {
  const read = Object.entries(record.rights).map(
    ([key, right]) => [key, right === 'edit' || right === 'require' ? 'read' : right] as const,
  );
  return { ...record, rights: Object.fromEntries(read) };
}

/** Of what was typed, what a form that has changed since still has. */
export function fitting(form: FormView | undefined, typed: Values): Values {
  const keys = new Set(form?.definition.fields.map(({ key }) => key));
  return Object.fromEntries(Object.entries(typed).filter(([key]) => keys.has(key)));
}

/** A form opened on a page for the person who is signed in: new, on a record, on a task. Knows whether it was typed in. */
export function useForm(changed: () => void = () => undefined) {
  const session = useSession();
  const store = shallowRef<FormStore>();
  const dirty = ref(false);

  function open({ app, form, ...options }: Opening): void {
    const user = session.session?.user;
    dirty.value = false;
    if (app === undefined || form === undefined || user === undefined) return;
    store.value = openForm(app, form, {
      ...options,
      user,
      onChange: () => {
        dirty.value = true;
        changed();
      },
    });
  }
  return { store, dirty, open };
}

/** What a page shows, fetched and opened as a form; why it could not be, where it could not. */
export function useOpened<V>(path: () => string, opening: (view: V) => Opening) {
  const view = ref() as Ref<V | undefined>;
  const problem = ref<ApiError>();
  const form = useForm();

  async function load(): Promise<void> {
    const asked = path();
    try {
      const next = await api.get<V>(asked);
      // Somebody has gone on to the next record meanwhile.
      if (asked !== path()) return;
      problem.value = undefined;
      view.value = next;
      form.open(opening(next));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      problem.value = error;
    }
  }
  return { ...form, view, problem, load };
}
