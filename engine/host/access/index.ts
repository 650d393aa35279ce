export { Access, type AccessParts } from './access.ts';
export * from './actor.ts';
export { type ApiKey, SCOPES, type Scope } from './api-keys.ts';
export { hashPassword } from './password.ts';
export { findPerson, localeOf, textOf } from './people.ts';
export type { LiveSession } from './sessions.ts';
export type { IssuedToken } from './visitor-token.ts';
