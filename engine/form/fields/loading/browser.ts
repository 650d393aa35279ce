import type { Field } from '../../../definition/types.generated.ts';
import type { FieldType } from '../../types.ts';

type TypeOf = (field: Field) => FieldType;

/** In a browser a type that few forms have is fetched where a form has it (15 kB packed of a portal's first screen). */
const special: Readonly<Record<string, (typeOf: TypeOf) => Promise<unknown>>> = {
  percent: async () => (await import('../percent/index.ts')).percent,
  time: async () => (await import('../time/index.ts')).time,
  daterange: async () => (await import('../daterange/index.ts')).daterange,
  datetimerange: async () => (await import('../datetimerange/index.ts')).datetimerange,
  timerange: async () => (await import('../timerange/index.ts')).timerange,
  richtext: async () => (await import('../richtext/index.ts')).richtext,
  cascade: async () => (await import('../cascade/index.ts')).cascade,
  tree: async () => (await import('../tree/index.ts')).tree,
  rating: async () => (await import('../rating/index.ts')).rating,
  slider: async () => (await import('../slider/index.ts')).slider,
  colour: async () => (await import('../colour/index.ts')).colour,
  url: async () => (await import('../url/index.ts')).url,
  idnumber: async () => (await import('../idnumber/index.ts')).idnumber,
  scan: async () => (await import('../scan/index.ts')).scan,
  address: async () => (await import('../address/index.ts')).address,
  department: async () => (await import('../department/index.ts')).department,
  location: async () => (await import('../location/index.ts')).location,
  role: async () => (await import('../role/index.ts')).role,
  signature: async () => (await import('../signature/index.ts')).signature,
  lookup: async (typeOf) => (await import('../lookup/index.ts')).lookupType(typeOf),
};

export const atHand = (_typeOf: TypeOf): readonly FieldType[] => [];

/** Those of these names that are special. */
export async function fetchSpecial(names: Iterable<string>, typeOf: TypeOf): Promise<readonly FieldType[]> {
  const wanted = [...new Set(names)].flatMap((name) => special[name] ?? []);
  return (await Promise.all(wanted.map((load) => load(typeOf)))) as readonly FieldType[];
}

export const specialNames: readonly string[] = Object.keys(special);
