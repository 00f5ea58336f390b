// One of the map's icons on the page, beside words: in the legend and in the signs at the map's edge.
import { useEffect, useRef } from 'react';
import { drawIcon, iconPx } from './draw-icon';
import type { IconName } from './names';

export function Icon({ name }: { name: IconName }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const to = canvas.current?.getContext('2d');
    if (!to) return;
    to.clearRect(0, 0, iconPx, iconPx);
    drawIcon(to, name);
  }, [name]);
  return <canvas ref={canvas} width={iconPx} height={iconPx} aria-hidden="true" />;
}
