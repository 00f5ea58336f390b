// A camera's name on one line: where room is short the site's gives way, because it is the camera's that tells them apart.
import './camera-name.css';
import type { Names } from './names';

export interface CameraNameProps {
  readonly siteId: string;
  readonly sourceId: string;
  readonly names: Names;
}

export function CameraName({ siteId, sourceId, names }: CameraNameProps) {
  return (
    <span className="camera-name">
      <span className="camera-name-site">{names.site(siteId)}</span>
      <span> · {names.source(siteId, sourceId)}</span>
    </span>
  );
}
