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

/** The picture that a bundle's app is known by, as a file to be sent; undefined where it brings none. */
export function logoOf({ files, pictures = {} }: AppBundle): File | undefined {
  const { brand } = JSON.parse(files['app.json'] ?? '{}') as { brand?: { logo?: string } };
  const content = brand?.logo === undefined ? undefined : pictures[brand.logo];
  if (brand?.logo === undefined || content === undefined) return undefined;
  return new File([Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0))], brand.logo);
}
