import { describe, expect, it } from 'vitest';
import { SCHEMAS } from '../engine/definition/structure/schemas.ts';

type Node = { [keyword: string]: unknown };
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

interface Place {
  at: string;
  node: Node;
}

/** Every property that a definition may have, wherever its schema stands. */
function propertiesIn(node: unknown, at: string, areProperties: boolean): Place[] {
  if (!isNode(node)) return [];
  return Object.entries(node).flatMap(([key, inner]): Place[] => {
    const here = `${at}/${key}`;
    if (areProperties) {
      const own = isNode(inner) && key !== '$schema' ? [{ at: here, node: inner }] : [];
      return [...own, ...propertiesIn(inner, here, false)];
    }
    return key.startsWith('x-') ? [] : propertiesIn(inner, here, key === 'properties');
  });
}

const places = Object.entries(SCHEMAS).flatMap(([id, schema]) => propertiesIn(schema, id, false));
const wording = (value: unknown): unknown =>
  isNode(value) && typeof value['zh-CN'] === 'string' && typeof value.en === 'string' ? 'both' : value;

describe('what schemas say to people', () => {
  it('gives every property its label in both languages', () => {
    expect(places.length).toBeGreaterThan(400);
    expect(places.filter(({ node }) => wording(node['x-label']) !== 'both').map(({ at }) => at)).toEqual([]);
  });

  it('helps in both languages, without Chinese in the English', () => {
    const said = places.flatMap(({ at, node }) =>
      ['x-label', 'x-help'].flatMap((word) => (node[word] === undefined ? [] : [{ at, text: node[word] }])),
    );
    for (const { at, text } of said) {
      expect([at, wording(text)]).toEqual([at, 'both']);
      expect([at, /\p{Script=Han}/u.test(String((text as Node).en))]).toEqual([at, false]);
    }
  });

  it('has a word for each of the words to choose from', () => {
    const ordinary = new Set(['condition.schema.json/$defs/comparison/properties/operator']);
    for (const { at, node } of places) {
      const words = isNode(node.items) && Array.isArray(node.items.enum) ? node.items.enum : node.enum;
      if (!Array.isArray(words) || ordinary.has(at)) continue;
      const options = isNode(node['x-options']) ? node['x-options'] : {};
      expect([at, words.filter((word) => wording(options[String(word)]) !== 'both')]).toEqual([at, []]);
    }
  });
});
