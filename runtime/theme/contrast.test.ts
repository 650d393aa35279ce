import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

type Colour = [red: number, green: number, blue: number];

/** The hex values of the tokens in one block, those of the light theme underneath. */
function tokensOf(block: RegExp, below: Map<string, string> = new Map()): Map<string, string> {
  const found = block.exec(css)?.[1] ?? '';
  const own = [...found.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(
    ([, name = '', value = '']) => [name, value.trim()] as const,
  );
  return new Map([...below, ...own]);
}

const hex = (text: string): Colour => [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as Colour;

/** "#rrggbb", or a color-mix of the accent with black, white or another token. */
function colourOf(name: string, tokens: Map<string, string>): Colour {
  const value = tokens.get(name) ?? '';
  const mix = /color-mix\(in srgb, var\(--([\w-]+)\) (\d+)%, (?:var\(--([\w-]+)\)|(black|white))\)/.exec(value);
  if (mix === null) return hex(value);
  const [, first = '', share = '', second, plain] = mix;
  const one = colourOf(first, tokens);
  const other = second === undefined ? hex(plain === 'black' ? '#000000' : '#ffffff') : colourOf(second, tokens);
  return one.map(
    (part, index) => part * (Number(share) / 100) + (other[index] ?? 0) * (1 - Number(share) / 100),
  ) as Colour;
}

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2, 1.4.3. */
function contrast(one: Colour, other: Colour): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const light = tokensOf(/:root \{([^}]*)\}/);
const themes = { light, dark: tokensOf(/:root\.dark \{([^}]*)\}/, light) };
const surfaces = ['bg', 'surface', 'surface-2', 'hover', 'selected'];
const pairs = [
  ...surfaces.flatMap((surface) => ['text', 'text-2', 'text-3', 'accent-text'].map((text) => [text, surface] as const)),
  ...['success', 'warning', 'danger', 'info'].flatMap((tone) => [
    [tone, `${tone}-bg`] as const,
    [tone, 'surface'] as const,
  ]),
  ['text-2', 'neutral-bg'] as const,
];

describe.each(Object.entries(themes))('the %s theme', (_name, tokens) => {
  it.each(pairs)('%s on %s reads at 4.5 to 1', (text, surface) => {
    expect(contrast(colourOf(text, tokens), colourOf(surface, tokens))).toBeGreaterThanOrEqual(4.5);
  });
  it('shows the focus ring and the switch at 3 to 1', () => {
    for (const sign of ['accent', 'track']) {
      expect(contrast(colourOf(sign, tokens), colourOf('surface', tokens))).toBeGreaterThanOrEqual(3);
    }
  });
});
