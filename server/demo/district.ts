// The demo district as data: real names of 蕉北街道 and its communities, all else invented. Seeded by seed.store.
import type { Area, Person, Unit } from '@haixi/proto/live/picture';
import type { Role } from '@haixi/proto/vocabulary';
import { lightSites, servedLightly } from './light-sites.js';
import { outlineOf } from './outlines.js';
import { shiftPeople } from './shifts.js';
import {
  type AgentSource,
  bishan,
  button,
  camera,
  chongwen,
  danshibei,
  type DemoAgent,
  type DemoSite,
  hefeng,
  jiguang,
  lingxiu,
  peiying,
  sanyuan,
} from './site.js';

/** Jiaobei Subdistrict, Jiaocheng District, Ningde. */
export const rootAreaId = '350902002';

const communities = [
  ['350902002001', '鹤峰社区', 'Hefeng'],
  ['350902002002', '培英社区', 'Peiying'],
  ['350902002003', '三元社区', 'Sanyuan'],
  ['350902002004', '崇文社区', 'Chongwen'],
  ['350902002005', '继光社区', 'Jiguang'],
  ['350902002006', '碧山社区', 'Bishan'],
  ['350902002007', '单石碑社区', 'Danshibei'],
  ['350902002008', '灵秀社区', 'Lingxiu'],
] as const;

/** The root first. Names and codes: statistical area codes, 2023 edition, National Bureau of Statistics of China. */
export const demoAreas: readonly Area[] = [
  area(rootAreaId, null, '蕉北街道', 'Jiaobei Subdistrict'),
  ...communities.map(([areaId, name, nameEn]) => area(areaId, rootAreaId, name, nameEn)),
];

/**
 * The first twelve places with their sources. Six are served by agents that really watch and wait for presses; the other
 * six wait for a first own device, and tests bring theirs.
 */
export const firstSites: readonly DemoSite[] = [
  {
    siteId: 'shop-01',
    areaId: chongwen,
    type: 'shop',
    name: '南漈路便利店',
    nameEn: 'Nanji Road Convenience Store',
    address: '南漈路 88 号',
    addressEn: '88 Nanji Road',
    position: { lon: 119.52618, lat: 26.66797 },
    sources: [
      button('收银台按钮', 'Till Button'),
      camera('店门摄像头', 'Door Camera', [119.52626, 26.66792, 120, 85, 35]),
      camera('店内摄像头', 'Indoor Camera', [119.52613, 26.66801, 155, 110, 20], 2),
    ],
  },
  {
    siteId: 'institution-01',
    areaId: peiying,
    type: 'institution',
    name: '蕉北小学东门',
    nameEn: 'Jiaobei Primary School, East Gate',
    address: '培英街 21 号',
    addressEn: '21 Peiying Street',
    position: { lon: 119.5264, lat: 26.67101 },
    sources: [
      button('门卫室按钮', 'Gatehouse Button'),
      camera('东门摄像头', 'East Gate Camera', [119.52655, 26.67103, 95, 75, 45]),
      camera('操场摄像头', 'Yard Camera', [119.52617, 26.67118, 285, 100, 60], 2),
    ],
  },
  {
    siteId: 'community-01',
    areaId: hefeng,
    type: 'community',
    name: '鹤峰社区服务站',
    nameEn: 'Hefeng Community Service Station',
    address: '南漈路 12 号',
    addressEn: '12 Nanji Road',
    position: { lon: 119.51984, lat: 26.6684 },
    sources: [button('大厅求助按钮', 'Hall Help Button')],
  },
  {
    siteId: 'shop-02',
    areaId: peiying,
    type: 'shop',
    name: '培英街药店',
    nameEn: 'Peiying Street Pharmacy',
    address: '培英街 56 号',
    addressEn: '56 Peiying Street',
    position: { lon: 119.5293, lat: 26.6704 },
    sources: [button('柜台按钮', 'Counter Button')],
  },
  {
    siteId: 'institution-02',
    areaId: sanyuan,
    type: 'institution',
    name: '三元卫生服务站',
    nameEn: 'Sanyuan Health Station',
    address: '三元路 7 号',
    addressEn: '7 Sanyuan Road',
    position: { lon: 119.51789, lat: 26.6641 },
    sources: [button('分诊台按钮', 'Triage Desk Button')],
  },
  {
    siteId: 'road-01',
    areaId: lingxiu,
    type: 'road',
    name: '人民桥东桥头',
    nameEn: 'Renmin Bridge, East End',
    address: '人民路与滨河东路路口',
    addressEn: 'Renmin Road at Binhe East Road',
    position: { lon: 119.53109, lat: 26.66309 },
    sources: [button('求助柱按钮', 'Help Post Button')],
  },
  {
    siteId: 'shop-03',
    areaId: lingxiu,
    type: 'shop',
    name: '灵秀路小超市',
    nameEn: 'Lingxiu Road Mini-market',
    address: '灵秀路 30 号',
    addressEn: '30 Lingxiu Road',
    position: { lon: 119.53243, lat: 26.66085 },
    sources: [button('收银台按钮', 'Till Button')],
  },
  {
    siteId: 'community-02',
    areaId: danshibei,
    type: 'community',
    name: '单石碑社区服务站',
    nameEn: 'Danshibei Community Service Station',
    address: '单石碑路 18 号',
    addressEn: '18 Danshibei Road',
    position: { lon: 119.53483, lat: 26.66974 },
    sources: [
      button('大厅求助按钮', 'Hall Help Button'),
      camera('院门摄像头', 'Gate Camera', [119.5349, 26.66962, 160, 80, 40]),
    ],
  },
  {
    siteId: 'community-03',
    areaId: bishan,
    type: 'community',
    name: '碧山社区服务站',
    nameEn: 'Bishan Community Service Station',
    address: '解放路 9 号',
    addressEn: '9 Jiefang Road',
    position: { lon: 119.51713, lat: 26.65814 },
    sources: [button('大厅求助按钮', 'Hall Help Button')],
  },
  {
    siteId: 'road-02',
    areaId: lingxiu,
    type: 'road',
    name: '环城东路路口',
    nameEn: 'Huancheng East Road Junction',
    address: '环城东路与人民路路口',
    addressEn: 'Huancheng East Road at Renmin Road',
    position: { lon: 119.53948, lat: 26.66192 },
    sources: [
      camera('路口北向', 'Looking North', [119.53955, 26.66203, 5, 60, 60]),
      camera('路口南向', 'Looking South', [119.53941, 26.66182, 185, 60, 60], 2),
    ],
  },
  {
    siteId: 'institution-03',
    areaId: jiguang,
    type: 'institution',
    name: '继光街幼儿园',
    nameEn: 'Jiguang Street Kindergarten',
    address: '继光街 40 号',
    addressEn: '40 Jiguang Street',
    position: { lon: 119.52339, lat: 26.6611 },
    sources: [
      button('门卫室按钮', 'Gatehouse Button'),
      camera('园门摄像头', 'Gate Camera', [119.52349, 26.66118, 40, 90, 35]),
    ],
  },
  {
    siteId: 'shop-04',
    areaId: jiguang,
    type: 'shop',
    name: '解放路茶叶店',
    nameEn: 'Jiefang Road Tea Shop',
    address: '解放路 73 号',
    addressEn: '73 Jiefang Road',
    position: { lon: 119.52524, lat: 26.65892 },
    sources: [
      button('柜台按钮', 'Counter Button'),
      camera('店内摄像头', 'Indoor Camera', [119.5252, 26.65898, 215, 110, 20]),
    ],
  },
];

/** Forty places over all eight communities, with 120 cameras. */
export const demoSites: readonly DemoSite[] = [...firstSites, ...lightSites];

const panic: AgentSource = { id: 'button-1', type: 'button', kind: 'panic' };
const help: AgentSource = { id: 'button-1', type: 'button', kind: 'help' };

const filmed = (clip: string, n = 1): AgentSource => ({ id: `camera-${n}`, type: 'camera', clip });

/** Three agent processes: for two sites with real cameras, for four that have only a button, and for all light cameras. */
export const demoAgents: readonly DemoAgent[] = [
  {
    agentId: 'agent-cameras',
    sites: [
      { siteId: 'shop-01', sources: [panic, filmed('shop'), filmed('inside', 2)] },
      { siteId: 'institution-01', sources: [panic, filmed('gate'), filmed('yard', 2)] },
    ],
  },
  {
    agentId: 'agent-buttons',
    sites: [
      { siteId: 'community-01', sources: [help] },
      { siteId: 'shop-02', sources: [panic] },
      { siteId: 'institution-02', sources: [panic] },
      { siteId: 'road-01', sources: [help] },
    ],
  },
  { agentId: 'agent-light', sites: servedLightly },
];

export type DemoPerson = Omit<Person, 'roles'> & { readonly role: Role };

/** Invented people who get a link: most of the first shift, and staff. */
export const linkedPeople: readonly DemoPerson[] = [
  { personId: 'op-lin', name: '林静', role: 'operator' },
  { personId: 'op-chen', name: '陈涛', role: 'operator' },
  { personId: 'po-wang', name: '王磊', role: 'officer' },
  { personId: 'po-zhang', name: '张敏', role: 'officer' },
  { personId: 'sl-huang', name: '黄建国', role: 'leader' },
  { personId: 'ga-liu', name: '刘芳', role: 'assistant' },
  { personId: 'in-wu', name: '吴凯', role: 'installer' },
  { personId: 'ad-zheng', name: '郑岚', role: 'administrator' },
  { personId: 'au-xie', name: '谢敏', role: 'auditor' },
];

/** Each has the role in the whole district. */
export const demoPeople: readonly DemoPerson[] = [...linkedPeople, ...shiftPeople];

export type DemoUnit = Omit<Unit, 'dutyAtMs'> & { readonly position: { lon: number; lat: number } };

/** Twelve units and where each starts. The first two have a tablet of their own in the demo. */
export const demoUnits: readonly DemoUnit[] = [
  unit('unit-01', chongwen, 'patrol', '巡逻 01 车', 'Patrol Car 01', ['po-wang'], 119.52728, 26.66501),
  unit('unit-02', danshibei, 'officer', '民警 02 组', 'Officers 02', ['po-zhang'], 119.53597, 26.66562),
  unit('unit-03', hefeng, 'beat', '鹤峰包片民警', 'Beat Officer, Hefeng', [], 119.52177, 26.67014),
  unit('unit-04', jiguang, 'grid', '继光网格员', 'Grid Worker, Jiguang', ['ga-liu'], 119.5222, 26.66346),
  unit('unit-05', lingxiu, 'patrol', '巡逻 05 车', 'Patrol Car 05', [], 119.53147, 26.65841),
  unit('unit-06', sanyuan, 'guard', '三元保安', 'Guard, Sanyuan', [], 119.51753, 26.66294, false),
  unit('unit-07', peiying, 'patrol', '巡逻 07 车', 'Patrol Car 07', ['po-sun', 'po-ma'], 119.5217, 26.6695),
  unit(
    'unit-08',
    danshibei,
    'patrol',
    '巡逻 08 车',
    'Patrol Car 08',
    ['po-zhu', 'po-hu'],
    119.53166,
    26.67154,
  ),
  unit(
    'unit-09',
    bishan,
    'beat',
    '碧山包片民警',
    'Beat Officer, Bishan',
    ['po-guo', 'po-he'],
    119.51717,
    26.66087,
  ),
  unit('unit-10', lingxiu, 'officer', '民警 10 组', 'Officers 10', ['po-gao', 'po-luo'], 119.53862, 26.66075),
  unit(
    'unit-11',
    sanyuan,
    'beat',
    '三元包片民警',
    'Beat Officer, Sanyuan',
    ['po-liang', 'po-song'],
    119.51839,
    26.66833,
  ),
  unit(
    'unit-12',
    chongwen,
    'patrol',
    '巡逻 12 车',
    'Patrol Car 12',
    ['po-tang', 'po-deng'],
    119.52645,
    26.66223,
  ),
];

function area(areaId: string, parentId: string | null, name: string, nameEn: string): Area {
  return { areaId, parentId, name, nameEn, outline: outlineOf(areaId), illustrative: true };
}

function unit(
  unitId: string,
  areaId: string,
  kind: Unit['kind'],
  name: string,
  nameEn: string,
  personIds: string[],
  lon: number,
  lat: number,
  onDuty = true,
): DemoUnit {
  return { unitId, areaId, kind, name, nameEn, personIds, onDuty, position: { lon, lat } };
}
