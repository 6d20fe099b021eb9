import type { PolicyFile } from '../core/policy.ts';
import { duplicates, type Problem, unless } from './policy-problem.ts';

/** Types of which an archive is given something. */
const PRESERVABLE = ['comment', 'answered', 'registered', 'removed', 'message', 'own', 'media', 'terms'];

/** Faults in what a municipality says that it disposes of. */
export const checkDisposal = ({ disposal, rules }: PolicyFile): Problem[] => [
  ...duplicates(
    disposal.map(({ id }) => id),
    (index) => ['disposal', index, 'id'],
  ),
  // Which of two times held would be a guess.
  ...duplicates(
    disposal.map(({ type }) => type),
    (index) => ['disposal', index, 'type'],
  ),
  ...disposal.flatMap(({ type, preserve, exceptions }, index) => [
    ...unless(
      !preserve || PRESERVABLE.includes(type),
      ['disposal', index, 'preserve'],
      `expected false: no archive is given ${type}`,
    ),
    ...exceptions.flatMap(({ rule }, place) =>
      unless(
        rule === undefined || rules.some(({ id }) => id === rule),
        ['disposal', index, 'exceptions', place, 'rule'],
        `expected the id of a rule in this file, found ${rule}`,
      ),
    ),
  ]),
];
