import { h, type VNodeChild } from 'vue';
import { linkAddress } from '../../../engine/form/fields/links.ts';
import type { Block, Inline, Mark, RichDocument } from '../../../engine/form/fields/richtext/document.ts';

/** Elements made node by node from the document; there is no HTML anywhere between. */

function marked(child: VNodeChild, mark: Mark): VNodeChild {
  switch (mark.type) {
    case 'bold':
      return h('strong', child as never);
    case 'italic':
      return h('em', child as never);
    case 'underline':
      return h('u', child as never);
    default:
      return link(child, mark.attrs.href);
  }
}

function link(child: VNodeChild, href: string): VNodeChild {
  if (!linkAddress(href)) return child;
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer nofollow' }, [child]);
}

function inline(node: Inline): VNodeChild {
  if (node.type === 'hardBreak') return h('br');
  return (node.marks ?? []).reduce<VNodeChild>(marked, node.text);
}

/** A record's page has its own headings above: these are below them. */
const headings = { 1: 'h3', 2: 'h4', 3: 'h5' } as const;

function block(node: Block): VNodeChild {
  switch (node.type) {
    case 'paragraph':
      return h('p', (node.content ?? []).map(inline));
    case 'heading':
      return h(headings[node.attrs.level], { 'data-level': node.attrs.level }, (node.content ?? []).map(inline));
    case 'bulletList':
      return h('ul', node.content.map(block));
    case 'orderedList':
      return h('ol', node.content.map(block));
    default:
      return h('li', node.content.map(block));
  }
}

export const drawDocument = ({ content }: RichDocument): VNodeChild[] => content.map(block);
