/** The official division of mainland China: provinces, their cities, their districts, each with its code. */

export interface Region {
  code: string;
  name: string;
}

interface Item {
  value: string;
  label: string;
  children?: readonly Item[];
}

interface Place extends Region {
  parent: string;
  children: readonly Region[];
}

/** Levels that are there only to keep the table regular: a city's own districts, what a province governs without a city. */
const fillers = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划']);

export const isFiller = (name: string): boolean => fillers.has(name);

/** Endings that people leave out. */
const short = (name: string): string =>
  name.replace(/(维吾尔自治区|壮族自治区|回族自治区|特别行政区|自治区|自治州|省|市)$/, '') || name;

export class Regions {
  readonly #places = new Map<string, Place>();
  readonly #top: readonly Region[];

  constructor(data: readonly Item[]) {
    this.#top = data.map((item) => this.#add(item, ''));
  }

  #add({ value, label, children = [] }: Item, parent: string): Region {
    const own = { code: value, name: label };
    this.#places.set(value, { ...own, parent, children: children.map((child) => this.#add(child, value)) });
    return own;
  }

  /** Of a code; the provinces for ''. */
  children(code: string): readonly Region[] {
    return code === '' ? this.#top : (this.#places.get(code)?.children ?? []);
  }

  /** From the province down; undefined for a code that is none. */
  path(code: string): Region[] | undefined {
    const place = this.#places.get(code);
    if (place === undefined) return undefined;
    const above = place.parent === '' ? [] : (this.path(place.parent) ?? []);
    return [...above, { code, name: place.name }];
  }

  /** As far down as the text begins with names, whole or without their endings; the rest is the street. */
  read(text: string): { code: string; rest: string } {
    let code = '';
    let rest = text.trim();
    for (;;) {
      const step = this.#step(code, rest);
      if (step === undefined) return { code, rest };
      [code, rest] = [step.code, step.rest];
    }
  }

  #step(code: string, text: string): { code: string; rest: string } | undefined {
    const children = this.children(code);
    for (const nameOf of [(name: string) => name, short]) {
      const found = children.find(({ name }) => !isFiller(name) && text.startsWith(nameOf(name)));
      if (found) return { code: found.code, rest: text.slice(nameOf(found.name).length).trim() };
    }
    // Nobody writes a filler: 北京市西城区.
    for (const { code: within } of children.filter(({ name }) => isFiller(name))) {
      const found = this.#step(within, text);
      if (found) return found;
    }
    return undefined;
  }
}
