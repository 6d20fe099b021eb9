import type { Lexicon } from '../screening/lexicon.ts';
import { type Assessor, createAssessor } from '../screening/screen.ts';
import type { ModelPlaces } from './model-file.ts';
import { type OpenedModel, openModel } from './open-model.ts';

/** Screening that may still be learning. */
export interface OpenedScreening {
  readonly lexicon: Lexicon;
  /** False: the model was kept from an earlier start. */
  readonly trains: boolean;
  /** Judges by detectors and lexicon alone until `ready`, with the model from then on. */
  readonly assess: Assessor;
  /** Resolves when the model judges too; rejects when it could not be trained. */
  readonly ready: Promise<void>;
  /** What was learned of staff's questions, as soon as it is there. */
  readonly asking: OpenedModel['asking'];
  /** Ends a training that is under way. */
  stop(): Promise<void>;
}

/**
 * @param onNotKept as `openModel` has it
 * @throws {RulesError} when the examples cannot be used
 */
export function openScreening(
  places: ModelPlaces,
  lexicon: Lexicon,
  onNotKept: (error: unknown) => void,
): OpenedScreening {
  let assess = createAssessor(lexicon);
  const model = openModel(places, onNotKept);
  const ready = model.ready.then((learned) => {
    assess = createAssessor(lexicon, learned);
  });
  ready.catch(() => undefined);
  return {
    lexicon,
    trains: model.trains,
    assess: (text, policy, context) => assess(text, policy, context),
    ready,
    asking: model.asking,
    stop: model.stop,
  };
}
