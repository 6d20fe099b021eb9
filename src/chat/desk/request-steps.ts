import { z } from 'zod';
import {
  decidedMeanwhile,
  finishReview,
  handOver,
  review,
  secondLook,
  select,
} from '../../core/disclosure.ts';
import { close, type Ending } from '../../core/disclosure-end.ts';
import { masksOfWords, readMask } from '../../core/masking.ts';
import type { Policy } from '../../core/policy.ts';
import { ofDays, type RecordItem } from '../../core/record-item.ts';
import { type Mask, Outcome } from '../../core/request.ts';
import { changedSince } from '../../records/disclosure/seen-reviews.ts';
import { type Taken, takeStep } from '../../records/disclosure/take-step.ts';
import { itemOf, itemsToReview, nameOf } from '../../records/disclosure/unreviewed.ts';
import { EVERY } from '../cards/every.ts';
import type { DeskParts } from './desk.ts';
import type { RequestStep } from './request-press.ts';

/** What a press on a request came to: the step taken or refused, a form that is wrong, or where the package lies that was made. */
export type Stepped = Taken | { readonly wrong: 'days' | 'outcome' | 'how' } | { readonly file: string };

/** Takes the step that a press asks for, as the same person at a command line would. */
export function createRequestSteps({ store, clock, packages }: DeskParts) {
  return async (policy: Policy, press: RequestStep, by: string): Promise<Stepped> => {
    const { municipality } = policy;
    const { reference } = press;
    const now = clock.now();
    const of = { municipality, reference, now };
    switch (press.step) {
      case 'select': {
        const days = daysOf(press, now);
        if (days === null) return { wrong: 'days' };
        const query = { ...days, ...given(press) };
        return takeStep(store, of, (one) => select(one, { query, names: press.names !== 'no', by }, now));
      }
      case 'review':
        return reviewed({ store }, policy, press, by, now);
      case 'reviewed':
        return takeStep(store, of, async (one) => {
          const left: string[] = [];
          const reviews = await store.reviews(municipality, one.id);
          for await (const each of itemsToReview(store, municipality, one, reviews))
            if (each.review === null) left.push(nameOf(each.item));
          return finishReview(one, by, left);
        });
      case 'second-look':
        return takeStep(
          store,
          of,
          (one) => secondLook(one, by),
          (reviews) => changedSince(reviews, press.seen, by),
        );
      case 'hand-over':
        return takeStep(store, of, (one) => handOver(one, by));
      case 'build':
        return packages.make(policy, { reference, by, now });
      case 'close': {
        const ending = endingOf(press);
        if (ending === null) return { wrong: 'how' };
        const taken = await takeStep(store, of, (one) =>
          close(one, { by, ending, clock: policy.clock }, now),
        );
        if (!('refusal' in taken)) await packages.discard(policy, reference);
        return taken;
      }
    }
  };
}

async function reviewed(
  { store }: Pick<DeskParts, 'store'>,
  policy: Policy,
  press: Extract<RequestStep, { step: 'review' }>,
  by: string,
  now: Temporal.Instant,
): Promise<Stepped> {
  const { municipality, provisions } = policy;
  const { reference, seen } = press;
  const outcome = Outcome.safeParse(press.outcome);
  if (!outcome.success) return { wrong: 'outcome' };
  const found = await store.request(municipality, reference);
  const item = found && (await itemOf(store, municipality, found, press.item));
  if (!item) return { refusal: { code: 'no-such-item' } };
  const masks = masksOf(item, press);
  if ('code' in masks) return { refusal: masks };
  // What was typed beside an outcome that has no use for it is refused: somebody may have meant it.
  const provision = ['', EVERY].includes(press.provision) ? null : press.provision;
  const decided = { outcome: outcome.data, masks, by, provision };
  return takeStep(
    store,
    { municipality, reference, now },
    (one) => review(one, item, decided, provisions),
    (reviews) => decidedMeanwhile(item, seen, reviews),
  );
}

function masksOf(item: RecordItem, { words, places }: { words: string; places: string }) {
  const ofWords = masksOfWords(
    item,
    words
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
  if ('code' in ofWords) return ofWords;
  const ofPlaces: Mask[] = [];
  for (const place of places.split(',').filter(Boolean)) {
    const mask = readMask(place);
    if (mask === null) return { code: 'no-such-word' as const, word: place };
    ofPlaces.push(mask);
  }
  return [...ofWords, ...ofPlaces];
}

/** What was filled in, of what narrows a selection. */
function given({ account, words, author }: Extract<RequestStep, { step: 'select' }>) {
  const filled = Object.entries({ account, words, author }).filter(
    ([, value]) => !['', EVERY].includes(value.trim()),
  );
  return Object.fromEntries(filled.map(([key, value]) => [key, value.trim()]));
}

/** Null for what is no day of the calendar, and where the last comes before the first. */
function daysOf({ from, to }: { from: string; to: string }, now: Temporal.Instant) {
  const [first, last] = [dayOf(from), dayOf(to)];
  if (!first || !last || Temporal.PlainDate.compare(first, last) > 0) return null;
  return ofDays(first, last, now);
}

function dayOf(text: string): Temporal.PlainDate | null {
  const day = z.iso.date().safeParse(text);
  return day.success ? Temporal.PlainDate.from(day.data) : null;
}

function endingOf({ how, received }: { how: string; received: string }): Ending | null {
  if (how === 'given' || how === 'appealed') return { how };
  const on = dayOf(received);
  return how === 'refusal-received' && on ? { how, on } : null;
}
