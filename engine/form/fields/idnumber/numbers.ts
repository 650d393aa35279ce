import { readDate } from '../calendar.ts';

const residentWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const residentChecks = '10X98765432';

/** GB 11643: region, day of birth, order, and a check character by ISO 7064 MOD 11-2. */
export function isResident(text: string): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(text) || readDate(text.slice(6, 14)) === undefined) return false;
  const sum = residentWeights.reduce((total, weight, at) => total + weight * Number(text[at]), 0);
  return text[17] === residentChecks[sum % 11];
}

const companySigns = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100: 18 signs, the last one a check by ISO 7064 MOD 31-3. */
export function isCompany(text: string): boolean {
  if (text.length !== 18) return false;
  const places = [...text].map((sign) => companySigns.indexOf(sign));
  if (places.includes(-1)) return false;
  let weight = 1;
  let sum = 0;
  for (const place of places.slice(0, 17)) {
    sum += place * weight;
    weight = (weight * 3) % 31;
  }
  return places[17] === (31 - (sum % 31)) % 31;
}

/** ICAO 9303 allows letters and digits, nine of them at most; some countries print more than they encode. */
export const isPassport = (text: string): boolean => /^[A-Z0-9]{6,12}$/.test(text) && /\d/.test(text);
