// What comes of an incident in the demo: how it is rated, how many are sent, what they find and how it is closed (pure).
import type {
  AlarmKind,
  Evidence,
  HandedOver,
  Outcome,
  TransferTarget,
  ValidationLevel,
} from '@haixi/proto/vocabulary';
import { oneOf } from './chance.js';

/** That it is handed over to another centre. */
export interface Handing {
  readonly to: TransferTarget;
  readonly handedOver: readonly HandedOver[];
  readonly note: string;
}

export interface Ending {
  readonly level: ValidationLevel;
  readonly evidence: Evidence;
  /** How many units are sent; without any it is decided by picture or telephone. */
  readonly units: 0 | 1 | 2;
  readonly outcome: Outcome;
  /** What the unit feeds back. */
  readonly found: string;
  /** What is written at the close: what was done, or why nobody was sent. */
  readonly done: string;
  /** What the operator tells the unit on its way. */
  readonly told?: string;
  readonly handing?: Handing;
}

const genuine = (
  level: ValidationLevel,
  units: 1 | 2,
  found: string,
  done: string,
  more: Partial<Ending> = {},
): Ending => ({ level, evidence: 'phone', units, outcome: 'genuine', found, done, ...more });
const nothing = (found: string, more: Partial<Ending> = {}): Ending => ({
  level: 2,
  evidence: 'picture',
  units: 1,
  outcome: 'nothing-found',
  found,
  done: '现场核实，未发现异常',
  ...more,
});
const looked = (outcome: Outcome, done: string): Ending => ({
  level: 0,
  evidence: 'picture',
  units: 0,
  outcome,
  found: '',
  done,
});

const police: Handing = {
  to: '110',
  handedOver: ['place', 'alarms', 'pictures', 'units'],
  note: '现场已控制，请派出所到场接手',
};
const ambulance: Handing = {
  to: '120',
  handedOver: ['place', 'caller'],
  note: '一人腿部受伤，清醒，请派救护车',
};
const fire: Handing = { to: '119', handedOver: ['place', 'pictures'], note: '配电箱冒烟，无人被困' };

/** For each kind several endings, the likelier ones more than once. */
const endings: Readonly<Record<AlarmKind, readonly Ending[]>> = {
  panic: [
    genuine(3, 2, '两名顾客因结账起争执，已劝开，双方无伤', '现场调解，双方登记后离开', {
      evidence: 'second-source',
      told: '走正门，店主在收银台等候',
    }),
    genuine(4, 2, '一男子酒后持酒瓶闹事，已控制', '控制现场，移交派出所处理', {
      evidence: 'picture',
      outcome: 'transferred',
      handing: police,
      told: '对方手持酒瓶，注意安全',
    }),
    genuine(3, 2, '有人抢走柜台手机后离开，已记录衣着与去向', '记录情况，移交派出所侦办', {
      outcome: 'transferred',
      handing: police,
    }),
    nothing('店员擦柜台误触按钮，店内一切正常', {
      evidence: 'phone',
      outcome: 'false-alarm',
      done: '误触，已告知店员按钮用法',
    }),
  ],
  help: [
    genuine(2, 1, '一位老人迷路，已联系家属', '家属到场接回老人', { told: '老人穿灰色外套，在门口长椅上' }),
    genuine(2, 1, '两辆电动车碰擦，无人受伤', '双方协商解决，道路已畅通'),
    genuine(3, 1, '一人摔倒，腿部疼痛', '陪同等候，120 到场接走', { handing: ambulance }),
    nothing('按钮附近无人，询问周边商户未见异常', { evidence: 'none' }),
  ],
  motion: [
    looked('nothing-found', '回看画面：一只猫经过，无人进入'),
    looked('nothing-found', '回看画面：店主本人返回取物，已电话核实'),
    nothing('绕场一周，门窗完好，无人逗留'),
    genuine(2, 1, '一人翻墙捡球，已劝离', '劝离并提醒院方加固围栏', { evidence: 'picture' }),
  ],
  sound: [
    looked('nothing-found', '回看画面：卷帘门被风吹动'),
    nothing('施工工人夜间卸货，已提醒降低噪声'),
    genuine(3, 2, '玻璃被打碎，无人受伤，店主已到场', '拍照固定，移交派出所', {
      outcome: 'transferred',
      handing: police,
    }),
  ],
  'lens-covered': [
    genuine(2, 1, '镜头被广告布遮挡，已取下', '取下遮挡物，画面恢复', { evidence: 'picture' }),
    genuine(2, 1, '镜头被人用胶带贴住，已清理', '清理镜头，周边走访', { evidence: 'picture' }),
    nothing('到场时遮挡已移开，画面正常'),
  ],
  'scene-moved': [
    genuine(1, 1, '立杆被倒车碰歪，已扶正', '扶正立杆，通知安装员复核', { evidence: 'picture' }),
    nothing('镜头朝向已被物业复位', { outcome: 'technical-fault', done: '朝向已复位，通知安装员' }),
  ],
  'picture-lost': [
    looked('technical-fault', '电话核实：店内跳闸，送电后画面恢复'),
    looked('technical-fault', '线路短时中断，画面已恢复'),
  ],
  'picture-frozen': [
    looked('technical-fault', '画面停住约半分钟后自行恢复，已报安装员'),
    looked('technical-fault', '摄像头重启后恢复'),
  ],
  call: [
    genuine(2, 1, '双方因噪声争执，已劝解', '劝解，双方同意各退一步', { told: '报警人在楼下等' }),
    genuine(3, 1, '配电箱冒烟，已断电，无明火', '断电并疏散，119 到场处理', { handing: fire }),
    genuine(2, 1, '走失儿童已找到，交还家长', '交还家长，情况登记'),
    nothing('到场未见报警所述情况，已回电报警人', { evidence: 'phone' }),
  ],
  sos: [
    genuine(4, 2, '民警追赶时扭伤脚踝，已有人照看', '增援到场，120 接走受伤民警', {
      evidence: 'officer',
      handing: ambulance,
      told: '同事脚踝受伤，带急救包',
    }),
    genuine(4, 2, '现场围观人多，民警请求增援，已疏散', '增援到场，围观人群散去', { evidence: 'officer' }),
  ],
  technical: [looked('technical-fault', '设备上报的消息无法识别，已通知安装员')],
};

/** The ending that this incident will have, unless somebody else handles it. */
export function endingOf(kind: AlarmKind, ...words: readonly (string | number)[]): Ending {
  return oneOf(endings[kind], 'ending', ...words);
}
