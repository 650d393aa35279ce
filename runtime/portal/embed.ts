/** Inside an iframe the page that embeds it learns how high we are; the height is no secret, so any page may hear it. */
export function reportHeight(): void {
  if (window.parent === window) return;
  document.documentElement.classList.add('embedded');
  const report = () =>
    window.parent.postMessage({ type: 'portal-height', height: document.documentElement.scrollHeight }, '*');
  new ResizeObserver(report).observe(document.body);
  report();
}
