import type { Display } from './display.ts';
import type { FieldUi } from './type.ts';

/** How a type looks that few forms have, fetched where a form has it: its control, and its display where text does not do. */
export interface Special {
  ui: FieldUi;
  display?: Display;
}

export const special: Readonly<Record<string, () => Promise<Special>>> = {
  percent: async () => ({ ui: (await import('./percent/index.ts')).percentUi }),
  time: async () => ({ ui: (await import('./time/index.ts')).timeUi }),
  daterange: async () => ({ ui: (await import('./daterange/index.ts')).rangeUi }),
  datetimerange: async () => ({ ui: (await import('./daterange/index.ts')).rangeUi }),
  timerange: async () => ({ ui: (await import('./timerange/index.ts')).timerangeUi }),
  richtext: async () => ({
    ui: (await import('./richtext/index.ts')).richtextUi,
    display: (await import('./richtext/display.ts')).richtextDisplay,
  }),
  cascade: async () => ({ ui: (await import('./cascade/index.ts')).cascadeUi }),
  tree: async () => ({ ui: (await import('./tree/index.ts')).treeUi }),
  rating: async () => ({
    ui: (await import('./rating/index.ts')).ratingUi,
    display: (await import('./rating/display.ts')).ratingDisplay,
  }),
  slider: async () => ({ ui: (await import('./slider/index.ts')).sliderUi }),
  colour: async () => ({
    ui: (await import('./colour/index.ts')).colourUi,
    display: (await import('./colour/display.ts')).colourDisplay,
  }),
  url: async () => ({
    ui: (await import('./url/index.ts')).urlUi,
    display: (await import('./url/display.ts')).urlDisplay,
  }),
  idnumber: async () => ({
    ui: (await import('./idnumber/index.ts')).idnumberUi,
    display: (await import('./idnumber/display.ts')).idnumberDisplay,
  }),
  scan: async () => ({ ui: (await import('./scan/index.ts')).scanUi }),
  address: async () => ({ ui: (await import('./address/index.ts')).addressUi }),
  department: async () => ({ ui: (await import('./department/index.ts')).departmentUi }),
  location: async () => ({
    ui: (await import('./location/index.ts')).locationUi,
    display: (await import('./location/display.ts')).locationDisplay,
  }),
  role: async () => ({ ui: (await import('./role/index.ts')).roleUi }),
  signature: async () => ({ ui: (await import('./signature/index.ts')).signatureUi }),
};
