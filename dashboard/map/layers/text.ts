// How every text on the map is set: drawn from the machine's own fonts, with a rim of the ground's colour, without a glyph server.
import type { TextLayerProps } from '@deck.gl/layers';
import { type Ground, rgba } from '../palette';

/** Fonts with Chinese first: Noto on Debian, PingFang on Apple's, YaHei on Windows. */
export const fontFamily =
  '"Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", system-ui, sans-serif';

/** The characters are found in the data itself (`auto`): a font with all of Chinese would not fit in a texture. */
export const textLook = {
  characterSet: 'auto',
  fontFamily,
  fontSettings: { sdf: true, fontSize: 40, buffer: 8, radius: 14, cutoff: 0.2, smoothing: 0.14 },
  outlineWidth: 6,
  lineHeight: 1.15,
} as const satisfies Partial<TextLayerProps>;

/** The rim that keeps words readable over lines and houses. */
export function rimOn({ ground }: Ground): Pick<TextLayerProps, 'outlineColor'> {
  return { outlineColor: rgba(ground, 235) };
}
