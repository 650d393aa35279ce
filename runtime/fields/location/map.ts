import { isPlace } from '../../../engine/form/fields/location/index.ts';
import type { Field, Json } from '../../../engine/form/index.ts';

/** Where the place is shown on a map; undefined where there is none. The map learns nothing until somebody opens it. */
export function mapAddress(field: Field, value: Json): string | undefined {
  if (field.type !== 'location' || !isPlace(value)) return undefined;
  const { lat, lng } = value;
  if (field.map === 'amap') return `https://uri.amap.com/marker?position=${lng},${lat}&coordinate=wgs84`;
  return `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lng}#map=17/${lat}/${lng}`;
}
