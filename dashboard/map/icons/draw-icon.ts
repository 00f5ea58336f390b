// The marks of the map drawn on a canvas: what each is shows by its shape alone, its colour only says it again.
import type { Priority, SitePresence, SiteType, UnitKind } from '@haixi/proto/vocabulary';
import { lackDrawn, lackHigh, lackLooks, lackOutline, lackWide } from '../../store/lack-shape';
import type { SiteLack } from '../../store/site-lack';
import { cameraColour, priorityColour, siteColour, unitColour } from '../palette';
import { cameraGlyph, siteGlyphs, taskGlyphs, unitGlyphs } from './glyphs';
import type { CameraIcon, IconName, Task } from './names';

/** Every icon is drawn in a square of this many pixels; incidents stand on the middle of its lower edge. */
export const iconPx = 80;

/** Draws one icon with its upper left corner at 0, 0. */
export function drawIcon(to: CanvasRenderingContext2D, name: IconName): void {
  const [family, second, third] = name.split('-') as [string, string, string];
  to.save();
  to.lineJoin = 'round';
  to.lineCap = 'round';
  if (family === 'site') drawSite(to, second as SiteType, third as SitePresence);
  else if (family === 'cluster') drawCluster(to, second === 'wrong');
  else if (family === 'unit') drawUnit(to, second as UnitKind, third === 'on');
  else if (family === 'heading') drawHeading(to);
  else if (family === 'task') drawTask(to, second as Task);
  else if (family === 'camera') drawCamera(to, name as CameraIcon);
  else if (family === 'lack') drawLack(to, second as SiteLack);
  else drawIncident(to, Number(second) as Priority, third === 'new');
  to.restore();
}

/** Institution square, community house, shop circle, road diamond. Dashed and struck through: dark; dotted: never. */
function drawSite(to: CanvasRenderingContext2D, type: SiteType, presence: SitePresence): void {
  const colour = siteColour[presence];
  const outline = new Path2D(siteShapes[type]);
  to.fillStyle = presence === 'online' ? '#10262c' : '#0f161d';
  to.fill(outline);
  to.strokeStyle = colour;
  to.lineWidth = presence === 'never' ? 6 : 5;
  to.setLineDash(presence === 'online' ? [] : presence === 'dark' ? [12, 9] : [0.5, 11]);
  to.stroke(outline);
  to.setLineDash([]);
  to.strokeStyle = presence === 'online' ? '#d4f3ee' : colour;
  to.lineWidth = 4.5;
  to.stroke(new Path2D(siteGlyphs[type]));
  if (presence !== 'dark') return;
  const strike = new Path2D('M16 66 L64 14');
  to.strokeStyle = '#0f161d';
  to.lineWidth = 14;
  to.stroke(strike);
  to.strokeStyle = colour;
  to.lineWidth = 6;
  to.stroke(strike);
}

/** Three plates on each other, seen from above, with room for a number; a filled corner where something is wrong. */
function drawCluster(to: CanvasRenderingContext2D, wrong: boolean): void {
  const colour = wrong ? siteColour.dark : siteColour.online;
  to.strokeStyle = colour;
  to.lineWidth = 4;
  for (const step of [12, 6, 0]) {
    const plate = new Path2D();
    plate.roundRect(4 + step, 16 - step, 60, 60, 14);
    to.fillStyle = '#10262c';
    to.fill(plate);
    to.stroke(plate);
  }
  if (!wrong) return;
  const corner = new Path2D('M58 2 L80 38 H36 Z');
  to.fillStyle = '#e6a23c';
  to.strokeStyle = '#0b1118';
  to.lineWidth = 5;
  to.stroke(corner);
  to.fill(corner);
  to.lineWidth = 5;
  to.stroke(new Path2D('M58 15 V24 M58 31 V31.5'));
}

/** A camera on a plate: crossed out at a fault, a filled corner for a trouble, struck through dark, dotted unknown. */
function drawCamera(to: CanvasRenderingContext2D, name: CameraIcon): void {
  const colour = cameraColour[name];
  to.fillStyle = '#0f161d';
  to.strokeStyle = colour;
  to.lineWidth = 6;
  to.setLineDash(name === 'camera-unknown' ? [0.5, 11] : name === 'camera-gone' ? [12, 9] : []);
  const plate = new Path2D('M16 10 H64 Q70 10 70 16 V64 Q70 70 64 70 H16 Q10 70 10 64 V16 Q10 10 16 10 Z');
  to.fill(plate);
  to.stroke(plate);
  to.setLineDash([]);
  to.lineWidth = 6;
  to.stroke(new Path2D(cameraGlyph));
  if (name === 'camera-troubled') {
    to.fillStyle = colour;
    to.fill(new Path2D('M56 2 L78 24 L56 46 L34 24 Z'));
  }
  const over = name === 'camera-fault' ? 'M16 16 L64 64 M64 16 L16 64' : 'M16 66 L64 14';
  if (name !== 'camera-fault' && name !== 'camera-gone') return;
  const strike = new Path2D(over);
  to.strokeStyle = '#0f161d';
  to.lineWidth = 16;
  to.stroke(strike);
  to.strokeStyle = colour;
  to.lineWidth = 8;
  to.stroke(strike);
}

/** A long hexagon, for the number that the map writes into it; a drawing where there is no number. */
function drawLack(to: CanvasRenderingContext2D, lack: SiteLack): void {
  const { fill, edge, ink, dash } = lackLooks[lack];
  const scale = iconPx / lackWide;
  to.translate(0, (iconPx - lackHigh * scale) / 2);
  to.scale(scale, scale);
  // Smaller by as much as the dark rim takes, without which the light ones are lost on a light ground.
  to.translate(lackWide * 0.04, lackHigh * 0.04);
  to.scale(0.92, 0.92);
  const outline = new Path2D(lackOutline);
  to.strokeStyle = '#0b1118';
  to.lineWidth = 4.4;
  to.stroke(outline);
  to.fillStyle = fill;
  to.fill(outline);
  to.strokeStyle = edge;
  to.lineWidth = 2;
  to.setLineDash(dash);
  to.stroke(outline);
  to.setLineDash([]);
  if (lack !== 'unproven' && lack !== 'tested') return;
  to.strokeStyle = ink;
  to.stroke(new Path2D(lackDrawn[lack]));
}

const siteShapes = {
  institution: 'M16 12 H64 Q68 12 68 16 V64 Q68 68 64 68 H16 Q12 68 12 64 V16 Q12 12 16 12 Z',
  community: 'M40 7 L72 34 V64 Q72 69 67 69 H13 Q8 69 8 64 V34 Z',
  shop: 'M40 9 A31 31 0 1 1 39.9 9 Z',
  road: 'M40 4 L76 40 L40 76 L4 40 Z',
} as const satisfies Record<SiteType, string>;

/** A filled disc with a white rim; off duty an empty one. */
function drawUnit(to: CanvasRenderingContext2D, kind: UnitKind, onDuty: boolean): void {
  const disc = new Path2D('M40 7 A33 33 0 1 1 39.9 7 Z');
  to.fillStyle = onDuty ? unitColour.onDuty : '#0f161d';
  to.fill(disc);
  to.strokeStyle = onDuty ? '#eaf2ff' : unitColour.offDuty;
  to.lineWidth = 5;
  to.stroke(disc);
  to.strokeStyle = onDuty ? '#ffffff' : unitColour.offDuty;
  to.lineWidth = 4.5;
  to.stroke(new Path2D(unitGlyphs[kind]));
}

/** An arrow head near the upper edge, clear of the disc in the middle: the map turns it round the unit. */
function drawHeading(to: CanvasRenderingContext2D): void {
  const head = new Path2D('M40 3 L53 21 Q40 15 27 21 Z');
  to.strokeStyle = '#0b1118';
  to.lineWidth = 6;
  to.stroke(head);
  to.fillStyle = '#eaf2ff';
  to.fill(head);
}

/** A light disc with what the unit does; dashed while it has only been sent. */
function drawTask(to: CanvasRenderingContext2D, task: Task): void {
  const disc = new Path2D('M40 6 A34 34 0 1 1 39.9 6 Z');
  to.fillStyle = task === 'arrived' ? '#eaf2ff' : '#0f161d';
  to.fill(disc);
  to.strokeStyle = '#eaf2ff';
  to.lineWidth = 8;
  to.setLineDash(task === 'sent' ? [14, 12] : []);
  to.stroke(disc);
  to.setLineDash([]);
  to.strokeStyle = task === 'arrived' ? '#0b1118' : '#eaf2ff';
  to.lineWidth = 10;
  to.stroke(new Path2D(taskGlyphs[task]));
}

/** 1 a diamond, 2 a triangle, 3 a square, 4 a disc, each on a point and with its number; taken ones are hollow. */
function drawIncident(to: CanvasRenderingContext2D, priority: Priority, isNew: boolean): void {
  const colour = priorityColour[priority];
  const shape = new Path2D(incidentShapes[priority]);
  const point = new Path2D('M31 56 L40 79 L49 56 Z');
  to.fillStyle = colour;
  to.strokeStyle = '#0b1118';
  to.lineWidth = 9;
  to.stroke(shape);
  to.fill(point);
  to.fillStyle = isNew ? colour : '#141a21';
  to.fill(shape);
  to.strokeStyle = isNew ? '#ffffff' : colour;
  to.lineWidth = isNew ? 4 : 5.5;
  to.stroke(shape);
  to.fillStyle = isNew ? (priority === 1 ? '#ffffff' : '#1a1205') : colour;
  to.font = '700 34px "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif';
  to.textAlign = 'center';
  to.textBaseline = 'middle';
  to.fillText(String(priority), 40, priority === 2 ? 43 : 37);
}

const incidentShapes = {
  1: 'M40 3 L73 35 L40 67 L7 35 Z',
  2: 'M40 4 L75 62 H5 Z',
  3: 'M14 6 H66 Q70 6 70 10 V58 Q70 62 66 62 H14 Q10 62 10 58 V10 Q10 6 14 6 Z',
  4: 'M40 5 A30 30 0 1 1 39.9 5 Z',
} as const satisfies Record<Priority, string>;
