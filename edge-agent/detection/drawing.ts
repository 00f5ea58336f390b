// One clip as ffmpeg draws it: its scenery, figures, light and weather as a filter graph, then noise and x264 (pure).
import { picture, type Still, view } from './scenery.js';
import type { Clip, Walker } from './clip.js';

export const clipFps = 15;

/** Arguments that draw `clip` into `path`; `still` names the file of a still that is drawn already. */
export function clipArguments(clip: Clip, still: (name: Still) => string, path: string): string[] {
  const graph = new Graph(still);
  const seconds = clip.lostS ?? clip.lengthS;
  const parts: readonly ((graph: Graph, clip: Clip) => void)[] = [
    look,
    walk,
    sway,
    darken,
    shine,
    rainFalls,
    cover,
    develop,
  ];
  for (const part of parts) part(graph, clip);
  return [
    ...'-nostdin -v error -threads 1 -filter_threads 1 -filter_complex_threads 1'.split(' '),
    ...graph.inputs.flatMap((file) => ['-i', file]),
    '-filter_complex',
    graph.text,
    ...`-map [out] -t ${seconds} -r ${clipFps} -c:v libx264 -preset ultrafast -tune zerolatency -threads 1`.split(
      ' ',
    ),
    ...`-crf ${clip.crf} -g ${clipFps} -pix_fmt yuv420p -y`.split(' '),
    path,
  ];
}

/** A chain that grows: each step takes `[main]` and leaves a new one. */
class Graph {
  readonly inputs: string[] = [];
  private readonly steps: string[] = [];
  private main = '';
  private count = 0;

  constructor(private readonly file: (name: Still) => string) {}

  /** A still as an endless stream; answers its label. */
  still(name: Still, pixels: string): string {
    const label = `s${this.inputs.length}`;
    this.steps.push(
      `[${this.inputs.length}]format=${pixels},loop=loop=-1:size=1,setpts=N/${clipFps}/TB,fps=${clipFps}[${label}]`,
    );
    this.inputs.push(this.file(name));
    return `[${label}]`;
  }

  /** `filter` works on the picture so far, and on a second stream where one is given. */
  add(filter: string, second = ''): void {
    this.count += 1;
    this.steps.push(`${this.main}${second}${filter}[m${this.count}]`);
    this.main = `[m${this.count}]`;
  }

  aside(from: string, filter: string): string {
    this.count += 1;
    this.steps.push(`${from}${filter}[m${this.count}]`);
    return `[m${this.count}]`;
  }

  begin(label: string): void {
    this.main = label;
  }

  get text(): string {
    return `${this.steps.join(';')};${this.main}format=yuv420p[out]`;
  }
}

/** The camera's cut of the world; it turns within 0.6 s. */
function look(graph: Graph, { scene, turned }: Clip): void {
  graph.begin(graph.still(scene, 'yuv420p'));
  const x = turned ? `${view.x}+${turned.byX}*clip((t-${turned.atS})/0.6,0,1)` : String(view.x);
  graph.add(`crop=${picture.width}:${picture.height}:x='${x}':y=${view.y}`);
}

/** Two legs in turn, 0.4 s a step. */
function walk(graph: Graph, { walkers = [] }: Clip): void {
  for (const walker of walkers) {
    const { fromS, untilS = 1e6, y } = walker;
    for (const [sprite, phase] of [
      ['walker-a', 'lt(mod(t,0.8),0.4)'],
      ['walker-b', 'gte(mod(t,0.8),0.4)'],
    ] as const) {
      const enable = `between(t,${fromS},${untilS})*${phase}`;
      const place = `x='${xOf(walker)}-12':y='${y - 56}+abs(2*sin(t*7.85))'`;
      graph.add(`overlay=${place}:eval=frame:enable='${enable}'`, graph.still(sprite, 'yuva420p'));
    }
  }
}

function xOf({ fromS, fromX, speed, stopsX }: Walker): string {
  const x = `${fromX}+(${speed})*(t-${fromS})`;
  if (stopsX === undefined) return x;
  return speed < 0 ? `max(${stopsX},${x})` : `min(${stopsX},${x})`;
}

/** A tree in the wind: three crowns that sway, each in its own time. */
function sway(graph: Graph, { leaves }: Clip): void {
  if (!leaves) return;
  for (const [x, y, pace] of [
    [470, 150, 3.1],
    [500, 190, 4.3],
    [330, 160, 3.7],
  ] as const) {
    const place = `x='${x}+4*sin(t*${pace})+2*sin(t*${pace * 2.3}+1)':y='${y}+2*cos(t*${pace * 1.3})'`;
    graph.add(`overlay=${place}:eval=frame`, graph.still('leaves', 'yuva420p'));
  }
}

/** Light switched off: what is left comes through the window. Clouds and a bad lamp change it all the time. */
function darken(graph: Graph, { dark = [], unsteady }: Clip): void {
  for (const { fromS, untilS } of dark) {
    graph.add(`lutyuv=y='18+(val-16)*0.13':enable='between(t,${fromS},${untilS})'`);
  }
  if (unsteady) graph.add("eq=brightness='0.06*sin(t*0.35)+0.012*sin(t*8.2)':eval=frame");
}

/** Night: the scene times the light that falls on it, from lamps and from cars that pass. */
function shine(graph: Graph, { time, scene, headlightsS = [] }: Clip): void {
  if (time === 'day') return;
  if (scene === 'shop') return graph.add("lutyuv=y='16+(val-16)*0.6':u=128:v=128");
  let light = graph.still('lamps', 'gray');
  for (const fromS of headlightsS) {
    const x = `clip(1280-1280*(t-${fromS})/3,0,1280)`;
    const beam = graph.aside(
      graph.still('beam', 'gray'),
      `crop=${picture.width}:${picture.height}:x='${x}':y=0`,
    );
    light = graph.aside(light + beam, `blend=all_mode=addition:enable='between(t,${fromS},${fromS + 3})'`);
  }
  graph.add(
    'blend=c0_mode=multiply:c1_mode=normal:c2_mode=normal:c1_opacity=0.15:c2_opacity=0.15',
    graph.aside(light, 'format=yuv420p'),
  );
}

function rainFalls(graph: Graph, { rain, time }: Clip): void {
  if (!rain) return;
  const drops = graph.aside(
    graph.still('rain', 'gray'),
    `crop=${picture.width}:${picture.height}:x='random(1)*640':y='random(2)*1080',format=yuv420p`,
  );
  const enable = `enable='between(t,${rain.fromS},${rain.untilS})'`;
  graph.add(
    `blend=c0_mode=screen:c0_opacity=${time === 'day' ? 0.35 : 0.22}:c1_mode=normal:c2_mode=normal:${enable}`,
    drops,
  );
}

function cover(graph: Graph, { covered }: Clip): void {
  if (!covered) return;
  const enable = `enable='between(t,${covered.fromS},${covered.untilS})'`;
  if (covered.by === 'black') graph.add(`drawbox=c=0x0a0a0a:t=fill:${enable}`);
  else graph.add(`overlay=${enable}`, graph.still('cloth', 'yuv420p'));
}

/** The sensor's noise, the camera's clock, and a picture that stands still although the stream goes on. */
function develop(graph: Graph, { noise, clock, frozen }: Clip): void {
  graph.add(`noise=c0s=${noise}:c0f=t`);
  if (clock)
    graph.add(
      "drawtext=text='%{pts\\:gmtime\\:1790000000\\:%H-%M-%S}':x=16:y=12:fontsize=20:fontcolor=white:box=1:boxcolor=black@0.5",
    );
  if (!frozen) return;
  const first = Math.round(frozen.fromS * clipFps);
  const size = Math.round((frozen.untilS - frozen.fromS) * clipFps);
  graph.add(`loop=loop=${size}:size=1:start=${first},setpts=N/${clipFps}/TB`);
}
