// A camera that is dragged: off the map or a list, within this window or into the wall in another one.
import { type CameraRef, cameraRefSchema } from '@haixi/proto/accounts/desk';

/** The kind of what is dragged; its value is `siteId/sourceId`. A page may read the kind while it hovers, the value only at the drop. */
export const cameraDragType = 'application/x-haixi-camera';

/** Gives the camera to whatever is about to be dragged. */
export function dragCamera(data: DataTransfer, { siteId, sourceId }: CameraRef): void {
  data.setData(cameraDragType, `${siteId}/${sourceId}`);
  data.effectAllowed = 'copyMove';
}

/** Whether what hovers is a camera. */
export function isCameraDrag(data: DataTransfer): boolean {
  return data.types.includes(cameraDragType);
}

/** The camera that was dropped; null where it is none. */
export function droppedCamera(data: DataTransfer): CameraRef | null {
  const [siteId, sourceId] = data.getData(cameraDragType).split('/');
  const read = cameraRefSchema.safeParse({ siteId, sourceId });
  return read.success ? read.data : null;
}
