import { computed, ref, watch } from 'vue';
import type { AppView, OptionView, ProxyOrder, ProxyOrderFor, ProxyView } from '../../../engine/wire.ts';
import { ApiError, api, newCommand } from '../../api/client.ts';
import { useSession } from '../../app/session.ts';
import { text } from '../../i18n/index.ts';
import { hereZone, instantAt, nowThere, wallTime, weekLater } from './clock.ts';

/** Somebody of an app, as its administrator knows them. */
export interface Away {
  id: string;
  name: string;
  timeZone?: string;
}

export interface Asked {
  /** The app whose administrator says it for its people; left out: for oneself. */
  app?: string;
  /** Of that app, for choosing who is away. */
  people?: readonly Away[];
  /** One that is changed. */
  proxy?: ProxyView;
}

interface Part {
  value: string;
  label: string;
}

/** What is being said about somebody's absence, from an empty form or from what holds. */
export function useOrder({ app: within, people = [], proxy: known }: Asked) {
  const session = useSession();
  const person = ref<string | undefined>(known?.person.id);
  const proxy = ref<string | undefined>(known?.proxy.id);
  const found = ref<OptionView[]>(known ? [{ value: known.proxy.id, label: known.proxy.name }] : []);
  const app = ref(known ? (known.app ?? '') : (within ?? ''));
  const part = ref(partOf(known));
  const reason = ref(known?.reason ?? '');
  const handOver = ref(known?.handOver ?? true);
  const problem = ref('');
  const busy = ref(false);
  /** Pressed twice, or sent again after a lost answer, it is one. */
  const command = newCommand();
  const hasBegun = known?.status === 'holds';

  const zone = computed(() => {
    if (within === undefined) return hereZone;
    const theirs = people.find(({ id }) => id === person.value)?.timeZone ?? known?.timeZone;
    return theirs ?? session.app(within)?.timeZone ?? hereZone;
  });
  const from = ref(known ? wallTime(known.from, zone.value) : nowThere(zone.value));
  const until = ref(known ? wallTime(known.until, zone.value) : weekLater(zone.value));
  // The same words on another clock: what was typed stays, what was offered is offered anew.
  const offered = ref({ from: from.value, until: until.value });
  watch(zone, (next) => {
    if (known) return;
    if (from.value === offered.value.from) from.value = nowThere(next);
    if (until.value === offered.value.until) until.value = weekLater(next);
    offered.value = { from: from.value, until: until.value };
  });

  const apps = computed(() => session.views.filter(({ key }) => within === undefined || key === within));
  const parts = computed(() => partsOf(session.app(app.value)));
  function chooseApp(): void {
    part.value = '';
    void find('');
  }
  async function find(search: string): Promise<void> {
    const path = within === undefined ? '/api/me/colleagues' : `/api/apps/${encodeURIComponent(within)}/people`;
    const query = within === undefined ? { search, app: app.value || undefined } : { search };
    const options = await api.get<OptionView[]>(path, query);
    const kept = found.value.filter(
      ({ value }) => value === proxy.value && !options.some((one) => one.value === value),
    );
    found.value = search === '' ? [...kept, ...options] : options;
  }
  void find('');

  const isReady = computed(
    () =>
      proxy.value !== undefined &&
      (within === undefined || person.value !== undefined) &&
      instantAt(from.value, zone.value) !== undefined &&
      instantAt(until.value, zone.value) !== undefined,
  );

  function order(): ProxyOrder {
    const scope = app.value === '' ? {} : { app: app.value, ...scopeOf(part.value) };
    return {
      command,
      proxy: proxy.value ?? '',
      // Of one that has begun, when stays to the second.
      from: hasBegun && known ? known.from : (instantAt(from.value, zone.value) ?? ''),
      until: instantAt(until.value, zone.value) ?? '',
      handOver: handOver.value,
      ...scope,
      ...(reason.value.trim() === '' ? {} : { reason: reason.value.trim() }),
    };
  }

  function send(): Promise<ProxyView> {
    const at = within === undefined ? '/api/me/proxies' : `/api/apps/${encodeURIComponent(within)}/proxies`;
    const { app: scoped, ...rest } = order();
    const theirs: ProxyOrderFor = { ...rest, person: person.value ?? '', everywhere: scoped === undefined };
    const body = within === undefined ? order() : theirs;
    return known ? api.put<ProxyView>(`${at}/${known.id}`, body) : api.post<ProxyView>(at, body);
  }

  /** Undefined where it was refused; the reason stands below. */
  async function save(): Promise<ProxyView | undefined> {
    if (!isReady.value) return undefined;
    busy.value = true;
    problem.value = '';
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      problem.value = error.told;
      return undefined;
    } finally {
      busy.value = false;
    }
  }

  const fields = { person, proxy, from, until, app, part, reason, handOver };
  return { ...fields, found, apps, parts, zone, hasBegun, problem, busy, isReady, chooseApp, find, save };
}

const partOf = (known: ProxyView | undefined): string =>
  known?.form !== undefined ? `form:${known.form}` : known?.flow !== undefined ? `flow:${known.flow}` : '';

function scopeOf(part: string): { form?: string; flow?: string } {
  const [kind, key] = part.split(':');
  if (key === undefined) return {};
  return kind === 'form' ? { form: key } : { flow: key };
}

/** Forms and flows of an app, as far as this person may know of them. */
function partsOf(view: AppView | undefined): { forms: Part[]; flows: Part[] } {
  const forms = view?.forms ?? [];
  return {
    forms: forms.map(({ definition }) => ({ value: `form:${definition.key}`, label: text(definition.label) })),
    flows: forms.flatMap(({ flow }) => (flow ? [{ value: `flow:${flow.key}`, label: text(flow.label) }] : [])),
  };
}
