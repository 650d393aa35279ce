import { regions } from '#regions';
import type { Json } from '../../types.ts';
import { isFiller, type Region } from './regions/regions.ts';

export { loadRegions } from '#regions';
export { isFiller, type Region, Regions } from './regions/regions.ts';

/** An address as it is stored. `code`: of the last region that is chosen. */
export interface Address {
  [part: string]: Json;
  province: string | null;
  city: string | null;
  district: string | null;
  street: string | null;
  code: string | null;
}

export const levels = ['province', 'city', 'district', 'street'] as const;

const textOf = (value: unknown): string | null =>
  typeof value === 'string'
    ? value
        .replace(/[\r\n\t]+/g, ' ')
        .trim()
        .normalize('NFC') || null
    : null;

/** Province, city and district of a path; the level that only keeps the table regular bears no name of its own. */
export function partsOfPath(path: readonly Region[]): Pick<Address, 'province' | 'city' | 'district' | 'code'> {
  const [province, city, district] = path.map(({ name }) => name);
  return {
    province: province ?? null,
    city: city === undefined ? null : isFiller(city) ? (city.includes('直辖') ? null : (province ?? null)) : city,
    district: district ?? null,
    code: path.at(-1)?.code ?? null,
  };
}

/** The code decides; without one, what the names say. Undefined: no such region. */
function regionOf(given: Readonly<Record<string, unknown>>): Partial<Address> | undefined {
  const known = regions();
  const named = { province: textOf(given.province), city: textOf(given.city), district: textOf(given.district) };
  const code = textOf(given.code);
  if (known === undefined) return { ...named, code };
  if (code !== null) {
    const path = known.path(code);
    return path && partsOfPath(path);
  }
  const text = [named.province, named.city === named.province ? null : named.city, named.district].join('');
  return readText(text)?.street === null ? readText(text) : undefined;
}

/** 浙江省杭州市西湖区文三路 1 号: the regions that it begins with, the rest is the street. */
export function readText(text: string): Address | undefined {
  const known = regions();
  if (known === undefined) return undefined;
  const { code, rest } = known.read(text);
  return { ...partsOfPath(known.path(code) ?? []), street: textOf(rest) };
}

export function readAddress(input: unknown): Address | null | undefined {
  if (typeof input === 'string') return input.trim() === '' ? null : readText(input);
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined;
  const given: Readonly<Record<string, unknown>> = { ...input };
  const region = regionOf(given);
  if (region === undefined) return undefined;
  const { province = null, city = null, district = null, code = null } = region;
  const address: Address = { province, city, district, street: textOf(given.street), code };
  return Object.values(address).every((part) => part === null) ? null : address;
}

/** Whether more could be chosen beneath its last region. */
export function goesOn(code: string | null): boolean {
  const known = regions();
  return known === undefined || known.children(code ?? '').length > 0;
}

export function showAddress({ province, city, district, street }: Address): string {
  const region = [province, city === province ? null : city, district].filter((part) => part !== null).join('');
  return [region, street].filter((part) => part !== null && part !== '').join(' ');
}
