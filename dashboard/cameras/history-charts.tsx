// The last day of a camera in small charts, each with its gaps; their drawing comes in a chunk of its own.
import type { HistoryPoint } from '@haixi/proto/commands/routes';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fresh } from '../store/reader';
import { type Chart, openChart, type Series } from './history-chart.service';

export interface HistoryChartsProps {
  readonly history: Fresh<{ points: HistoryPoint[] }>;
  /** The server's clock: where the charts end. */
  readonly nowMs: number;
}

const charts = [
  { title: 'chartFps', valueOf: ({ fps }) => fps, digits: 1, least: [0, 20] },
  { title: 'chartKbps', valueOf: ({ kbps }) => kbps, digits: 0, least: [0, 600] },
  {
    title: 'chartKeyFrames',
    valueOf: ({ keyFrameEveryMs }) => inSeconds(keyFrameEveryMs),
    digits: 1,
    least: [0, 4],
  },
  { title: 'chartSkew', valueOf: ({ skewMs }) => inSeconds(skewMs), digits: 1, least: [-1, 1] },
  { title: 'chartCpu', valueOf: ({ cpuPercent }) => cpuPercent, digits: 0, least: [0, 100] },
  { title: 'chartMemory', valueOf: ({ memoryMb }) => memoryMb, digits: 0, least: [0, 100] },
] as const satisfies readonly (Series & { title: string })[];

export default function HistoryCharts({ history: { value, failed }, nowMs }: HistoryChartsProps) {
  const { t } = useTranslation('cameras');
  if (value === null) return <p className="muted">{failed ? t('historyFailed') : t('loading')}</p>;
  if (value.points.length === 0) return <p className="muted">{t('historyEmpty')}</p>;
  return (
    <div className="charts">
      {failed ? <p className="late-text">{t('historyFailed')}</p> : null}
      {charts.map((series) => (
        <HistoryChart
          key={series.title}
          title={t(series.title)}
          points={value.points}
          series={series}
          nowMs={nowMs}
        />
      ))}
    </div>
  );
}

function HistoryChart({
  title,
  points,
  series,
  nowMs,
}: {
  title: string;
  points: readonly HistoryPoint[];
  series: Series;
  nowMs: number;
}) {
  const { t } = useTranslation('cameras');
  const place = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<Chart | null>(null);
  useEffect(() => {
    if (place.current === null) return undefined;
    const opened = openChart(place.current);
    const resized = new ResizeObserver(() => opened.resize());
    resized.observe(place.current);
    queueMicrotask(() => setChart(opened));
    return () => {
      resized.disconnect();
      opened.close();
    };
  }, []);
  const { valueOf } = series;
  const known = points.filter((point) => valueOf(point) !== null);
  useEffect(() => chart?.show(points, title, series, nowMs), [chart, points, title, series, nowMs]);
  return (
    <figure className="chart">
      <figcaption>
        {title}
        {known.length === 0 ? <span className="muted"> {t('neverHeard')}</span> : null}
      </figcaption>
      <div ref={place} role="img" aria-label={title} />
    </figure>
  );
}

function inSeconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}
