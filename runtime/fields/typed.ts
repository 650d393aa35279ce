/** The input of a live control, whose id may be that of what is around it. */
export function inputOf(id: string): HTMLInputElement | null {
  const found = document.getElementById(id);
  return found instanceof HTMLInputElement ? found : (found?.querySelector('input') ?? null);
}

/** Hands the letter that opened a control on to its input, as if it had been typed there. */
export function typeInto(id: string, typed: string): void {
  const input = inputOf(id);
  if (typed === '' || !input || input.readOnly) return;
  input.value = typed;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, data: typed }));
}
