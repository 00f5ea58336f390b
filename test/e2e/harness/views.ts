// The looks at an incident's cameras as the log tells them: who, why, from when to when (rule V3).
import type { Api } from './api.js';
import { until } from './until.js';

export interface LoggedView {
  readonly viewId: string;
  readonly personId: string;
  readonly purpose: string;
  readonly because: string;
  readonly lastedMs: number;
  readonly bytes: number;
}

/** All views of an incident, oldest first, once each has ended; throws where one is told twice or of nobody. */
export function viewsOf(api: Api, incidentId: string): Promise<readonly LoggedView[]> {
  return until('every view of the incident has ended', async () => {
    const { events } = await api.incident(incidentId);
    const [started, ended] = (['view.started', 'view.ended'] as const).map((type) =>
      events.filter((event) => event.type === type),
    );
    if (started!.length !== ended!.length) return null;
    return started!.map(({ actor, data }) => {
      const ends = ended!.filter((event) => event.data['viewId'] === data['viewId']);
      if (actor.kind !== 'person' || ends.length !== 1)
        throw new Error(`${JSON.stringify(data)} of ${JSON.stringify(actor)} has ended ${ends.length} times`);
      const { because, lastedMs, bytes } = ends[0]!.data as Pick<
        LoggedView,
        'because' | 'lastedMs' | 'bytes'
      >;
      const { viewId, purpose } = data as Pick<LoggedView, 'viewId' | 'purpose'>;
      return { viewId, personId: actor.id, purpose, because, lastedMs, bytes };
    });
  });
}
