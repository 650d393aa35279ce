/** Hands the letter that opened a control on to its input, as if it had been typed there. */
export function typeInto(id: string, typed: string): void {
  const found = document.getElementById(id);
  const input = found instanceof HTMLInputElement ? found : found?.querySelector('input');
  if (typed === '' || !input || input.readOnly) return;
  input.value = typed;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, data: typed }));
}
