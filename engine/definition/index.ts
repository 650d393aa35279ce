import type { AppFile, AppModel, LoadResult, Problem } from './model.ts';
import type { FlowDefinition, FormDefinition } from './types.generated.ts';

export type * from './model.ts';
export type * from './types.generated.ts';

/** Structure, limits, then every cross-reference. Pure: the same files give the same answer in browser and server. */
export declare function loadApp(files: readonly AppFile[]): LoadResult;
/** The definitions as files again, in a fixed order, for the database or an export: `loadApp` of them gives the same hash. */
export declare function filesOf(app: AppModel): { path: string; json: unknown }[];
/** The flow that drives the records of a form. */
export declare function flowOfForm(app: AppModel, form: string): FlowDefinition | undefined;
/** The tables of a form as they are named in the database: the form's own, then "<form>__<table>" for each sub-table. */
export declare function sqlTablesOf(form: FormDefinition): string[];
/** JSON with sorted keys and no spaces. */
export declare function canonical(value: unknown): string;
/** SHA-256 of the UTF-8 bytes, hex. */
export declare function sha256(text: string): string;
/** A problem as lines of text: file and place, what is wrong, the cure. */
export declare function describeProblem(problem: Problem, locale: 'zh-CN' | 'en'): string;
