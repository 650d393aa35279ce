import { computed, nextTick, type Ref, ref, shallowRef, watch } from 'vue';
import type { OperationView, PortalRecord } from '../../engine/wire.ts';
import { ApiError, api, newCommand } from '../api/client.ts';
import { openForm } from '../form/open.ts';
import type { FormStore } from '../form/store.ts';
import { t } from '../i18n/index.ts';
import { asApp, visit } from './visit.ts';

/** Answers that say that the record is no longer where it was shown. */
const PASSED: ReadonlySet<number> = new Set([403, 404, 409]);

/** What may be filled in, what must be first, each as the form has it; a table stands for its columns. */
export function fieldsOf(operation: OperationView): string[] {
  const asked = Object.entries(operation.rights ?? {}).filter(([, right]) => right === 'edit' || right === 'require');
  const required = new Set(asked.filter(([, right]) => right === 'require').map(([path]) => fieldOf(path)));
  const order = (visit.view?.form.definition.fields ?? []).map(({ key }) => key);
  const rank = (key: string): number => order.indexOf(key) - (required.has(key) ? order.length : 0);
  return [...new Set(asked.map(([path]) => fieldOf(path)))].sort((one, other) => rank(one) - rank(other));
}
const fieldOf = (path: string): string => path.split('.')[0] ?? path;

const isSame = (one: OperationView, other: OperationView): boolean =>
  one.kind === other.kind && one.key === other.key && JSON.stringify(one.rights) === JSON.stringify(other.rights);

/** What a visitor may do with a record now: chosen, filled in, carried out. `done`: the record is another one then. */
export function useStateOperations(app: string, state: Ref<PortalRecord | undefined>, done: () => Promise<void>) {
  const failed = ref('');
  const busy = ref(false);
  const store = shallowRef<FormStore>();
  const asked = ref<OperationView>();
  const reason = ref('');
  let command = newCommand();

  const operations = computed(() =>
    (state.value?.record.operations ?? []).filter(({ kind }) => kind === 'signal' || kind === 'edge'),
  );
  /** A single thing to do stands open at once; of several, the one that is pressed. */
  const shown = computed(() => {
    if (asked.value !== undefined) return asked.value;
    const [only, ...others] = operations.value.filter(({ kind, tone }) => kind === 'signal' && tone !== 'danger');
    return only !== undefined && others.length === 0 && fieldsOf(only).length > 0 ? only : undefined;
  });

  /** What was being answered has been answered elsewhere, as in another tab. */
  const overtaken = ref(false);
  watch(operations, (now) => {
    const { value } = asked;
    if (value === undefined || now.some((operation) => isSame(operation, value))) return;
    asked.value = undefined;
    overtaken.value = true;
  });

  /** How often a form was opened: each is drawn by itself. */
  const opened = ref(0);
  watch(shown, (operation, before) => {
    if (operation !== undefined && before !== undefined && isSame(operation, before) && isBegun()) return;
    store.value?.dispose();
    store.value = undefined;
    reason.value = '';
    failed.value = '';
    if (operation !== undefined && fieldsOf(operation).length > 0) open(operation);
  });
  /** What was typed outlives news of the record. */
  const isBegun = (): boolean =>
    reason.value !== '' || (store.value !== undefined && Object.keys(store.value.session.payload()).length > 0);
  function open(operation: OperationView): void {
    if (visit.view === undefined || state.value === undefined) return;
    opened.value += 1;
    store.value = openForm(asApp(visit.view), visit.view.form, {
      mode: 'update',
      record: state.value.record,
      ...(operation.rights === undefined ? {} : { nodeRights: operation.rights }),
      ...(visit.proof === undefined ? {} : { proof: visit.proof }),
    });
  }

  function press(operation: OperationView): void {
    overtaken.value = false;
    const simple =
      fieldsOf(operation).length === 0 &&
      operation.reason !== true &&
      operation.kind === 'signal' &&
      operation.tone !== 'danger';
    if (simple) void run(operation);
    else asked.value = operation;
  }
  async function run(operation: OperationView): Promise<void> {
    if (busy.value) return;
    if (store.value !== undefined && !store.value.validate(fieldsOf(operation))) {
      failed.value = t('form.incomplete');
      return;
    }
    busy.value = true;
    failed.value = '';
    overtaken.value = false;
    const { form = '', id = '' } = state.value?.record ?? {};
    const body = {
      command,
      ...(store.value === undefined ? {} : { data: store.value.session.payload() }),
      ...(reason.value.trim() === '' ? {} : { reason: reason.value.trim() }),
    };
    try {
      await api.post(`/api/apps/${app}/forms/${form}/records/${id}/${operation.kind}s/${operation.key}`, body);
      command = newCommand();
      asked.value = undefined;
      store.value?.dispose();
      store.value = undefined;
      reason.value = '';
      await done();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== 0) command = newCommand();
      store.value?.refuse(error.problems);
      if (PASSED.has(error.status)) await done();
      await nextTick();
      if (!overtaken.value) failed.value = error.told;
    } finally {
      busy.value = false;
    }
  }
  return { operations, shown, asked, store, opened, reason, failed, overtaken, busy, press, run };
}
