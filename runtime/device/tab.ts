/** What this tab keeps, and forgets when it is closed. Storage may be refused inside a foreign page: then nothing is kept. */
function storage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

export const tab = {
  get: (key: string): string | null => storage()?.getItem(key) ?? null,
  set: (key: string, value: string): void => storage()?.setItem(key, value),
  remove: (key: string): void => storage()?.removeItem(key),
};
