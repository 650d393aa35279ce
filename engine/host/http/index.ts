export type { HttpOptions } from './options.ts';
export { buildHttp } from './server.ts';
