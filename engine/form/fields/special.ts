import type { Field } from '../../definition/types.generated.ts';
import type { FieldType } from '../types.ts';
import { address } from './address/index.ts';
import { cascade } from './cascade/index.ts';
import { colour } from './colour/index.ts';
import { daterange } from './daterange/index.ts';
import { datetimerange } from './datetimerange/index.ts';
import { department } from './department/index.ts';
import { idnumber } from './idnumber/index.ts';
import { location } from './location/index.ts';
import { lookupType } from './lookup/index.ts';
import { percent } from './percent/index.ts';
import { rating } from './rating/index.ts';
import { richtext } from './richtext/index.ts';
import { role } from './role/index.ts';
import { scan } from './scan/index.ts';
import { signature } from './signature/index.ts';
import { slider } from './slider/index.ts';
import { time } from './time/index.ts';
import { timerange } from './timerange/index.ts';
import { tree } from './tree/index.ts';
import { url } from './url/index.ts';

/**
 * Types that few forms have. A browser fetches each where a form has it (loading/browser.ts). Looked-up fields are shown as what they show, so
 * they are given how a type is found.
 */
export const specialTypes = (typeOf: (field: Field) => FieldType): readonly FieldType[] =>
  [
    percent,
    time,
    daterange,
    datetimerange,
    timerange,
    richtext,
    cascade,
    tree,
    rating,
    slider,
    colour,
    url,
    idnumber,
    scan,
    address,
    department,
    location,
    role,
    signature,
    lookupType(typeOf),
  ] as unknown as readonly FieldType[];
