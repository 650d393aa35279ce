import { formProperties } from './panel/schemas.ts';

/** What a form's editor shows in its middle: the canvas, the pages of what the form says besides, and the preview. */
const properties = {
  general: ['label', 'description', 'title', 'unique'],
  lookups: ['lookups'],
  linkage: ['linkage'],
  checks: ['checks'],
  rights: ['access'],
  list: ['list', 'related'],
  print: ['print', 'prints'],
  public: ['public'],
  cases: ['cases'],
} as const;

export type PageName = keyof typeof properties;
export type ViewName = 'design' | PageName | 'preview';

/** Those of the page that the schema knows. */
export const propertiesOn = (page: PageName): string[] => properties[page].filter((name) => formProperties.has(name));

export const pageNames = (Object.keys(properties) as PageName[]).filter((page) => propertiesOn(page).length > 0);
/** What a form says of itself stands beside the canvas while nothing is selected. */
export const viewNames: readonly ViewName[] = ['design', ...pageNames.filter((page) => page !== 'general'), 'preview'];

/** The page that shows this place of the form. */
export function pageOf(pointer: string): PageName | undefined {
  const [, name = ''] = pointer.split('/');
  return pageNames.find((page) => propertiesOn(page).includes(name));
}
