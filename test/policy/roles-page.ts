// The table of who may do what as people read it: docs/roles.md, out of the very expectations of the walk. Pure.
import { type Action, actions, actionsAbout, scopeActions } from '@haixi/proto/commands/actions';
import { actionsOf, apart, secondFactorRoles } from '@haixi/proto/commands/roles';
import { type RouteRow, routes } from '@haixi/proto/commands/routes';
import { type EventDraft, eventTypes } from '@haixi/proto/live/events';
import { readBy, reads } from '@haixi/proto/live/reads';
import { type SiteTopicName, serverTopics, siteTopics } from '@haixi/proto/mqtt/topics';
import { type Role, roles } from '@haixi/proto/vocabulary';
import { mayLeaveWill, maySubscribe, publishing } from '@haixi/server/broker/rights';
import { expected } from './expected.js';
import { samples } from './samples.js';
import { elsewhere, here, type Walker } from './walkers.js';

const zhRole: Readonly<Record<Role, string>> = {
  operator: '接警员',
  officer: '民警',
  assistant: '网格员',
  installer: '安装员',
  leader: '值班长',
  administrator: '管理员',
  auditor: '审计员',
};

const zhAction: Readonly<Record<Action, string>> = {
  'live.watch': '看实时地图：警情、站点、警力',
  'incident.read': '看警情、时间线、抓拍和照片',
  'incident.open': '为报警人登记警情',
  'incident.receive': '接警、接管',
  'incident.handle': '派警、撤回、解除，核实、办结',
  'incident.note': '写记录、加照片',
  'caller.read': '看报警人姓名和电话',
  'assignment.move': '本警力签收、出警、到达、反馈',
  'unit.speak': '本警力上岗、报位置、求助',
  'camera.view': '看视频，须有理由并留痕',
  'camera.install': '看本人未验收工单的摄像头',
  'review.read': '复盘：一段时间内的警情、用时和统计',
  'look.read': '看谁在看、谁看过',
  'gap.acknowledge': '确认永久丢失的报警',
  'system.read': '看被拒收的内容',
  'area.read': '看区域及边界',
  'site.install': '做本人的工单：认领、定位、检查、交付',
  'site.test': '把站点置于测试几分钟',
  'ticket.read': '看验收单',
  'site.plan': '计划工单、打印标签，改动、迁移、停用、导入导出站点',
  'device.revoke': '收回设备密钥、允许重新认领',
  'area.manage': '画区域、导入区域',
  'people.manage': '管人员、警力、角色、令牌',
  'log.read': '看、导出全部台账',
};

const yes = '✓';
const no = '·';

/** The whole page; formatted by whoever writes it. */
export function rolesPage(): string {
  return [
    `# 谁可以做什么 · Who may do what`,
    `<!-- Written by test/policy/roles-page.test.ts. Change the tables in proto/, then run: npx vitest run --project test policy/roles-page -u -->`,
    `本页由测试生成：同一张表决定 HTTP、实时连接、抓拍、视频、导出和 MQTT，\`test/policy\` 以每个角色（在辖区内和辖区外）走遍每个接口、事件和主题，结果与本页不符即失败。角色在某一区域内授予，对其下级区域同样有效。`,
    `This page is written by a test. One table decides for HTTP, the live socket, snapshots, video, exports and MQTT; the tests in [test/policy](../test/policy) walk every route, event and topic as every role, in its area and out of it, and fail where the server answers otherwise. A role is given in an area and holds in everything below it.`,
    `${yes} 可以，限本人辖区 · may, in one's own areas　${no} 不可以 · may not`,
    `## 角色与动作 · Roles and actions`,
    table(
      ['动作 Action', '', ...roles.map((role) => `${zhRole[role]} ${role}`), '令牌 token'],
      actions.map((action) => [
        `\`${action}\``,
        `${zhAction[action]}<br>${actionsAbout[action]}`,
        ...roles.map((role) => mark(actionsOf[role].includes(action))),
        mark(scopeActions.some((one) => one === action)),
      ]),
    ),
    `民警和网格员只能为本人所属警力动作；安装员只能做本人的工单。令牌是外部系统的凭据，逐项授权、有截止日期；永不包括视频、人员、设备和台账。`,
    `Moves of an assignment also need that one speaks for its unit; an installer's actions, that the work order is one's own. A token belongs to another system: each action is given for itself, until an end date, and never one on cameras, people, devices or the log.`,
    `## 职责分离 · What is kept apart`,
    ...roles
      .filter((role) => apart[role])
      .map(
        (role) =>
          `- ${zhRole[role]} ${role} ✕ ${apart[role]!.map((other) => `${zhRole[other]} ${other}`).join('、')}`,
      ),
    `\n同一人不能同时拥有上列角色（等保三级：系统、安全、审计管理员分设）。没有人能改自己的角色、邀请或停用自己；管理员管不到在其他区域另有角色的人；最后一名能登录的总管理员不能被停用。登录须双因素的角色：${secondFactorRoles.map((role) => zhRole[role]).join('、')}。`,
    `One person never has both, in whatever areas (等保 level 3). Nobody changes their own roles, invites or retires themselves; whoever also has a role elsewhere is out of reach; the last administrator of the whole who can sign in stays. A second factor is demanded of: ${secondFactorRoles.join(', ')}.`,
    `## 接口 · Routes`,
    `\`anyone\` 无需登录；\`self\` 任何登录的人，只关于本人；\`site\` 出示本站点密钥的终端。最后一列：辖区外、或无此动作的人得到的答复。403 是“无权”，404 与“不存在”完全相同。`,
    `\`anyone\`: no session; \`self\`: any session, about oneself alone; \`site\`: an agent with the key of its own site. The last column is what others are answered: 403 says that one may not, 404 is the same answer as for what is not there.`,
    table(
      ['接口 Route', '动作 Asks for', ...roles.map((role) => zhRole[role]), '令牌 token', '其他人 Others'],
      routes.map((row) => [
        `\`${row.method} ${row.path}\``,
        `\`${row.action}\``,
        ...roles.map((role) => mark(comesThrough(row, person(role, here)))),
        mark(comesThrough(row, token)),
        others(row),
      ]),
    ),
    `## 事件 · Events`,
    `${yes} 全文 whole　○ 只见编号和时间 veiled: that there was one, and when　${no} 不连接实时画面 no live socket`,
    table(
      ['事件 Event', '读者 Read by', ...roles.map((role) => zhRole[role])],
      eventTypes.flatMap((type) => {
        const isLook = type === 'view.started' || type === 'view.ended';
        const row = (incidentId: string | null, told: string) => [
          `\`${type}\`${told}`,
          `\`${readBy[type]}\`${isLook && incidentId !== null ? ' / `camera.view`' : ''}`,
          ...roles.map((role) => sight(role, { type, data: { incidentId } })),
        ];
        return isLook ? [row('any', '，为警情 for an incident'), row(null, '，其他 other')] : [row(null, '')];
      }),
    ),
    `审计员不连接实时画面，但在台账里读到全部事件；管理员读不到自己和他人账号的事件。`,
    `Auditors hold no live socket and read every event in the log; administrators read none of what became of accounts, their own included.`,
    `## 主题 · MQTT topics`,
    `终端只在本站点的主题上收发，其他站点的主题、通配符和别处的遗嘱一律不行；人员和令牌不能连接。`,
    `An agent speaks and hears on its own site's topics alone: no other site's, no wildcard, no will elsewhere. People and tokens don't come in.`,
    table(
      ['主题 Topic', '终端发布 Publishes', '终端订阅 Subscribes', '遗嘱 Will', '其他站点 Another site'],
      topics().map(({ topic, own, other }) => [`\`${topic}\``, ...own.map(mark), mark(other)]),
    ),
    '',
  ].join('\n\n');
}

function comesThrough(row: Row, walker: Walker): boolean {
  return row.action !== 'site' && expected(row, sampleOf(row), walker).allowed;
}

function others(row: Row): string {
  const walkers = roles.flatMap((role) => [person(role, here), person(role, elsewhere)]);
  const refusals = walkers
    .map((walker) => expected(row, sampleOf(row), walker))
    .filter(({ allowed }) => !allowed)
    .flatMap(({ answers }) => answers.map((said) => said.split(' ')[0]!));
  return [...new Set(refusals)].toSorted().join(', ') || '–';
}

type Row = RouteRow & { readonly name: string };

function sampleOf({ name }: Row) {
  const sample = samples[name];
  if (!sample) throw new Error(`the route ${name} has no line among the samples of test/policy`);
  return sample;
}

function person(role: Role, areaId: string): Walker {
  return { name: role, kind: 'person', actions: actionsOf[role], areaId, personId: role, headers: {} };
}

const token: Walker = {
  name: 'token',
  kind: 'token',
  actions: scopeActions,
  areaId: here,
  personId: null,
  headers: {},
};

function sight(role: Role, event: { type: string; data: object }): string {
  const own = actionsOf[role];
  if (!own.includes('live.watch')) return no;
  return reads(new Set(own), event as EventDraft) ? yes : '○';
}

/** What the broker's own rules say, of a site called `shop-01` and of another one. */
function topics() {
  const names = Object.keys(siteTopics) as SiteTopicName[];
  const all = [
    ...names.map((name) => siteTopics[name].topic),
    ...Object.values(serverTopics).map(({ topic }) => topic),
  ];
  return all.map((topic) => {
    const filled = topic.replace('{siteId}', 'shop-01');
    const rights = (siteId: string) => [
      publishing(siteId, filled).allowed,
      maySubscribe(siteId, filled),
      mayLeaveWill(siteId, filled),
    ];
    const isShared = filled === topic;
    return { topic, own: rights('shop-01'), other: !isShared && rights('shop-02').some(Boolean) };
  });
}

function mark(may: boolean): string {
  return may ? yes : no;
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n');
}
