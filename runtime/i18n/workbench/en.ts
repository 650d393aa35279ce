import { en as away } from './away.ts';
import { en as boards } from './boards.ts';
import { en as cases } from './cases.ts';
import { en as imports } from './imports.ts';
import { en as lists } from './lists.ts';
import { en as pages } from './pages.ts';
import { en as record } from './record.ts';
import { en as tasks } from './tasks.ts';

/** The areas of the workbench in this language: the texts are in the areas' files, beside those of the other. */
export default { ...away, ...boards, ...cases, ...imports, ...lists, ...pages, ...record, ...tasks };
