import type { Hit } from '../text/matcher.ts';
import type { OwnContacts } from './contacts.ts';
import { createDetectors } from './detect.ts';
import { createLexical } from './lexical.ts';
import type { Lexicon } from './lexicon.ts';
import { type Reading, read } from './reading.ts';
import type { Signal } from './signal.ts';

/** A text with what detectors and lexicon see in it: what the model reads, when it learns and when it judges. */
export interface Examined {
  readonly reading: Reading;
  readonly signals: readonly Signal[];
  readonly concepts: readonly Hit<string>[];
}

/** Compiles a lexicon into the first half of screening, which needs no policy but for the contacts it has published. */
export function createExaminer(
  lexicon: Lexicon,
): (text: string, own: OwnContacts, hasAttachments: boolean) => Examined {
  const detect = createDetectors(lexicon);
  const lexical = createLexical(lexicon);
  return (text, own, hasAttachments) => {
    const reading = read(text);
    const detected = detect(reading, own);
    const found = lexical(reading, detected.concepts, hasAttachments);
    return {
      reading,
      signals: [...detected.signals, ...found.signals].filter((signal) => signal.start < signal.end),
      concepts: [...found.concepts, ...detected.concepts],
    };
  };
}
