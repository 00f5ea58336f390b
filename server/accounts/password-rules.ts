// Which new passwords are too easy to guess, beside being too short (proto has the length). Pure.

export type Weakness = 'common' | 'few_characters' | 'has_name';

/** Fewer different characters than this are a pattern of the keyboard, however long. */
const differentMin = 5;

/** What people choose first; a password that is one of these with figures or signs around it is no better. */
const common = new Set(
  `password passwort passw0rd p@ssw0rd p@ssword pass pwd letmein welcome welcome1 login signin secret geheim
   admin administrator adminadmin root rootroot toor test testtest tester guest user username default changeme
   changeit qwerty qwertz qwertyuiop qwertzuiop qwertyui asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc
   qweasdzxc azerty abcdef abcdefgh abcdefghijkl abcabc abcd abc monkey dragon iloveyou woaini woaiwojia
   sunshine princess football baseball basketball superman batman master shadow michael jordan jennifer ashley
   trustno hello hellohello whatever freedom starwars pokemon computer internet samsung google apple iphone
   china zhongguo beijing shanghai putian fujian police gongan jingcha camera cameras hikvision dahua uniview
   security surveillance monitor control operator officer tianwang xueliang caonima nihao wangyut aini
   passwordpassword correcthorsebatterystaple administratoradministrator loveyou summer winter spring autumn
   january february march april june july august september october november december monday friday sunday`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
const runs = [
  '0123456789012345678901234567890',
  'abcdefghijklmnopqrstuvwxyzabcdef',
  'qwertyuiopasdfghjklzxcvbnm',
];
const ownNames = ['haixi', 'skynet', '海西', '天网'];

/** Why a new password of this person is refused; null where it is not. */
export function weaknessOf(password: string, signInName: string): Weakness | null {
  const plain = password.normalize('NFKC').toLowerCase();
  if (new Set(plain).size < differentMin) return 'few_characters';
  if ([...ownNames, ...namesIn(signInName)].some((name) => plain.includes(name))) return 'has_name';
  const backwards = [...plain].toReversed().join('');
  const words = [plain, lettersOf(plain), lettersOf(unleet(plain))];
  const isCommon =
    words.some((word) => common.has(word) || common.has(halfOf(word))) ||
    runs.some((run) => run.includes(plain) || run.includes(backwards));
  return isCommon ? 'common' : null;
}

/** A name of two letters is in half of all words; it counts from three on. */
function namesIn(signInName: string): string[] {
  return [signInName, ...signInName.split(/[._-]/)].filter((part) => part.length >= 3);
}

/** Without figures and signs before and behind: `2024admin!!` is `admin`. */
function lettersOf(text: string): string {
  return text.replace(/^[^a-z]+|[^a-z]+$/g, '');
}

function unleet(text: string): string {
  const letters: Record<string, string> = {
    '@': 'a',
    '4': 'a',
    '3': 'e',
    '1': 'i',
    '0': 'o',
    '5': 's',
    $: 's',
    '7': 't',
  };
  return text.replaceAll(/[@43105$7]/g, (sign) => letters[sign]!);
}

/** One half of what is twice the same. */
function halfOf(text: string): string {
  const half = text.slice(0, text.length / 2);
  return half + half === text ? half : text;
}
