// An order's checks as they stand, read each second while the page is looked at.
import type { Check } from '@haixi/proto/devices/orders';
import { useEffect, useState } from 'react';
import { useSession } from '../store/session-context';

const everyMs = 1_000;

/** Null until they have been read once; while the server can't be reached the last ones stay. */
export function useChecks(orderId: string, reads: boolean): readonly Check[] | null {
  const { queries } = useSession();
  const [checks, setChecks] = useState<readonly Check[] | null>(null);
  useEffect(() => {
    if (!reads) return undefined;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async () => {
      const asked =
        document.visibilityState === 'visible' ? await queries.ask('checks', { params: { orderId } }) : null;
      if (over) return;
      if (asked?.ok) setChecks(asked.value.checks);
      timer = setTimeout(() => void read(), everyMs);
    };
    void read();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [orderId, reads, queries]);
  return checks;
}
