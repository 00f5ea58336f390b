// The map's own words in both languages; kinds, presences and the like come from the vocabulary.
import { type Language, words } from '../i18n/languages';
import type { Lack } from '../store/site-lack';

const zh = {
  map: '地图',
  noMap: '此浏览器没有 WebGL 2，不能显示地图',
  illustrative: '示意图 · 街道与辖区界线为示意，非测绘成果',
  zoomIn: '放大',
  zoomOut: '缩小',
  home: '全辖区',
  toOwnView: '回到我的视图（H）；再按一次看全辖区',
  seekPlace: '找地点',
  layers: '图层',
  'layer.areas': '辖区界线',
  'layer.sites': '站点',
  'layer.cameras': '摄像头',
  'layer.views': '摄像头视域',
  'layer.units': '警力',
  'layer.ways': '派警连线',
  'layer.labels': '地名与名称',
  alwaysShown: '未办结的警情始终显示',
  hiddenNow: (names: readonly string[]) => `已隐藏：${names.join('、')}`,
  showAll: '全部显示',
  theme: '底色',
  night: '夜间',
  day: '白天',
  moving: '跟随',
  follow: '地图跟随警情',
  followHow: '新警情在视野外时移过去；手在地图上或正在处置时不动',
  ownView: '我的视图',
  keepView: '以当前视图为准',
  forgetView: '清除',
  legend: '图例',
  onDuty: '在岗',
  offDuty: '不在岗',
  goes: '行进方向',
  oldPosition: '位置超过 5 分钟',
  isNew: '待接警',
  isTaken: '已接警',
  sites: '站点',
  units: '警力',
  incidents: '警情',
  cameras: '摄像头',
  fault: '画面异常',
  unplaced: (count: number) => `${count} 起警情没有位置，见队列`,
  minutesAgo: (count: number) => `${count} 分钟前`,
  hoursAgo: (count: number) => `${count} 小时前`,
  daysAgo: (count: number) => `${count} 天前`,
  position: '位置',
  beyond: (what: string, where: string) => `视野外：${what}，${where}`,
  pickMap: '在地图上选取',
  pin: '位置：拖动，或用方向键移动（按住 Shift 每次 10 米）',
  heading: '朝向：拖动，或用左右方向键转动（按住 Shift 每次 10 度）',
  corner: (n: number) => `第 ${n} 个角点：拖动，或用方向键移动；按 Delete 删除`,
  removeCorner: '删除所选角点',
  clearOutline: '全部清除',
  tapPlace: '点按地图设定位置',
  tapOutline: '点按地图依次加角点；拖动角点可调整',
  manyCorners: (count: number) => `此边界有 ${count} 个角点，不便逐点修改；可清除重画，或导入 GeoJSON`,
};

const en: typeof zh = {
  map: 'Map',
  noMap: 'This browser has no WebGL 2 and can not show the map',
  illustrative: 'Illustrative: streets and area outlines are drawn, not surveyed',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  home: 'Whole district',
  toOwnView: 'To my view (H); again for the whole district',
  seekPlace: 'Find a place',
  layers: 'Layers',
  'layer.areas': 'Area outlines',
  'layer.sites': 'Sites',
  'layer.cameras': 'Cameras',
  'layer.views': 'Fields of view',
  'layer.units': 'Units',
  'layer.ways': 'Lines from units',
  'layer.labels': 'Names',
  alwaysShown: 'Open incidents are always shown',
  hiddenNow: (names: readonly string[]) => `Hidden: ${names.join(', ')}`,
  showAll: 'Show all',
  theme: 'Ground',
  night: 'Night',
  day: 'Day',
  moving: 'Following',
  follow: 'The map follows incidents',
  followHow: 'Goes to a new one out of view; never under your hand or while you work on one',
  ownView: 'My view',
  keepView: 'Keep this view',
  forgetView: 'Forget',
  legend: 'Legend',
  onDuty: 'on duty',
  offDuty: 'off duty',
  goes: 'heading',
  oldPosition: 'position older than 5 min',
  isNew: 'not received',
  isTaken: 'received',
  sites: 'Sites',
  units: 'Units',
  incidents: 'Incidents',
  cameras: 'Cameras',
  fault: 'Picture fault',
  unplaced: (count: number) =>
    `${count} ${count === 1 ? 'incident has' : 'incidents have'} no place; see the queue`,
  minutesAgo: (count: number) => `${count} min ago`,
  hoursAgo: (count: number) => `${count} h ago`,
  daysAgo: (count: number) => `${count} d ago`,
  position: 'position',
  beyond: (what: string, where: string) => `Out of view: ${what}, ${where}`,
  pickMap: 'Pick on the map',
  pin: 'Position: drag it, or use the arrow keys (10 m a step with Shift)',
  heading: 'Heading: drag it, or turn by the left and right arrow keys (10 degrees a step with Shift)',
  corner: (n: number) => `Corner ${n}: drag it, or use the arrow keys; Delete takes it away`,
  removeCorner: 'Take the chosen corner away',
  clearOutline: 'Clear all',
  tapPlace: 'Tap the map to set the position',
  tapOutline: 'Tap the map for corner after corner; drag a corner to adjust it',
  manyCorners: (count: number) =>
    `This outline has ${count} corners, too many to move one by one: clear it and draw anew, or import GeoJSON`,
};

export type MapWords = typeof zh;
export const mapWords: Readonly<Record<Language, MapWords>> = { 'zh-CN': zh, en };

/** What is lacking of a site, and how much: “报警未送达 3”. */
export function lackWords({ lack, count }: Lack, lang: Language): string {
  const said = words[lang].cameras[`lack.${lack}`];
  return count === null ? said : `${said} ${count}`;
}

/** How long ago, in its largest whole unit; `ageMs` of a minute or more. */
export function agoIn(mine: MapWords, ageMs: number): string {
  const minutes = Math.max(1, Math.floor(ageMs / 60_000));
  if (minutes < 60) return mine.minutesAgo(minutes);
  if (minutes < 24 * 60) return mine.hoursAgo(Math.floor(minutes / 60));
  return mine.daysAgo(Math.floor(minutes / (24 * 60)));
}
