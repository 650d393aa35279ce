import { launchBrowser } from '../../engine/host/testing/browser.ts';
import { servePage } from '../forms/pages.ts';
import type { Measurement } from '../measure.ts';
import { CanvasSubject, dragFigures } from './canvasSubject.ts';

/** The flow designer's canvas in a headless Chromium: steps are dragged in the tree, steps and lines in the graph. */
export async function draggingFigures(): Promise<Measurement[]> {
  const pages = await servePage('canvas');
  const browser = await launchBrowser();
  try {
    const tree = await CanvasSubject.open(browser, pages.url('?view=tree'));
    const measured = await dragFigures(tree, 'tree', 'step');
    const graph = await CanvasSubject.open(browser, pages.url('?view=graph'));
    measured.push(...(await dragFigures(graph, 'graph', 'step')), ...(await dragFigures(graph, 'graph', 'line')));
    return measured;
  } finally {
    await browser.close();
    await pages.close();
  }
}
