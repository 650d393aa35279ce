/** Longer is an error page, and says no more. */
const MOST = 400;

/** What looks like a credential in a text of another system: in addresses, headers and JSON. */
const SECRET =
  /((?:[\w-]*(?:token|secret|password|passwd|api[_-]?key|signature)|sign|authorization)["']?\s*[=:]\s*["']?)(?:bearer\s+|basic\s+)?[^\s"'&,;}]+/gi;
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi;

/** What the other side said, as an administrator may read it: short, and without what opens doors. */
export function told(detail: string): string {
  const safe = detail.replace(SECRET, '$1•••').replace(BEARER, '$1 •••').replace(/\s+/g, ' ').trim();
  return safe.length > MOST ? `${safe.slice(0, MOST)}…` : safe;
}
