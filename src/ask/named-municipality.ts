import type { Policy } from '../core/policy.ts';
import { fold, withoutMarks } from '../text/fold.ts';

/** What a text says of whose rules are asked for. */
export type Named =
  | { readonly kind: 'known'; readonly policy: Policy; readonly matched: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none' };

/** Swedish and English ways to name a municipality that has no rules here: "Karlstads kommun", "Malmö municipality". */
const ANY = /\p{Lu}[\p{L}-]+\s+(?:kommun|stad|municipality)\b/u;
/** The largest and best known, which people name without saying that they are municipalities. */
const FAMILIAR =
  /(?<!\p{L})(?:stockholm|göteborg|gothenburg|malmö|uppsala|linköping|örebro|västerås|helsingborg|norrköping|jönköping|umeå|lund|borås|sundsvall|gävle|eskilstuna|karlstad|växjö|halmstad|luleå|östersund|kalmar|skövde|nacka|solna|täby|falun|borlänge|kristianstad|landskrona|trelleborg|varberg|kungsbacka|knivsta|huddinge|botkyrka|södertälje|trollhättan|uddevalla|skellefteå|kiruna|visby|gotland)s?(?!\p{L})/iu;

/**
 * Finds the municipality that a question names, and the words that name it. Names count in the genitive, without
 * dots and rings, and as the address that begins a question: "Ludvika: får vi blockera?". Several named: the first that
 * is not `own`, since one's own is compared with it. The text is folded first, and `matched` stands in the folded text.
 */
export function namedMunicipality(
  written: string,
  policies: ReadonlyMap<string, Policy>,
  own?: string,
): Named {
  const text = fold(written).text;
  const found = [...policies.values()].flatMap((policy) => {
    const at = patternOf(policy).exec(text);
    return at ? [{ policy, at: at.index, matched: at[0] }] : [];
  });
  found.sort((a, b) => a.at - b.at);
  const chosen = found.find(({ policy }) => policy.municipality !== own) ?? found[0];
  if (chosen) {
    return { kind: 'known', policy: chosen.policy, matched: chosen.matched };
  }
  return { kind: ANY.test(text) || FAMILIAR.test(text) ? 'unknown' : 'none' };
}

function patternOf({ shortName, name, municipality }: Policy): RegExp {
  const names = [name, shortName, municipality].flatMap((each) => [fold(each).text, withoutMarks(each)]);
  const longestFirst = [...new Set(names)]
    .sort((a, b) => b.length - a.length)
    .map((each) => RegExp.escape(each));
  return new RegExp(
    `(?<!\\p{L})(?:${longestFirst.join('|')})(?:['’]?s)?(?:\\s+(?:kommuns?|municipality))?(?!\\p{L})`,
    'iu',
  );
}
