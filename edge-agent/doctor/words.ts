// What the doctor says, in English and in Chinese: what is so, and what to do where it is not as it should be.
import { faultInChinese } from '@haixi/proto/mqtt/camera-faults';

const en = {
  configGood: (about: string) => `read: ${about}`,
  configBad: (about: string) => about,
  notEnrolled: (about: string) => `not enrolled: haixi-agent enroll --server https://… "HX1:…" (${about})`,
  waitsForClaim: (about: string) => `waits for its sticker ${about} to be scanned at /install`,
  notTold: () => 'the server has told no sources yet: once the broker is reached they come by themselves',
  agentRuns: (about: string) => `runs now, and tells of itself at ${about}`,
  agentSilent: (about: string) =>
    `an agent holds the data folder and does not tell of itself at ${about}: restart it`,
  agentStopped: () => 'does not run now; what it needs is tried in its place',
  diskGood: (about: string) => `${about} MB free, written and read`,
  diskLow: (about: string) => `only ${about} MB free: alarms need 32 MB, snapshots more; make room`,
  diskBad: (about: string) => `the data folder takes nothing: ${about}; look at its owner and its disk`,
  dnsGood: (about: string) => about,
  dnsBad: (about: string) => `this name is not known here: ${about}; look at the network’s DNS`,
  tcpGood: (about: string) => `answers at port ${about}`,
  tcpBad: (about: string) => `nobody answers: ${about}; look at cable, firewall, and whether the server runs`,
  tlsGood: (about: string) => `certificate trusted, ${about} more days`,
  tlsEnds: (about: string) => `the certificate ends in ${about} days: whoever runs the server renews it`,
  tlsBad: (about: string) =>
    `the certificate is not trusted: ${about}; of an authority of one’s own give NODE_EXTRA_CA_CERTS`,
  tlsNone: () => 'without TLS: right on one machine alone',
  webGood: () => 'the server answers',
  webBad: (about: string) => `what answers there is not the server: ${about}; look at the web address`,
  webNone: () => 'no web address: no picture leaves the site; write web: in the agent’s file',
  keyRevoked: () =>
    'the server has withdrawn this key: have the box claimed anew, and run haixi-agent enroll --anew',
  clockGood: (about: string) => `${about} s apart from the server`,
  clockOff: (about: string) => `${about} s apart from the server: set it by NTP (timedatectl set-ntp true)`,
  clockUnknown: () => 'the server tells no time',
  brokerGood: () => 'lets this site in',
  brokerBad: (about: string) => about,
  cameraGood: (about: string) => about,
  cameraNoBrowser: (about: string) =>
    `${about}: browsers can not play it; set H.264 in the camera, or operators see stills`,
  cameraBad: (about: string) => about,
};
type AllWords = typeof en;

const zh: AllWords = {
  configGood: (about) => `已读取：${about}`,
  configBad: (about) => about,
  notEnrolled: (about) => `尚未注册：haixi-agent enroll --server https://… "HX1:…"（${about}）`,
  waitsForClaim: (about) => `等待在 /install 扫描标签 ${about}`,
  notTold: () => '服务器尚未下发设备：连上消息服务后会自动下发',
  agentRuns: (about) => `正在运行，状态见 ${about}`,
  agentSilent: (about) => `有代理占用数据目录，但在 ${about} 没有应答：请重启代理`,
  agentStopped: () => '未在运行；以下代它逐项检查',
  diskGood: (about) => `剩余 ${about} MB，可读写`,
  diskLow: (about) => `仅剩 ${about} MB：报警需要 32 MB，快照更多；请腾出空间`,
  diskBad: (about) => `数据目录无法写入：${about}；请检查目录所有者和磁盘`,
  dnsGood: (about) => about,
  dnsBad: (about) => `无法解析该名称：${about}；请检查网络的 DNS`,
  tcpGood: (about) => `端口 ${about} 有应答`,
  tcpBad: (about) => `无应答：${about}；请检查网线、防火墙以及服务器是否运行`,
  tlsGood: (about) => `证书可信，还有 ${about} 天`,
  tlsEnds: (about) => `证书将在 ${about} 天后到期：请服务器管理员更新`,
  tlsBad: (about) => `证书不可信：${about}；自建机构的证书请用 NODE_EXTRA_CA_CERTS 指定`,
  tlsNone: () => '没有 TLS：仅在同一台机器上才合适',
  webGood: () => '服务器有应答',
  webBad: (about) => `应答的不是本系统服务器：${about}；请检查网址`,
  webNone: () => '没有网址：画面不会离开现场；请在代理配置中写 web:',
  keyRevoked: () => '服务器已吊销此密钥：请重新认领设备，再运行 haixi-agent enroll --anew',
  clockGood: (about) => `与服务器相差 ${about} 秒`,
  clockOff: (about) => `与服务器相差 ${about} 秒：请用 NTP 校时（timedatectl set-ntp true）`,
  clockUnknown: () => '服务器没有告知时间',
  brokerGood: () => '接受本场所',
  brokerBad: (about) => about,
  cameraGood: (about) => about,
  cameraNoBrowser: (about) => `${about}：浏览器不能播放；请在摄像机中设为 H.264，否则只能看静态画面`,
  cameraBad: (about) => faultInChinese(about),
};

export const words = { en, zh };
