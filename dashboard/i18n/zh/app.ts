// Words of the shell around every page, in Chinese.
export const app = {
  name: '海西天网',
  loading: '正在载入…',
  unreachable: '连不上服务器，正在重试…',
  notYours: '你的角色不使用此页面。',
  toYours: '前往我的页面',
  language: 'English',
  secondsAgo: '{{count}} 秒前',
  minutesAgo: '{{count}} 分钟前',
  hoursAgo: '{{count}} 小时前',
  daysAgo: '{{count}} 天前',
  account: '我的账号',
  signOut: '退出',
  crashed: '页面出错，请重新加载。',
  reload: '重新加载',
  demo: '演示',
  demoAbout: '演示数据：站点、人员、警情和画面都是虚构的',
} as const;
