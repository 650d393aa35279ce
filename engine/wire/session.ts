export interface Person {
  id: string;
  login: string;
  name: string;
}

/** GET /api/session */
export interface Session {
  /** `timeZone`: where their own screen last was. */
  user: Person & { locale?: string; department?: string; timeZone?: string };
  csrf: string;
  roles: { app: string; role: string }[];
}
