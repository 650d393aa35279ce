import { Reader } from './reader.ts';

interface Streams {
  contours: Reader;
  points: Reader;
  flags: Reader;
  glyphs: Reader;
  composites: Reader;
  boxes: Reader;
  instructions: Reader;
  hasBox(glyph: number): boolean;
  overlaps(glyph: number): boolean;
}

export interface Point {
  x: number;
  y: number;
  isOn: boolean;
}

const MORE = 0x20;
const HAS_INSTRUCTIONS = 0x100;

/** The tables `glyf` and `loca` (long) from WOFF2's `glyf`, and each glyph's left edge. */
export function rebuiltGlyphs(data: Buffer): { glyf: Buffer; loca: Buffer; left: number[] } {
  const { streams, count } = streamsOf(data);
  const glyphs: Buffer[] = [];
  const loca = Buffer.alloc((count + 1) * 4);
  const left: number[] = [];
  let offset = 0;
  for (let glyph = 0; glyph < count; glyph += 1) {
    const built = oneGlyph(streams, glyph);
    const padded = Buffer.concat([built, Buffer.alloc((4 - (built.length % 4)) % 4)]);
    glyphs.push(padded);
    left.push(built.length > 0 ? built.readInt16BE(2) : 0);
    offset += padded.length;
    loca.writeUInt32BE(offset, (glyph + 1) * 4);
  }
  return { glyf: Buffer.concat(glyphs), loca, left };
}

function streamsOf(data: Buffer): { streams: Streams; count: number } {
  const head = new Reader(data);
  head.skip(2);
  const options = head.u16();
  const count = head.u16();
  head.skip(2);
  const sizes = Array.from({ length: 7 }, () => head.u32());
  let at = head.at;
  const next = (index: number): Reader => {
    const reader = new Reader(data, at);
    at += sizes[index] ?? 0;
    return reader;
  };
  const [contours, points, flags, glyphs, composites, boxes, instructions] = [0, 1, 2, 3, 4, 5, 6].map(next) as [
    Reader,
    Reader,
    Reader,
    Reader,
    Reader,
    Reader,
    Reader,
  ];
  const bit = (map: Buffer) => (glyph: number) => ((map[glyph >> 3] ?? 0) & (0x80 >> (glyph & 7))) !== 0;
  const hasBox = bit(boxes.bytes(4 * ((count + 31) >> 5)));
  const overlap = options & 1 ? bit(data.subarray(at, at + ((count + 7) >> 3))) : () => false;
  const streams = { contours, points, flags, glyphs, composites, boxes, instructions, hasBox, overlaps: overlap };
  return { streams, count };
}

function oneGlyph(streams: Streams, glyph: number): Buffer {
  const contours = streams.contours.i16();
  if (contours === 0) return Buffer.alloc(0);
  return contours > 0 ? simpleGlyph(streams, glyph, contours) : compositeGlyph(streams);
}

function compositeGlyph({ composites, boxes, glyphs, instructions }: Streams): Buffer {
  const begin = composites.at;
  let flags = MORE;
  let hasInstructions = false;
  while (flags & MORE) {
    flags = composites.u16();
    composites.skip(2 + (flags & 1 ? 4 : 2) + scaleSize(flags));
    hasInstructions ||= (flags & HAS_INSTRUCTIONS) !== 0;
  }
  const length = composites.at - begin;
  composites.at = begin;
  const parts = [numbers(-1), boxes.bytes(8), composites.bytes(length)];
  if (hasInstructions) {
    const size = glyphs.short();
    parts.push(numbers(size), instructions.bytes(size));
  }
  return Buffer.concat(parts);
}

function scaleSize(flags: number): number {
  if (flags & 0x08) return 2;
  if (flags & 0x40) return 4;
  return flags & 0x80 ? 8 : 0;
}

function simpleGlyph(streams: Streams, glyph: number, contours: number): Buffer {
  let last = -1;
  const ends = Array.from({ length: contours }, () => {
    last += streams.points.short();
    return last;
  });
  const points = pointsOf(streams, last + 1);
  const size = streams.glyphs.short();
  const box = streams.hasBox(glyph) ? streams.boxes.bytes(8) : boxOf(points);
  const instructions = streams.instructions.bytes(size);
  return Buffer.concat([
    numbers(contours),
    box,
    numbers(...ends, size),
    instructions,
    outline(points, streams.overlaps(glyph)),
  ]);
}

function pointsOf({ flags, glyphs }: Streams, count: number): Point[] {
  const points: Point[] = [];
  let [x, y] = [0, 0];
  for (let index = 0; index < count; index += 1) {
    const flag = flags.u8();
    const [dx, dy] = stepOf(flag & 127, glyphs);
    x += dx;
    y += dy;
    points.push({ x, y, isOn: flag < 128 });
  }
  return points;
}

/** WOFF2's triplets: how many bytes hold the step, and with which signs, is said by the flag. */
function stepOf(flag: number, data: Reader): [number, number] {
  const signed = (bits: number, value: number) => (bits & 1 ? value : -value);
  if (flag < 10) return [0, signed(flag, ((flag & 14) << 7) + data.u8())];
  if (flag < 20) return [signed(flag, (((flag - 10) & 14) << 7) + data.u8()), 0];
  if (flag < 84) {
    const high = flag - 20;
    const byte = data.u8();
    return [signed(flag, 1 + (high & 0x30) + (byte >> 4)), signed(flag >> 1, 1 + ((high & 0x0c) << 2) + (byte & 0x0f))];
  }
  if (flag < 120) {
    const high = flag - 84;
    const dx = signed(flag, 1 + (Math.floor(high / 12) << 8) + data.u8());
    return [dx, signed(flag >> 1, 1 + (((high % 12) >> 2) << 8) + data.u8())];
  }
  if (flag < 124) {
    const [first, middle, last] = [data.u8(), data.u8(), data.u8()];
    return [signed(flag, (first << 4) + (middle >> 4)), signed(flag >> 1, ((middle & 0x0f) << 8) + last)];
  }
  return [signed(flag, data.u16()), signed(flag >> 1, data.u16())];
}

function boxOf(points: readonly Point[]): Buffer {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return numbers(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
}

/** An outline without composites or instructions, as `glyf` holds it. */
export function glyphOf(contours: readonly (readonly Point[])[]): Buffer {
  if (contours.length === 0) return Buffer.alloc(0);
  const points = contours.flat();
  let last = -1;
  const ends = contours.map((contour) => {
    last += contour.length;
    return last;
  });
  return Buffer.concat([numbers(contours.length), boxOf(points), numbers(...ends, 0), outline(points, false)]);
}

/** Flags, then all steps to the right, then all steps up. */
function outline(points: readonly Point[], overlaps: boolean): Buffer {
  const flags: number[] = [];
  const xs: number[] = [];
  const ys: number[] = [];
  let before = { x: 0, y: 0 };
  points.forEach((point, index) => {
    const across = coordinate(point.x - before.x, xs, 0x02, 0x10);
    const up = coordinate(point.y - before.y, ys, 0x04, 0x20);
    flags.push((point.isOn ? 1 : 0) | across | up | (overlaps && index === 0 ? 0x40 : 0));
    before = point;
  });
  return Buffer.from([...flags, ...xs, ...ys]);
}

function coordinate(step: number, into: number[], short: number, same: number): number {
  if (step === 0) return same;
  if (Math.abs(step) < 256) {
    into.push(Math.abs(step));
    return short | (step > 0 ? same : 0);
  }
  into.push((step >> 8) & 255, step & 255);
  return 0;
}

function numbers(...values: number[]): Buffer {
  const out = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => {
    out.writeInt16BE(value, index * 2);
  });
  return out;
}
