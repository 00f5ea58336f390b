// What is said of a password while it is typed.
import { expect, it } from 'vitest';
import { strengthOf } from './strength';

it('W3 length makes a password, and names and patterns unmake it', () => {
  const said = (password: string) => strengthOf(password, ['lin.jing', '林静']);
  expect(['', 'kurz', 'elf-zeichen'].map(said)).toEqual(['empty', 'short', 'short']);
  expect(['aaaaaaaaaaaaaaaa', 'Haixi-2026-camera', 'lin.jing-likes-tea'].map(said)).toEqual([
    'guessable',
    'guessable',
    'guessable',
  ]);
  expect(said('tea boat lamp')).toBe('fair');
  expect(said('tea boat lamp seven rivers')).toBe('strong');
});
