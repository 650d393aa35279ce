export interface Person {
  id: string;
  login: string;
  name: string;
}

/** GET /api/session */
export interface Session {
  user: Person & { locale?: string; department?: string };
  csrf: string;
  roles: { app: string; role: string }[];
}
