/** Relative luminance of "#2f6fed", as WCAG has it: 0 is black, 1 is white. undefined: no colour. */
function luminance(colour: string): number | undefined {
  const [, hex] = /^#([0-9a-f]{6})$/i.exec(colour) ?? [];
  if (hex === undefined) return undefined;
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** 1 (the same) to 21 (black on white); text needs 4.5. */
export function contrast(one: string, other: string): number | undefined {
  const [a, b] = [luminance(one), luminance(other)];
  if (a === undefined || b === undefined) return undefined;
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

export const ENOUGH = 4.5;

/** The colour, darkened step by step until white text on it can be read. */
export function readable(colour: string): string {
  let [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const hex = () => `#${[red, green, blue].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
  while ((contrast(hex(), '#ffffff') ?? 21) < ENOUGH) [red, green, blue] = [red * 0.96, green * 0.96, blue * 0.96];
  return hex();
}
