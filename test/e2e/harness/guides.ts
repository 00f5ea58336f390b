// The guides in docs/guide as a test reads them: their steps, the words they quote from the screens, the pictures they name.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './system.js';

export type GuideLanguage = 'en' | 'zh-CN';

/** What stands between two numbers of a guide, with its pictures. */
export interface Step {
  /** Where it stands, for a complaint. */
  readonly at: string;
  readonly language: GuideLanguage;
  /** Words in quotation marks: those of a screen. */
  readonly quotes: readonly string[];
  /** Pictures without their ending, such as `queue`. */
  readonly pictures: readonly string[];
}

const folder = join(root, 'docs', 'guide');
export const picturesFolder = join(folder, 'pictures');

/** How a picture's file is called in one language. */
export const fileOf = (picture: string, language: GuideLanguage) => `${picture}.${language}.jpg`;

/** Every step of every guide. A step without a picture of its own is shown by any of its guide's. */
export function readSteps(): Step[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) => {
      const language: GuideLanguage = file.endsWith('.zh-CN.md') ? 'zh-CN' : 'en';
      const text = readFileSync(join(folder, file), 'utf8');
      const all = picturesIn(text);
      return text.split(/^\d+\. /m).map((step, nth) => {
        const own = picturesIn(step);
        const said = step
          .replaceAll(picture, '')
          .matchAll(language === 'en' ? /“([^”]+)”/g : /「([^」]+)」/g);
        const quotes = [...said].map(([, word]) => word!.replaceAll(/\s+/g, ' ')).filter(Boolean);
        return { at: `${file}, ${nth}`, language, quotes, pictures: own.length > 0 ? own : all };
      });
    });
}

const picture = /!\[[^\]]*\]\(pictures\/([\w-]+)\.(?:en|zh-CN)\.jpg\)/g;

function picturesIn(text: string): string[] {
  return [...text.matchAll(picture)].map(([, name]) => name!);
}
