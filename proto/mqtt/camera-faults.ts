// What can be wrong with a camera, in the words that travel in its readings and in Chinese: one table for agent and screens.

/** Each fault that is known, with what to do. The English words are what a reading says. */
export const cameraFaults = {
  noFfmpeg: {
    en: 'ffmpeg is not installed: apt-get install ffmpeg',
    zh: '未安装 ffmpeg：apt-get install ffmpeg',
  },
  password: {
    en: 'the camera refuses the user name or password: check them in the address',
    zh: '摄像机拒绝了用户名或密码：请检查地址中的用户名和密码',
  },
  forbidden: {
    en: 'the camera forbids this user to watch: give the user the right to in the camera',
    zh: '该用户无权观看：请在摄像机中授予观看权限',
  },
  path: {
    en: 'the camera has no stream under this path: check the part of the address behind the port',
    zh: '摄像机没有这个路径的码流：请检查地址中端口后面的部分',
  },
  full: {
    en: 'the camera has no room for another viewer: close others, or watch its substream',
    zh: '摄像机已达到观看上限：请关闭其他观看者，或改用子码流',
  },
  notByTcp: {
    en: 'the camera does not send by tcp: write transport: udp',
    zh: '摄像机不支持 TCP 传输：请写 transport: udp',
  },
  notByUdp: {
    en: 'the camera does not send by udp: write transport: tcp',
    zh: '摄像机不支持 UDP 传输：请写 transport: tcp',
  },
  name: {
    en: 'no camera is known by this name: check it, or write its IP address',
    zh: '找不到这个名称的摄像机：请检查名称，或改写 IP 地址',
  },
  forbiddenAddress: {
    en: 'this address leads to the box itself or to a service of its network: enter the address of the camera',
    zh: '该地址指向本机或网络内部服务：请填写摄像机自己的地址',
  },
  refused: {
    en: 'nothing answers at this address and port: check them, and that RTSP is on in the camera',
    zh: '该地址和端口没有应答：请检查地址、端口，并确认摄像机已开启 RTSP',
  },
  unreachable: {
    en: 'the camera can not be reached: check its power, cable and address, and firewalls where it sends by udp',
    zh: '无法连接摄像机：请检查电源、网线和地址；使用 UDP 时还要检查防火墙',
  },
  noVideo: {
    en: 'there is no picture in this stream: choose a stream with video in the camera',
    zh: '码流中没有视频：请在摄像机中选择带视频的码流',
  },
  noKeyFrame: {
    en: 'no key frame for 30 s: until one comes no picture can begin; set the I-frame interval (GOP) of the camera to 1–2 s',
    zh: '30 秒内没有关键帧：请把摄像机的 I 帧间隔（GOP）设为 1–2 秒',
  },
  sendsNothing: {
    en: 'connected, but the camera sends nothing: restart it, or look whether its other viewers get a picture',
    zh: '已连接，但摄像机没有发送数据：请重启摄像机，或看看其他观看者是否有画面',
  },
  forbiddenFile: {
    en: 'the agent may not read it: give its user the right to (group video for a device)',
    zh: '没有读取权限：请给运行代理的用户授权（设备需加入 video 组）',
  },
  busyDevice: {
    en: 'another program uses this device: close it',
    zh: '设备正被其他程序使用：请先关闭该程序',
  },
  noDevice: { en: 'No such device: check the path', zh: '没有这个设备：请检查路径' },
  noFile: { en: 'No such file: check the path', zh: '没有这个文件：请检查路径' },
  protocol: {
    en: 'this address leads to a protocol that is not opened: use RTSP',
    zh: '该地址指向不允许的协议：请使用 RTSP',
  },
  noDevices: {
    en: 'this ffmpeg has no video4linux2: use an rtsp:// address',
    zh: '此 ffmpeg 不支持 video4linux2：请使用 rtsp:// 地址',
  },
  notRtsp: {
    en: 'what answers there does not speak RTSP, or hung up: check the port (554 is usual) and the path',
    zh: '对方不是 RTSP，或已挂断：请检查端口（通常为 554）和路径',
  },
  notVideo: { en: 'this is no video, or it is damaged', zh: '这不是视频文件，或文件已损坏' },
  ended: { en: 'the camera has ended the stream', zh: '摄像机结束了码流' },
  fileEnded: { en: 'the file has ended', zh: '文件已播放完毕' },
} as const;
export type CameraFault = keyof typeof cameraFaults;

const inChinese: ReadonlyMap<string, string> = new Map(
  Object.values(cameraFaults).map(({ en, zh }) => [en, zh]),
);

/** A reading's fault in Chinese; one that is in no table stays in the words of whoever told it. */
export function faultInChinese(fault: string): string {
  return inChinese.get(fault) ?? fault;
}
