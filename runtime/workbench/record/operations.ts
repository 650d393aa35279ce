import { nextTick, ref } from 'vue';
import type { CommandResult, OperationView, Values } from '../../../engine/wire.ts';
import { ApiError, api, newCommand } from '../../api/client.ts';
import { ElMessage } from '../../app/message.ts';
import type { FormStore } from '../../form/store.ts';
import { t, text } from '../../i18n/index.ts';
import type { OperationInput } from './OperationDialog.vue';

export interface OperationTarget {
  app: string;
  form: string;
  record: string;
  task?: string;
  revision?: number;
}

const plainDecisions = new Set(['approve', 'reject', 'complete']);

/** The address and body of an operation; see the API's description. */
function request(target: OperationTarget, operation: OperationView, input: OperationInput, data: Values | undefined) {
  const record = `/api/apps/${target.app}/forms/${target.form}/records/${target.record}`;
  // What is decided is decided on what was looked at.
  const seen = target.revision === undefined ? {} : { revision: target.revision };
  const body = { ...input, ...(data === undefined ? {} : { data }), ...seen };
  switch (operation.kind) {
    case 'signal':
      return { path: `${record}/signals/${operation.key}`, body };
    case 'edge':
      return { path: `${record}/edges/${operation.key}`, body: input };
    case 'withdraw':
      return { path: `${record}/withdraw`, body: input };
    case 'retry':
      return { path: `${record}/retry`, body: input };
    case 'case':
      return { path: `${record}/case/${operation.key}`, body: input };
    case 'add_signer':
      return { path: `/api/tasks/${target.task}/add_signer`, body: { ...input, position: operation.key } };
    case 'return':
      return {
        path: `/api/tasks/${target.task}/return`,
        body: operation.resume ? { ...input, resume: true } : input,
      };
    case 'button':
      return {
        path: `${record}/buttons/${operation.key}`,
        body: target.task === undefined ? {} : { task: target.task },
      };
    case 'decision':
      return plainDecisions.has(operation.key)
        ? { path: `/api/tasks/${target.task}/${operation.key}`, body }
        : { path: `/api/tasks/${target.task}/complete`, body: { ...body, outcome: operation.key } };
    default:
      return { path: `/api/tasks/${target.task}/${operation.kind}`, body: input };
  }
}

/** What is marked may lie far below: the person is taken there. */
async function showFirstProblem(): Promise<void> {
  await nextTick();
  const field = document.querySelector<HTMLElement>('[aria-invalid="true"]');
  field?.scrollIntoView({ block: 'center' });
  field?.focus({ preventScroll: true });
}

const BEHIND = new Set([403, 404, 409]);
const isBehind = (error: unknown): boolean =>
  error instanceof ApiError && error.code !== 'stale' && error.problems.length === 0 && BEHIND.has(error.status);

const takesData = new Set<OperationView['kind']>(['decision', 'signal']);

/**
 * Runs what a person pressed. One command id for one decision: pressed twice, or sent again after a broken
 * connection, it is done once.
 */
export function useOperations(
  target: () => OperationTarget,
  store: () => FormStore | undefined,
  done: (operation: OperationView) => void,
  moved: () => void = () => undefined,
) {
  const busy = ref(false);
  const problem = ref('');
  /** Somebody else has changed the record since it was opened. */
  const stale = ref<ApiError>();
  const waiting = new Map<string, string>();

  function commandFor(key: string): string {
    const id = waiting.get(key) ?? newCommand();
    waiting.set(key, id);
    return id;
  }

  function refused(error: unknown): void {
    if (!(error instanceof ApiError)) {
      problem.value = String(error);
      return;
    }
    store()?.refuse(error.problems);
    if (error.problems.length > 0) void showFirstProblem();
    problem.value = error.told;
  }

  async function run(operation: OperationView, input: OperationInput): Promise<void> {
    if (busy.value) return;
    const form = store();
    const withData = takesData.has(operation.kind) && form !== undefined;
    if (withData && operation.check !== false && operation.tone !== 'danger') {
      const only =
        operation.rights === undefined
          ? undefined
          : Object.keys(operation.rights).map((key) => key.split('.')[0] ?? key);
      if (!form.validate(only)) {
        problem.value = t('form.incomplete');
        void showFirstProblem();
        return;
      }
    }
    const { path, body } = request(target(), operation, input, withData ? form.session.payload() : undefined);
    const key = `${path} ${JSON.stringify(body)}`;
    busy.value = true;
    problem.value = '';
    stale.value = undefined;
    try {
      const command = commandFor(key);
      const result =
        operation.kind === 'delete'
          ? await api.remove<CommandResult>(
              `/api/apps/${target().app}/forms/${target().form}/records/${target().record}`,
              { command },
            )
          : await api.post<CommandResult>(path, { command, ...body });
      waiting.delete(key);
      for (const warning of result?.warnings ?? []) ElMessage({ type: 'warning', message: warning, duration: 6000 });
      if (result?.already)
        ElMessage({ type: 'info', message: result.already.message, duration: 6000, showClose: true });
      else ElMessage({ type: 'success', message: t('form.operationDone', { operation: text(operation.label) }) });
      done(operation);
    } catch (error) {
      // A command that the server judged is over; one that never arrived may be sent again under its id.
      if (error instanceof ApiError && error.status !== 0) waiting.delete(key);
      if (error instanceof ApiError && error.code === 'stale') stale.value = error;
      else refused(error);
      // Refused as things stand, and not for what was typed: the page is behind, or it would not have offered it.
      if (isBehind(error)) moved();
    } finally {
      busy.value = false;
    }
  }

  return { busy, problem, stale, run, refused };
}
