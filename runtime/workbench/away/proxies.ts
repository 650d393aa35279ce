import { ref } from 'vue';
import type { MyProxies } from '../../../engine/wire.ts';
import { api } from '../../api/client.ts';
import { dateTime } from '../../i18n/format.ts';
import { hereZone } from './clock.ts';

/** Somebody's own absence is a matter of their own clock, not of an app's. */
export const moment = (instant: string): string => momentIn(instant, undefined);
export const momentIn = (instant: string, zone: string | undefined): string => dateTime(instant, zone ?? hereZone);

/** Who acts for me and for whom I act; one answer for the page and the banner. */
export function useProxies() {
  const proxies = ref<MyProxies>({ mine: [], forOthers: [] });
  const isKnown = ref(false);

  async function load(): Promise<void> {
    proxies.value = await api.get<MyProxies>('/api/me/proxies');
    isKnown.value = true;
  }

  async function end(id: string): Promise<void> {
    await api.remove(`/api/me/proxies/${id}`);
    await load();
  }

  return { proxies, isKnown, load, end };
}
