/** On a phone the device's own list and calendar are better than any of ours, and cost nothing to fetch. */
export function prefersNative(): boolean {
  return typeof matchMedia === 'function' && matchMedia('(hover: none) and (pointer: coarse)').matches;
}
