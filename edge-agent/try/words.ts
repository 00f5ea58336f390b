// What `haixi-agent try` says, in English and in Chinese.
import { faultInChinese } from '@haixi/proto/mqtt/camera-faults';
import type { Advice } from './found.js';
import type { Language } from './asked.js';

export interface Words {
  readonly opening: (address: string) => string;
  readonly looking: (seconds: number) => string;
  readonly tryingUdp: string;
  readonly video: (of: VideoWords) => string;
  readonly keyFrames: (seconds: string) => string;
  readonly unknown: string;
  readonly sound: (about: string) => string;
  readonly noSound: string;
  readonly clock: (seconds: string, isAhead: boolean) => string;
  readonly clockRight: string;
  readonly clockUnknown: string;
  readonly plays: string;
  readonly playsNot: (codec: string) => string;
  readonly advice: Readonly<Record<Advice, (of: AdviceWords) => string>>;
  readonly paste: string;
  readonly putPassword: string;
  readonly fault: (text: string) => string;
}

export interface VideoWords {
  readonly codec: string;
  readonly size: string;
  readonly fps: string;
  readonly rate: string;
}

export interface AdviceWords {
  readonly codec: string;
  readonly keyFrameS: string;
  readonly fps: number;
}

/** The number of pictures between key frames, which most cameras ask for in place of seconds. */
const pictures = (fps: number) => `${Math.max(1, Math.round(fps))}–${Math.max(2, Math.round(fps * 2))}`;

const en: Words = {
  opening: (address) => `opening ${address}`,
  looking: (seconds) => `looking at it for ${seconds} s`,
  tryingUdp: 'it does not send by TCP: trying UDP',
  video: ({ codec, size, fps, rate }) => `picture    ${codec}, ${size}, ${fps} frames/s, ${rate}`,
  keyFrames: (seconds) => `key frame  each ${seconds} s`,
  unknown: 'unknown',
  sound: (about) => `sound      ${about}; its loudness is measured at the site, and none of it is ever sent`,
  noSound: 'sound      none',
  clock: (seconds, isAhead) => `clock      ${seconds} s ${isAhead ? 'ahead of' : 'behind'} this machine`,
  clockRight: 'clock      right',
  clockUnknown: 'clock      not told by the camera',
  plays: 'browser    plays it',
  playsNot: (codec) => `browser    can not play ${codec}`,
  advice: {
    codec: ({ codec }) =>
      `Set this stream, or a smaller one for substream:, to H.264 in the camera: browsers can not play ${codec}. Until then operators see a still picture each 2 s; alarms and snapshots work as it is.`,
    profile: () =>
      'Set the H.264 profile to Main or High (4:2:0, 8 bit) in the camera: browsers play no other.',
    keyFrames: ({ keyFrameS, fps }) =>
      `A viewer may wait ${keyFrameS} s for a picture: set the I-frame interval (GOP) to 1–2 s in the camera, which at its ${Math.round(fps)} frames/s is ${pictures(fps)}.`,
    bFrames: () =>
      'Switch B-frames off in the camera: then key frames alone are decoded, which is much less work.',
    large: () =>
      'This picture is large: give the smaller stream of the camera as substream:, or a small machine is busy with it.',
    few: () => 'So few pictures a second show little of what moves: set 10 or more in the camera.',
    clock: () => 'Set the clock of the camera, best by NTP: recordings and pictures carry its time.',
  },
  paste: 'Paste this under "sources:" of its site in the agent\'s file:',
  putPassword: 'put the password in place of ***',
  fault: (text) => text,
};

const zh: Words = {
  opening: (address) => `正在打开 ${address}`,
  looking: (seconds) => `已观察 ${seconds} 秒`,
  tryingUdp: '摄像机不支持 TCP 传输，改试 UDP',
  video: ({ codec, size, fps, rate }) => `画面    ${codec}，${size}，每秒 ${fps} 帧，${rate}`,
  keyFrames: (seconds) => `关键帧  每 ${seconds} 秒一个`,
  unknown: '未知',
  sound: (about) => `声音    ${about}；只在现场测量音量，绝不外传`,
  noSound: '声音    无',
  clock: (seconds, isAhead) => `时钟    比本机${isAhead ? '快' : '慢'} ${seconds} 秒`,
  clockRight: '时钟    准确',
  clockUnknown: '时钟    摄像机未提供',
  plays: '浏览器  可以播放',
  playsNot: (codec) => `浏览器  不能播放 ${codec}`,
  advice: {
    codec: ({ codec }) =>
      `请在摄像机中把此码流（或用作 substream: 的子码流）设为 H.264：浏览器不能播放 ${codec}。在此之前值班员每 2 秒看到一张静态画面；报警和抓图不受影响。`,
    profile: () => '请把 H.264 档次设为 Main 或 High（4:2:0，8 位）：浏览器不能播放其他档次。',
    keyFrames: ({ keyFrameS, fps }) =>
      `观看者最多要等 ${keyFrameS} 秒才有画面：请把 I 帧间隔（GOP）设为 1–2 秒，按每秒 ${Math.round(fps)} 帧即 ${pictures(fps)}。`,
    bFrames: () => '请在摄像机中关闭 B 帧：这样只需解码关键帧，负担小得多。',
    large: () => '画面很大：请把摄像机的子码流写为 substream:，否则小型主机会不堪重负。',
    few: () => '每秒帧数太少，看不清移动：请在摄像机中设为 10 帧以上。',
    clock: () => '请校准摄像机的时钟，最好使用 NTP：录像和画面都带有它的时间。',
  },
  paste: '把下面几行粘贴到代理配置文件中该站点的 sources: 之下：',
  putPassword: '请用密码替换 ***',
  fault: faultInChinese,
};

export const words: Readonly<Record<Language, Words>> = { en, zh };
