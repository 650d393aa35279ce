export { compileLinear as compileSource } from './linear.ts';

/** Here everything is at hand. */
export const patternsLoading = (): Promise<void> | undefined => undefined;
