// The four shifts of the demo's control room and street: invented people beside those who get a link (pure).
import type { Role } from '@haixi/proto/vocabulary';

interface ShiftPerson {
  readonly personId: string;
  readonly name: string;
  readonly role: Role;
}

type Named = readonly [personId: string, name: string];

/** 甲班 has the two operators, two officers and the leader with links besides. */
export const shifts: Readonly<Record<'甲班' | '乙班' | '丙班' | '丁班', readonly ShiftPerson[]>> = {
  甲班: shift(
    [],
    [],
    [
      ['po-sun', '孙亮'],
      ['po-zhu', '朱海峰'],
      ['po-guo', '郭晓东'],
    ],
  ),
  乙班: shift(
    [
      ['op-xu', '徐丽'],
      ['op-fang', '方敏'],
    ],
    [['sl-cai', '蔡志强']],
    [
      ['po-gao', '高翔'],
      ['po-liang', '梁伟'],
      ['po-tang', '唐军'],
    ],
  ),
  丙班: shift(
    [
      ['op-ye', '叶婷'],
      ['op-pan', '潘洁'],
    ],
    [['sl-su', '苏明辉']],
    [
      ['po-ma', '马超群'],
      ['po-hu', '胡建平'],
      ['po-he', '何勇'],
    ],
  ),
  丁班: shift(
    [
      ['op-jiang', '江雪'],
      ['op-lai', '赖晓燕'],
    ],
    [['sl-qiu', '邱文斌']],
    [
      ['po-luo', '罗刚'],
      ['po-song', '宋涛'],
      ['po-deng', '邓鹏'],
    ],
  ),
};

/** All of them; each unit from the seventh on is spoken for by two of the officers. */
export const shiftPeople: readonly ShiftPerson[] = Object.values(shifts).flat();

function shift(
  operators: readonly Named[],
  leaders: readonly Named[],
  officers: readonly Named[],
): ShiftPerson[] {
  const as = (role: Role, people: readonly Named[]) =>
    people.map(([personId, name]) => ({ personId, name, role }));
  return [...as('operator', operators), ...as('leader', leaders), ...as('officer', officers)];
}
