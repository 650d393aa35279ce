import { WedgeReader } from './wedge.ts';

/** A field that takes codes though it has not the focus. */
export interface Catcher {
  isEmpty(): boolean;
  take(code: string): void;
}

const catchers: Catcher[] = [];
const reader = new WedgeReader();

/** Where somebody has put the cursor, the scanner writes like any keyboard. */
function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea, select, [role="textbox"]');
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  const { burst, code } = reader.key(event.key, event.timeStamp);
  // Or the Enter that ends a code would press the button that has the focus.
  if (burst) event.preventDefault();
  if (code === undefined) return;
  // Several of them are filled in from the top; after that the last one is scanned anew.
  (catchers.find((one) => one.isEmpty()) ?? catchers.at(-1))?.take(code);
}

/** One listener for the page, as long as there is such a field on it. Gives the way out. */
export function catchCodes(catcher: Catcher): () => void {
  if (catchers.length === 0) document.addEventListener('keydown', onKey, true);
  catchers.push(catcher);
  return () => {
    catchers.splice(catchers.indexOf(catcher), 1);
    if (catchers.length === 0) document.removeEventListener('keydown', onKey, true);
  };
}
