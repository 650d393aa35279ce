/** A signature as what was drawn: points with their pressure, so that it can be undone and drawn at any size. */

export interface Point {
  x: number;
  y: number;
  /** 0 to 1. A mouse has none: then how fast it moves stands for it. */
  pressure: number;
}

export type Stroke = Point[];

export const thinnest = 1.2;
export const thickest = 3.6;

/** A hand trembles and a screen has a grid: each point is drawn towards the one before. */
const steadiness = 0.35;

export function follow(before: Point | undefined, { x, y, pressure }: Point): Point {
  if (before === undefined) return { x, y, pressure };
  const towards = (from: number, to: number) => to + (from - to) * steadiness;
  return { x: towards(before.x, x), y: towards(before.y, y), pressure: before.pressure * 0.7 + pressure * 0.3 };
}

/** Slow is heavy, fast is light: what ink does. `speed` in pixels a millisecond. */
export const pressureOf = (speed: number): number => Math.max(0.15, Math.min(1, 1 - speed / 2.4));

const widthOf = (pressure: number): number => thinnest + (thickest - thinnest) * pressure;

/** Curves through the middles between points, each as wide as it was pressed. */
export function drawStroke(pen: CanvasRenderingContext2D, stroke: readonly Point[]): void {
  const [first] = stroke;
  if (first === undefined) return;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  if (stroke.length === 1) {
    pen.beginPath();
    pen.arc(first.x, first.y, widthOf(first.pressure) / 2, 0, Math.PI * 2);
    pen.fill();
    return;
  }
  let from = first;
  for (let at = 1; at < stroke.length; at += 1) {
    const [control, next] = [stroke[at - 1] ?? first, stroke[at] ?? first];
    const middle = { x: (control.x + next.x) / 2, y: (control.y + next.y) / 2, pressure: next.pressure };
    pen.lineWidth = widthOf(next.pressure);
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.quadraticCurveTo(control.x, control.y, middle.x, middle.y);
    pen.stroke();
    from = middle;
  }
}

const script = '"Segoe Script", "Snell Roundhand", "Apple Chancery", "Kaiti SC", KaiTi, STKaiti, cursive';

/** A typed name, as large as there is room for. */
export function drawName(pen: CanvasRenderingContext2D, name: string, width: number, height: number): void {
  let size = Math.round(height * 0.5);
  do {
    pen.font = `${size}px ${script}`;
    size -= 2;
  } while (size > 12 && pen.measureText(name).width > width - 32);
  pen.textBaseline = 'middle';
  pen.textAlign = 'center';
  pen.fillText(name, width / 2, height / 2);
}
