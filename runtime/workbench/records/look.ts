import { computed, type Ref, ref, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { Condition, Label } from '../../../engine/definition/types.generated.ts';
import { type Field, fieldType } from '../../../engine/form/index.ts';
import type { FormView, ListLook } from '../../../engine/wire.ts';
import { recall, remember } from '../../device/memory.ts';
import { text } from '../../i18n/index.ts';
import { ems } from '../../theme/ems.ts';

/** A column of a list: a field, or one of the two things that every record has. */
export interface Column {
  key: string;
  label: string;
  width: number;
  field?: Field;
  isNumber: boolean;
  isSortable: boolean;
}

type Chosen = NonNullable<ListLook['columns']>;

export const STATE = 'state';
export const CREATED = 'created_at';
export const NARROWEST = 64;
export const WIDEST = 800;
const MOST_SORTED = 3;

/** Room for a number of fifteen signs. */
const USUAL = 160;
const WIDTHS: Record<string, number> = {
  boolean: 88,
  date: 120,
  datetime: 184,
  image: 160,
  integer: 104,
  longtext: 280,
  money: 128,
  multiselect: 200,
  number: 112,
  percent: 104,
  rating: 112,
  richtext: 280,
};

/** How the list of a form looks now: sorting, words and filter stand in the address, columns on the device, and all of it in a saved view. */
export function useLook(
  app: Ref<string>,
  form: Ref<FormView | undefined>,
  words: (key: 'state' | 'created') => string,
) {
  const route = useRoute();
  const router = useRouter();
  const definition = computed(() => form.value?.definition);

  const known = computed<Column[]>(() => {
    const fields = (definition.value?.fields ?? []).filter(
      (field) =>
        field.type !== 'table' &&
        field.key !== definition.value?.title &&
        (form.value?.rights[field.key] ?? 'hide') !== 'hide',
    );
    const own = (key: string, label: string, width: number): Column => {
      return { key, label, width, isNumber: false, isSortable: true };
    };
    return [
      ...(form.value?.flow === undefined ? [] : [own(STATE, words('state'), stateWidth(form.value.flow.states))]),
      ...fields.map(columnOf),
      own(CREATED, words('created'), 184),
    ];
  });

  const place = computed(() => `columns.${app.value}.${definition.value?.key ?? ''}`);
  const chosen = ref<Chosen>([]);
  watch(place, () => (chosen.value = kept(place.value) ?? usual()), { immediate: true });

  function usual(): Chosen {
    const listed = definition.value?.list?.columns;
    const middle = listed ?? known.value.flatMap(({ key, field }) => (field ? [key] : [])).slice(0, 6);
    return [STATE, ...middle.filter((key) => key !== STATE && key !== CREATED), CREATED].map((key) => ({ key }));
  }

  const columns = computed(() =>
    chosen.value.flatMap(({ key, width }) => {
      const column = known.value.find((one) => one.key === key);
      return column === undefined ? [] : [width === undefined ? column : { ...column, width }];
    }),
  );

  function setColumns(next: Chosen): void {
    chosen.value = next;
    remember(place.value, JSON.stringify(next));
  }
  function setWidth(key: string, width: number): void {
    const next = Math.round(Math.min(Math.max(width, NARROWEST), WIDEST));
    setColumns(chosen.value.map((one) => (one.key === key ? { ...one, width: next } : one)));
  }

  const asked = (name: string) => (typeof route.query[name] === 'string' ? route.query[name] : undefined);
  const search = computed(() => asked('search') ?? '');
  const filter = computed(() => asked('filter'));
  /** Sorting that nobody asked for is the server's choice: not everybody may sort by what the definition names. */
  const askedSort = computed(() => asked('sort')?.split(','));
  const sort = computed(() => askedSort.value ?? definition.value?.list?.sort ?? [`-${CREATED}`]);

  function go(change: Record<string, string | undefined>): void {
    void router.replace({ query: { ...route.query, ...change } });
  }
  /** One column after another with `add`; a column that is sorted by already turns round. */
  function sortBy(key: string, add: boolean): void {
    const at = sort.value.findIndex((item) => item.replace('-', '') === key);
    const next = sort.value[at] === `-${key}` ? key : `-${key}`;
    if (!add) return go({ sort: next });
    const others = askedSort.value === undefined && at < 0 ? [] : [...sort.value];
    if (at >= 0) others[at] = next;
    else others.push(next);
    go({ sort: others.slice(-MOST_SORTED).join(',') });
  }
  const setSearch = (next: string) => go({ search: next.trim() || undefined });
  const setFilter = (next: Condition | undefined) =>
    go({ filter: next === undefined ? undefined : JSON.stringify(next) });

  const look = computed<ListLook>(() => ({
    columns: chosen.value,
    ...(askedSort.value && { sort: askedSort.value }),
    ...(search.value && { search: search.value }),
    ...(filter.value && { filter: JSON.parse(filter.value) as Condition }),
  }));
  function apply(next: ListLook, view: string | undefined): void {
    setColumns(next.columns ?? usual());
    const { sort: order, search: sought, filter: condition } = next;
    go({
      view,
      sort: order?.join(','),
      search: sought,
      filter: condition === undefined ? undefined : JSON.stringify(condition),
    });
  }

  return {
    known,
    columns,
    chosen,
    sort,
    askedSort,
    search,
    filter,
    look,
    setColumns,
    setWidth,
    sortBy,
    setSearch,
    setFilter,
    apply,
    usual,
  };
}

/** The names of states are marks, which do not wrap: the longest has room. */
function stateWidth(states: readonly { label: Label }[]): number {
  const widest = Math.max(0, ...states.map(({ label }) => ems(text(label))));
  return Math.min(240, Math.max(120, Math.ceil(widest * 12) + 44));
}

function columnOf(field: Field): Column {
  // What a formula gives is written as fields of that type are.
  const type = field.type === 'formula' ? field.result : field.type;
  return {
    key: field.key,
    label: text(field.label),
    width: WIDTHS[type] ?? USUAL,
    field,
    isNumber: ['money', 'integer', 'number', 'percent'].includes(type),
    isSortable: fieldType(field).sortable,
  };
}

/** An older version kept keys only. */
function kept(place: string): Chosen | undefined {
  const stored = JSON.parse(recall(place) ?? 'null') as (string | Chosen[number])[] | null;
  return stored?.map((one) => (typeof one === 'string' ? { key: one } : one));
}
