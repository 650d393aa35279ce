import type { AppBundle } from '../../engine/wire/design.ts';

/** An app as one file; undefined where the text is something else. What is in it the server judges. */
export function readBundle(text: string): AppBundle | undefined {
  try {
    const bundle = JSON.parse(text) as Partial<AppBundle> | null;
    const isBundle =
      bundle?.format === 'app-bundle' &&
      typeof bundle.app === 'string' &&
      bundle.label !== undefined &&
      typeof bundle.files === 'object';
    return isBundle ? (bundle as AppBundle) : undefined;
  } catch {
    // No JSON, so no bundle.
    return undefined;
  }
}
