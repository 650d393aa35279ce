import { selectUi } from '../select/index.ts';
import type { FieldUi } from '../type.ts';

/** Found on the server by what is typed; see choices.ts. */
export const roleUi: FieldUi = selectUi;
