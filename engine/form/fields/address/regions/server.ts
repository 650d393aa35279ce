import { regionData } from 'element-china-area-data';
import { Regions } from './regions.ts';

/** Here everything is at hand. */
const all = new Regions(regionData);

export const regions = (): Regions | undefined => all;

export const loadRegions = async (): Promise<Regions> => all;
