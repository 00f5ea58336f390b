// Small charts of a camera's last day, drawn by ECharts; only the parts that are used are in its chunk.
import type { HistoryPoint } from '@haixi/proto/commands/routes';
import { LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { dayTime } from '../i18n/times';
import { lineOf } from './state-since';

use([LineChart, GridComponent, TooltipComponent, SVGRenderer]);

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Which value of a point is drawn, and to how many digits it is told. */
export interface Series {
  readonly valueOf: (point: HistoryPoint) => number | null;
  readonly digits: number;
  /** The axis reaches at least from and to here, so that a small wavering doesn't look like a large one. */
  readonly least: readonly [from: number, to: number];
}

export interface Chart {
  show(points: readonly HistoryPoint[], title: string, series: Series, nowMs: number): void;
  resize(): void;
  close(): void;
}

/** A chart in this element. */
export function openChart(element: HTMLElement): Chart {
  const chart = init(element, null, { renderer: 'svg' });
  return {
    show: (points, title, { valueOf, digits, least }, nowMs) =>
      chart.setOption(
        {
          animation: false,
          aria: { enabled: true },
          grid: { left: 46, right: 10, top: 8, bottom: 22 },
          tooltip: {
            trigger: 'axis',
            confine: true,
            backgroundColor: '#1b2631',
            borderColor: '#2c3b49',
            textStyle: { color: '#dbe3ea', fontSize: 12 },
            valueFormatter: (value: unknown) => (typeof value === 'number' ? value.toFixed(digits) : '–'),
            axisPointer: { lineStyle: { color: '#57809e' } },
          },
          xAxis: {
            type: 'time',
            min: Math.max(nowMs - dayMs, Math.min(points[0]?.atMs ?? nowMs, nowMs - hourMs)),
            max: nowMs,
            splitNumber: 4,
            axisLine: { lineStyle: { color: '#2c3b49' } },
            axisLabel: { color: '#8a9cab', fontSize: 11, hideOverlap: true, formatter: hourOf },
            axisPointer: { label: { formatter: ({ value }: { value: unknown }) => dayTime(Number(value)) } },
          },
          yAxis: {
            type: 'value',
            splitNumber: 2,
            min: ({ min }: { min: number }) => (min >= least[0] ? least[0] : null),
            max: ({ max }: { max: number }) => (max <= least[1] ? least[1] : null),
            axisLabel: { color: '#8a9cab', fontSize: 11 },
            splitLine: { lineStyle: { color: '#1f2b36' } },
          },
          series: [
            {
              name: title,
              type: 'line',
              data: lineOf(points, valueOf),
              connectNulls: false,
              // A point with nothing on either side would otherwise not be seen at all.
              showSymbol: points.length < 3,
              symbolSize: 4,
              lineStyle: { width: 1.5, color: '#6fc7bd' },
              itemStyle: { color: '#6fc7bd' },
            },
          ],
        },
        { notMerge: true },
      ),
    resize: () => chart.resize(),
    close: () => chart.dispose(),
  };
}

function hourOf(value: number): string {
  return dayTime(value).slice(-5);
}
