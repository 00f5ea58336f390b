// A camera's picture made small enough to send: re-encoded as JPEG here, which also leaves its hidden data behind.
import { photoBytesMax } from '@haixi/proto/commands/routes';

const sideMaxPx = 2_048;
const qualities = [0.85, 0.7, 0.5] as const;

/** JPEG bytes of at most 2048 px a side, below the size limit; null where the file is no picture this browser reads. */
export async function shrinkPhoto(file: Blob): Promise<Blob | null> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  if (picture === null) return null;
  const scale = Math.min(1, sideMaxPx / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  for (const quality of qualities) {
    const jpeg = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/jpeg', quality);
    });
    if (jpeg !== null && jpeg.size <= photoBytesMax) return jpeg;
  }
  return null;
}
