/** Parts of definitions on the clipboard: JSON that says what it is, so that a condition is not pasted as a rule. */
const MARK = 'app-part';

/** Where the browser gives no clipboard (no permission, no https), copying still works within the page. */
let last: string | undefined;

export async function copyPart(type: string, part: unknown): Promise<void> {
  last = JSON.stringify({ [MARK]: type, part });
  try {
    await navigator.clipboard.writeText(last);
  } catch (error) {
    if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error;
  }
}

function read(text: string | undefined, type: string): unknown {
  if (text === undefined || text.length > 1_000_000) return undefined;
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== 'object' || json === null) return undefined;
    const marked = json as Record<string, unknown>;
    if (MARK in marked) return marked[MARK] === type ? marked.part : undefined;
    return json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What was copied as this; undefined where it was something else. */
export async function pastePart(type: string): Promise<unknown> {
  try {
    const found = read(await navigator.clipboard.readText(), type);
    if (found !== undefined) return found;
  } catch (error) {
    if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error;
  }
  return read(last, type);
}
