import { Regions } from './regions.ts';

/**
 * In a browser the division (60 kB packed) is fetched when somebody first chooses a region. Until it is here an address is
 * taken as it stands: the server, which decides, has it at hand.
 */
let known: Regions | undefined;
let loading: Promise<Regions> | undefined;

export const regions = (): Regions | undefined => known;

async function fetchRegions(): Promise<Regions> {
  const { regionData } = await import('element-china-area-data');
  known = new Regions(regionData);
  return known;
}

export async function loadRegions(): Promise<Regions> {
  loading ??= fetchRegions();
  try {
    return await loading;
  } catch (cause) {
    // The next attempt fetches it again.
    loading = undefined;
    throw cause;
  }
}
