export type { TileData } from '../wire.ts';
export { planFilters, shapeFilter } from './choices.ts';
export { planDrill } from './drill.ts';
export { formatFigure } from './format.ts';
export { GRID_COLUMNS, pack } from './pack.ts';
export { planTile } from './plan.ts';
export { refusedTile, shapeTile } from './shape.ts';
export type * from './types.ts';
