import type { Shown } from './small-cells.ts';
import type { Say } from './words.ts';

/** What a reader sees of a number. */
export function shownText(shown: Shown, say: Say): string {
  switch (shown.kind) {
    case 'count':
      return String(shown.count);
    case 'few':
    case 'withheld':
    case 'none':
      return say(`shown.${shown.kind}`);
    case 'hours':
      return say('shown.hours', { hours: String(shown.hours).replace('.', say('decimal')) });
    case 'share':
      return say('shown.share', { percent: shown.percent });
    case 'band':
      return shown.to === null
        ? say('shown.more', { from: shown.from })
        : say('shown.band', { from: shown.from, to: shown.to });
  }
}
