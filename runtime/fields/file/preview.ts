/** Pixels of the longer side: sharp in a list on any screen, and 5 cm wide on paper. */
const LONGEST = 480;
/** Bytes; the server takes no more. What is no larger itself needs none. */
const MOST = 60 * 1024;

/** A small JPEG of a picture; undefined where there is no need of one, or where this browser cannot read the picture. */
export async function previewOf(file: File): Promise<Blob | undefined> {
  if (!file.type.startsWith('image/') || file.size <= MOST || typeof createImageBitmap !== 'function') return undefined;
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (picture === undefined) return undefined;
  try {
    const canvas = drawn(picture);
    for (const quality of [0.8, 0.6, 0.4]) {
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
      if (blob !== null && blob.size <= MOST) return blob;
    }
    return undefined;
  } finally {
    picture.close();
  }
}

function drawn(picture: ImageBitmap): HTMLCanvasElement {
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext('2d');
  if (context !== null) {
    // A JPEG has no holes: what is transparent would be black.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  }
  return canvas;
}
