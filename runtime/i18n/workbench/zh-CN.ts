import { zh as away } from './away.ts';
import { zh as boards } from './boards.ts';
import { zh as cases } from './cases.ts';
import { zh as imports } from './imports.ts';
import { zh as lists } from './lists.ts';
import { zh as pages } from './pages.ts';
import { zh as record } from './record.ts';
import { zh as tasks } from './tasks.ts';

/** The areas of the workbench in this language: the texts are in the areas' files, beside those of the other. */
export default { ...away, ...boards, ...cases, ...imports, ...lists, ...pages, ...record, ...tasks };
