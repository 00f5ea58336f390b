// After coming in: on where one was, or to one's own page; a fresh load, so that nothing of before stays.
import type { CameIn } from '@haixi/proto/accounts/accounts';

const entries = ['/', '/sign-in', '/set-up', '/join'];

export function goTo({ page, needsSecondFactor }: CameIn): void {
  const stays = !needsSecondFactor && !entries.includes(location.pathname);
  if (stays) location.reload();
  else location.replace(needsSecondFactor ? '/account' : page);
}
