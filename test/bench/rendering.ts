import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'adaptivecards-templating';
import { type Cards, loadCards } from '../../src/chat/cards/load-cards.ts';
import { ticketCard } from '../../src/chat/cards/ticket-card.ts';
import { situation, viewOf } from '../fakes/situations.ts';
import { type Line, spreadOf } from './figures.ts';

const RUNS = 3;
const RUN_MS = 400;
const CARDS = join(import.meta.dirname, '..', '..', 'cards');

/** Ticket cards drawn on one core, as the bot does it and with a new Template for each, as the library's own examples do. */
export function measureRendering(): Line[] {
  const { sv } = loadCards(CARDS);
  const view = viewOf(situation({ screening: { needsReply: true } }));
  const peer = buildingAnew(sv);
  if (JSON.stringify(ticketCard(peer, view)) !== JSON.stringify(ticketCard(sv, view))) {
    throw new Error('The peer draws another card');
  }
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    theirs.push(perSecond(() => ticketCard(peer, view)));
    ours.push(perSecond(() => ticketCard(sv, view)));
  }
  return [
    {
      name: 'Ticket cards drawn',
      unit: '/s',
      figure: spreadOf(ours),
      baseline: { name: 'a new Template for each', figure: spreadOf(theirs) },
    },
  ];
}

function perSecond(draw: () => unknown): number {
  const startedAt = performance.now();
  let count = 0;
  while (performance.now() - startedAt < RUN_MS) {
    draw();
    count += 1;
  }
  return (count / (performance.now() - startedAt)) * 1000;
}

function buildingAnew(cards: Cards): Cards {
  const payloads = new Map<string, Record<string, unknown>>();
  const payloadOf = (file: string) => {
    const known = payloads.get(file) ?? JSON.parse(readFileSync(join(CARDS, `${file}.json`), 'utf8'));
    payloads.set(file, known);
    return known;
  };
  const draw = (payload: object, data: object) => new Template(payload).expand({ $root: data }) as object;
  return {
    ...cards,
    expand: (name, data) => draw(payloadOf(name), data),
    button: (verb) => {
      const button = cards.button(verb);
      return {
        ...button,
        form: button.form && ((data) => draw(payloadOf(join('buttons', verb)).form, data)),
      };
    },
  };
}
