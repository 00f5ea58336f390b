// The table of moves as people meet it: what each stage offers, and that nobody can do the other one's part.
import { expect, test } from 'vitest';
import { assignmentStates, stages } from '../vocabulary.js';
import { assignmentMoves, incidentMoves, mayMoveAssignment, mayMoveIncident } from './moves.js';

test('I2 receiving is offered in the stage reported and in no other', () => {
  expect(stages.filter((stage) => mayMoveIncident(stage, 'receive'))).toEqual(['reported']);
});

test('I6 closing is offered in any stage after reported, and not again', () => {
  expect(stages.filter((stage) => mayMoveIncident(stage, 'close'))).toEqual([
    'received',
    'assisting',
    'handling',
  ]);
});

test('I7 a unit can be called back or decline until it has arrived, and never once it is released', () => {
  for (const move of ['recall', 'decline'] as const)
    expect(assignmentStates.filter((state) => mayMoveAssignment(state, move))).toEqual([
      'sent',
      'signed',
      'setOut',
    ]);
  const ended = ['released', 'recalled', 'declined'] as const;
  for (const state of ended)
    for (const move of Object.keys(assignmentMoves) as (keyof typeof assignmentMoves)[])
      expect(mayMoveAssignment(state, move)).toBe(false);
});

test('I1 a note can be written at any stage, and is the only move that a closed incident knows', () => {
  const moves = Object.keys(incidentMoves) as (keyof typeof incidentMoves)[];
  expect(moves.filter((move) => mayMoveIncident('closed', move))).toEqual(['note']);
  for (const stage of stages) expect(mayMoveIncident(stage, 'note')).toBe(true);
});

test('I1 what the unit does is the unit’s, what the operator does is the operator’s', () => {
  const by = Object.fromEntries(Object.entries(assignmentMoves).map(([move, row]) => [move, row.by]));
  expect(by).toEqual({
    sign: 'unit',
    setOut: 'unit',
    arrive: 'unit',
    feedBack: 'unit',
    decline: 'unit',
    release: 'operator',
    recall: 'operator',
  });
});
