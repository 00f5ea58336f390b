// What a site needs of each of its cameras, whether it really looks at something or only shows a clip.
import type { ClipStill } from '../../streams/clip-still.js';
import type { Camera } from './camera.service.js';
import type { CameraEvent } from './light/event.js';

export interface SiteCamera extends Pick<
  Camera,
  'id' | 'tee' | 'major' | 'mainStream' | 'reading' | 'armed' | 'start' | 'stop'
> {
  /** Only a light camera can be told what it notices. */
  readonly happens?: (event: CameraEvent) => void;
  /** Only a light camera makes its pictures out of a clip; null where it shows nothing now. */
  readonly still?: () => ClipStill | null;
}
