import { localDay } from '../../core/calendar.ts';
import type { Unposted, UnpostedPage } from '../../core/digest-lists.ts';
import { platformTitle } from '../../core/platform.ts';
import type { Policy } from '../../core/policy.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { cut } from '../../text/characters.ts';
import { backButton, buttonTo, LINE_LIMITS, toldIn } from './digest-lines.ts';
import { fitCard } from './fit-card.ts';
import type { Cards } from './load-cards.ts';
import { dateOf, dayOf } from './moment.ts';
import { authorOf } from './names.ts';
import { safeText, safeUrl } from './safe-text.ts';

/** So much of a comment is shown to the one who asks what got no card. */
const EXCERPT = 160;

/** A page of the comments that got no card, with author and the beginning of the text, for the presser alone. */
export function unpostedCard(cards: Cards, policy: Policy, page: UnpostedPage): CardMessage {
  const { now, before, total, comments, inflow } = page;
  const about = { day: dateOf(cards, localDay(now)), municipality: policy.shortName };
  const card = fitCard(LINE_LIMITS, (limit) => {
    const shown = comments.slice(0, limit);
    const place = { from: before + 1, to: before + shown.length, total };
    return cards.expand('digest-page', {
      lang: cards.locale,
      head: cards.say('digest.head', about),
      fallback: cards.say('digest.fallback', about),
      title: cards.say(shown.length === 0 ? 'digest.unposted.empty' : 'digest.unposted', place),
      lists: [{ title: '', items: shown.map((comment) => lineOf(cards, comment)) }],
      actions: [...moreButton(cards, policy, page, shown), backButton(cards, policy, inflow)],
    });
  });
  return { card, summary: cards.say('digest.head', about) };
}

/** The button to the comments that got no card, after that one. */
export const unpostedButton = (
  cards: Cards,
  policy: Policy,
  inflow: UnpostedPage['inflow'],
  { title, after }: { title: string; after?: string },
): object =>
  buttonTo(cards, title, {
    verb: 'list-unposted',
    ...toldIn(policy, inflow),
    ...(after !== undefined && { after }),
  });

function moreButton(
  cards: Cards,
  policy: Policy,
  { inflow, before, total }: UnpostedPage,
  shown: readonly Unposted[],
): object[] {
  const after = shown.at(-1)?.comment;
  const count = total - before - shown.length;
  if (after === undefined || count <= 0) return [];
  return [unpostedButton(cards, policy, inflow, { title: cards.say('digest.more', { count }), after })];
}

function lineOf(cards: Cards, { platform, writtenAt, shown, permalink }: Unposted): object {
  const title = platformTitle(platform);
  return {
    where: `${title} · ${dayOf(cards, writtenAt)}`,
    rest:
      shown === null
        ? cards.say('digest.unposted.hidden', { platform: title })
        : `${authorOf(cards, platform, shown.author)} ${excerptOf(cards, shown.text)}`,
    open: cards.say('link', { platform: title }),
    url: safeUrl(platform, permalink) ?? '',
  };
}

function excerptOf(cards: Cards, text: string): string {
  const excerpt = cut(safeText(text).replaceAll(/\s+/gu, ' ').trim(), EXCERPT);
  if (excerpt.text === '') return cards.say('text.none');
  return excerpt.isCut ? `${excerpt.text}…` : excerpt.text;
}
