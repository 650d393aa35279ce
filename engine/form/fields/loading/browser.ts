type Make = typeof import('../special.ts').specialTypes;

/** In a browser the types that few forms have are fetched where a form has one (15 kB packed of a portal's first screen). */
export const atHand: Make = () => [];
export const fetchSpecial = async (): Promise<Make> => (await import('../special.ts')).specialTypes;
