// How long each step of an incident may take, by priority: the server's clocks run by it, screens count down to it.
import type { ClockStep, Priority } from '../vocabulary.js';

const second = 1_000;
const minute = 60 * second;

/**
 * Time allowed for each step, by priority. Receiving follows the targets of EN 50518 (30 s and 60 s for high
 * priority, 90 s and 180 s for others); signing the first bucket of the 110 weekly figures (30 s); the rest is ours.
 */
export const allowedMs: Readonly<Record<ClockStep, Readonly<Record<Priority, number>>>> = {
  receive: { 1: 30 * second, 2: 60 * second, 3: 90 * second, 4: 180 * second },
  dispatch: { 1: 60 * second, 2: 2 * minute, 3: 5 * minute, 4: 30 * minute },
  sign: { 1: 30 * second, 2: minute, 3: 2 * minute, 4: 10 * minute },
  arrive: { 1: 5 * minute, 2: 10 * minute, 3: 15 * minute, 4: 60 * minute },
};
