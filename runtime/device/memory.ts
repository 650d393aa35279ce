/**
 * What this device keeps of a person's choices. In a frame of another site a browser may refuse any storage: then they
 * last as long as the page.
 */
const page = new Map<string, string>();

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return page.get(key) ?? null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    page.set(key, value);
  }
}
