// The two languages and all their words; Chinese is the first, English is complete.
import { faultInChinese } from '@haixi/proto/mqtt/camera-faults';
import { admin as enAdmin } from './en/admin';
import { app as enApp } from './en/app';
import { audit as enAudit } from './en/audit';
import { cameras as enCameras } from './en/cameras';
import { console as enConsole } from './en/console';
import { entry as enEntry } from './en/entry';
import { handling as enHandling } from './en/handling';
import { install as enInstall } from './en/install';
import { looks as enLooks } from './en/looks';
import { patrol as enPatrol } from './en/patrol';
import { problems as enProblems } from './en/problems';
import { queue as enQueue } from './en/queue';
import { review as enReview } from './en/review';
import { video as enVideo } from './en/video';
import { vocabulary as enVocabulary } from './en/vocabulary';
import { wall as enWall } from './en/wall';
import { admin as zhAdmin } from './zh/admin';
import { app as zhApp } from './zh/app';
import { audit as zhAudit } from './zh/audit';
import { cameras as zhCameras } from './zh/cameras';
import { console as zhConsole } from './zh/console';
import { entry as zhEntry } from './zh/entry';
import { handling as zhHandling } from './zh/handling';
import { install as zhInstall } from './zh/install';
import { looks as zhLooks } from './zh/looks';
import { patrol as zhPatrol } from './zh/patrol';
import { problems as zhProblems } from './zh/problems';
import { queue as zhQueue } from './zh/queue';
import { review as zhReview } from './zh/review';
import { video as zhVideo } from './zh/video';
import { vocabulary as zhVocabulary } from './zh/vocabulary';
import { wall as zhWall } from './zh/wall';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

export const words = {
  'zh-CN': {
    vocabulary: zhVocabulary,
    app: zhApp,
    console: zhConsole,
    queue: zhQueue,
    handling: zhHandling,
    cameras: zhCameras,
    video: zhVideo,
    wall: zhWall,
    looks: zhLooks,
    review: zhReview,
    patrol: zhPatrol,
    install: zhInstall,
    problems: zhProblems,
    entry: zhEntry,
    admin: zhAdmin,
    audit: zhAudit,
  },
  en: {
    vocabulary: enVocabulary,
    app: enApp,
    console: enConsole,
    queue: enQueue,
    handling: enHandling,
    cameras: enCameras,
    video: enVideo,
    wall: enWall,
    looks: enLooks,
    review: enReview,
    patrol: enPatrol,
    install: enInstall,
    problems: enProblems,
    entry: enEntry,
    admin: enAdmin,
    audit: enAudit,
  },
} as const;

/** The language kept from the last visit; Chinese where there is none. */
export function languageOf(kept: string | null): Language {
  return languages.find((language) => language === kept) ?? 'zh-CN';
}

/** What an agent says is wrong with a camera, in this language where the contract knows the fault. */
export function faultIn(language: Language, fault: string): string {
  return language === 'zh-CN' ? faultInChinese(fault) : fault;
}

/** A thing's name in this language; the Chinese one where it has no English. */
export function nameIn(language: Language, thing: { name: string; nameEn: string }): string {
  return language === 'zh-CN' || thing.nameEn === '' ? thing.name : thing.nameEn;
}
