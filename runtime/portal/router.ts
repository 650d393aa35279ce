import { type Component, defineComponent, h, markRaw, reactive, shallowRef } from 'vue';

/**
 * The portal's four addresses. vue-router would be a sixteenth of all that a customer's phone has to fetch before the first
 * letter can be typed; the workbench and the designer have it.
 */
export interface To {
  name: 'home' | 'apply' | 'state' | 'public';
  params: Record<string, string>;
  query?: Record<string, string>;
}

export type Query = Record<string, string | string[]>;

interface Address {
  name: To['name'];
  /** "/:app/r/:record" */
  path: string;
  load(): Promise<{ default: Component }>;
}

const addresses: readonly Address[] = [
  { name: 'home', path: '/:app', load: () => import('./HomePage.vue') },
  { name: 'apply', path: '/:app/new', load: () => import('./ApplyPage.vue') },
  { name: 'public', path: '/:app/f/:form', load: () => import('./public/PublicFormPage.vue') },
  { name: 'state', path: '/:app/r/:record', load: () => import('./StatePage.vue') },
];

const BASE = '/portal';

/** Where we are; reactive. */
export const route = reactive<{ name?: To['name']; params: Record<string, string>; query: Query }>({
  params: {},
  query: {},
});

const page = shallowRef<Component>();
/** Counts moves: a page that comes too late is not shown. */
let turn = 0;

function paramsOf(path: string, asked: string): Record<string, string> | undefined {
  const wanted = path.split('/');
  const given = asked.replace(/\/$/, '').split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = safeDecode(text);
    else if (part !== text) return undefined;
  }
  return params;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A broken escape is what it says.
    return text;
  }
}

function queryOf(search: string): Query {
  const query: Query = {};
  for (const [key, value] of new URLSearchParams(search)) {
    const known = query[key];
    query[key] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value];
  }
  return query;
}

async function show(): Promise<void> {
  turn += 1;
  const mine = turn;
  const asked = location.pathname.slice(BASE.length);
  for (const { name, path, load } of addresses) {
    const params = paramsOf(path, asked);
    if (params === undefined) continue;
    const { default: found } = await load();
    if (mine !== turn) return;
    Object.assign(route, { name, params, query: queryOf(location.search) });
    page.value = markRaw(found);
    window.scrollTo(0, 0);
  }
}

export function hrefOf({ name, params, query }: To): string {
  const { path = '' } = addresses.find((one) => one.name === name) ?? {};
  const filled = path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
  return `${BASE}${filled}${query === undefined ? '' : `?${new URLSearchParams(query)}`}`;
}

export const router = {
  push(to: To): Promise<void> {
    history.pushState(null, '', hrefOf(to));
    return show();
  },
  replace(to: To): Promise<void> {
    history.replaceState(null, '', hrefOf(to));
    return show();
  },
};

/** The page of the address; another record is another page. */
export const PageView = defineComponent({
  name: 'PageView',
  setup: () => () => page.value && h(page.value, { key: Object.values(route.params).join('/') }),
});

/** A real link, which the router follows where it is simply clicked. */
export const PageLink = defineComponent({
  name: 'PageLink',
  props: { to: { type: Object as () => To, required: true } },
  setup(props, { slots }) {
    const follow = (event: MouseEvent): void => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
      event.preventDefault();
      void router.push(props.to);
    };
    return () => h('a', { href: hrefOf(props.to), onClick: follow }, slots.default?.());
  },
});

export function startRouter(): Promise<void> {
  window.addEventListener('popstate', () => void show());
  return show();
}
