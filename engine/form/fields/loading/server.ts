import { specialTypes } from '../special.ts';

type Make = typeof specialTypes;

/** Here every type is at hand from the first. */
export const atHand: Make = specialTypes;
export const fetchSpecial = (): Promise<Make> => Promise.resolve(specialTypes);
