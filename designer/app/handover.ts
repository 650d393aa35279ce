import { computed, onBeforeUnmount, ref } from 'vue';
import type {
  HandOverField,
  HandOverFieldMove,
  HandOverGroup,
  HandOverMove,
  HandOverPreview,
  HandOverView,
  OptionView,
} from '../../engine/wire.ts';
import { ApiError, api, newCommand } from '../../runtime/api/client.ts';

/** How often the screen asks how far it is. */
const LOOK_MS = 700;

export const keyOf = ({ app, flow, node }: Pick<HandOverGroup, 'app' | 'flow' | 'node'>): string =>
  `${app}/${flow}/${node}`;

export const fieldKeyOf = ({ app, form, field }: Pick<HandOverField, 'app' | 'form' | 'field'>): string =>
  `${app}/${form}#${field}`;

/** What lies with somebody, to whom it is to go, and how far that is. */
export function useHandOver(person: string, home: string) {
  const preview = ref<HandOverPreview>();
  const job = ref<HandOverView>();
  const receivers = ref<Record<string, string[]>>({});
  const proxyTo = ref<string>();
  const reason = ref('');
  const people = ref<Record<string, OptionView[]>>({});
  const problem = ref('');
  const busy = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isGone = false;
  /** Of the order that is on the screen: pressed twice, it is one. */
  let command = newCommand();
  onBeforeUnmount(() => {
    isGone = true;
    clearTimeout(timer);
  });

  const moves = computed<HandOverMove[]>(() =>
    (preview.value?.groups ?? []).flatMap((group) => {
      const to = receivers.value[keyOf(group)] ?? [];
      return to.length === 0 ? [] : [{ app: group.app, flow: group.flow, node: group.node, to }];
    }),
  );
  /** Also records whose flow is over; without it they keep who did them. */
  const all = ref(false);
  const open = computed(() => (preview.value?.fields ?? []).filter(({ locked }) => locked !== true));
  const fields = computed<HandOverFieldMove[]>(() =>
    open.value.flatMap((one) => {
      const to = receivers.value[fieldKeyOf(one)] ?? [];
      const { app, form, field } = one;
      return to.length === 0 ? [] : [{ app, form, field, to, ...(all.value ? { all: true } : {}) }];
    }),
  );
  const records = computed(() =>
    open.value.reduce((sum, one) => {
      const isChosen = (receivers.value[fieldKeyOf(one)] ?? []).length > 0;
      return isChosen ? sum + (all.value ? one.records : one.open) : sum;
    }, 0),
  );
  /** What goes over, as far as is known now. */
  const count = computed(() =>
    (preview.value?.groups ?? []).reduce(
      (sum, group) => {
        const isChosen = (receivers.value[keyOf(group)] ?? []).length > 0;
        return isChosen ? sum + Math.max(0, group.tasks + group.others - group.clashes.length) : sum;
      },
      records.value + (preview.value?.proxies.length ?? 0),
    ),
  );

  async function attempt(what: () => Promise<void>): Promise<void> {
    busy.value = true;
    try {
      await what();
      problem.value = '';
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      problem.value = error.told;
    } finally {
      busy.value = false;
    }
  }

  const look = (): Promise<void> =>
    attempt(async () => {
      const seen = await api.post<HandOverPreview>('/api/handovers/preview', {
        person,
        moves: moves.value,
        fields: fields.value,
      });
      preview.value = seen;
      if (seen.running) follow(seen.running);
      const apps = [home, ...seen.groups.map(({ app }) => app), ...seen.fields.map(({ app }) => app)];
      for (const app of apps) if (people.value[app] === undefined) await find(app, '');
    });

  async function find(app: string, search: string): Promise<void> {
    const found = await api.get<OptionView[]>(`/api/apps/${encodeURIComponent(app)}/people`, { search });
    people.value = { ...people.value, [app]: found.filter(({ value }) => value !== person) };
  }

  function choose(group: HandOverGroup, to: string[]): void {
    receivers.value = { ...receivers.value, [keyOf(group)]: to };
    void look();
  }
  function chooseField(field: HandOverField, to: string[]): void {
    receivers.value = { ...receivers.value, [fieldKeyOf(field)]: to };
    void look();
  }
  function chooseAll(to: string[]): void {
    const keys = [...(preview.value?.groups ?? []).map(keyOf), ...open.value.map(fieldKeyOf)];
    receivers.value = Object.fromEntries(keys.map((key) => [key, to]));
    void look();
  }

  const start = (): Promise<void> =>
    attempt(async () => {
      const order = { command, person, moves: moves.value, fields: fields.value, reason: reason.value.trim() };
      follow(
        await api.post<HandOverView>('/api/handovers', proxyTo.value ? { ...order, proxyTo: proxyTo.value } : order),
      );
      command = newCommand();
    });
  const stop = (): Promise<void> =>
    attempt(async () => {
      if (job.value) follow(await api.post<HandOverView>(`/api/handovers/${job.value.id}/cancel`));
    });

  function follow(next: HandOverView): void {
    job.value = next;
    clearTimeout(timer);
    if (isGone || (next.status !== 'waiting' && next.status !== 'running')) return;
    timer = setTimeout(() => {
      void api
        .get<HandOverView>(`/api/handovers/${next.id}`)
        .then(follow)
        // The server may be away for a moment; the job goes on all the same.
        .catch(() => follow(next));
    }, LOOK_MS);
  }

  async function again(): Promise<void> {
    job.value = undefined;
    receivers.value = {};
    await look();
  }

  return {
    preview,
    job,
    receivers,
    proxyTo,
    reason,
    people,
    problem,
    busy,
    count,
    look,
    find,
    choose,
    chooseField,
    all,
    chooseAll,
    start,
    stop,
    again,
  };
}
