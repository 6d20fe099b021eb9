import { inject } from 'vitest';
import { createAssessor, screenerOf } from '../../src/screening/screen.ts';
import { openModel } from '../../src/training/open-model.ts';
import { lexicon } from './policy-fixture.ts';

/** The model of the shipped rules, trained at most once for all runs until something that it depends on changes. */
export const model = await openModel({ dataDir: inject('modelFolder'), rulesDir: 'rules' }).ready;

/** Screening as it is in operation: detectors, lexicon and model. */
export const screenWithModel = screenerOf(createAssessor(lexicon, model));
