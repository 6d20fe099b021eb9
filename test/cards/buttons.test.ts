import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verb } from '../../src/actions/index.ts';
import { askingCard } from '../../src/chat/cards/asking-card.ts';
import { privateCard } from '../../src/chat/cards/private-card.ts';
import { NO_NOTICE, ticketCard } from '../../src/chat/cards/ticket-card.ts';
import type { TicketView } from '../../src/core/view.ts';
import { able } from '../fakes/able.ts';
import {
  ANNA,
  actor,
  BO,
  finding,
  type Given,
  MUNICIPALITIES,
  NOW,
  policyOf,
  press,
  viewOf,
} from '../fakes/situations.ts';
import { createWorld } from '../fakes/world.ts';
import { cards, STAGE_NAMES, TEXT, viewAt } from './views.ts';

interface Drawn {
  readonly verb: Verb;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Every button of a card with what it would send if a person pressed it as it stands. */
function drawnOn(view: TicketView): Drawn[] {
  const found: Drawn[] = [];
  const walk = (node: unknown, values: Record<string, unknown>): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, data, body } = node as { type?: string; data?: Record<string, unknown>; body?: unknown[] };
    const inner = body ? { ...values, ...inputsOf(body) } : values;
    if (type === 'Action.Execute' && data)
      found.push({ verb: data['verb'] as Verb, inputs: { ...inner, ...data } });
    for (const [key, child] of Object.entries(node)) if (key !== 'data') walk(child, inner);
  };
  walk(ticketCard(cards.sv, view).card, {});
  return found;
}

const inputsOf = (body: unknown[]): Record<string, unknown> =>
  Object.fromEntries(
    (body as { type: string; id: string; value: unknown }[])
      .filter(({ type }) => type.startsWith('Input.'))
      .map(({ id, value }) => [id, value]),
  );

/** The form for a block, as whoever pressed its button gets it. */
const formOfBlock = (view: TicketView) => askingCard(cards.sv, view, 'block', NO_NOTICE).card;

/** What a person must still fill in before the press can succeed, and "Ångra" while the deletion already runs. */
const MAY_REFUSE: Readonly<Record<string, readonly string[]>> = {
  reply: ['missing-placeholder'],
  remove: ['bad-input', 'evidence-missing'],
  block: ['bad-input', 'too-few-breaches', 'evidence-missing'],
  'answer-colleague': ['bad-input'],
  register: ['bad-input', 'subject-not-neutral', 'criteria-not-met'],
  'correct-number': ['bad-input'],
  secrecy: ['bad-input'],
  'return-entry': ['bad-input'],
  police: ['bad-input'],
  'hide-now': ['evidence-missing'],
  undo: ['too-late-to-undo', 'not-the-proposer'],
  // No rule is proposed for what has been decided.
  'own-act': ['bad-input'],
};

function holds(view: TicketView): void {
  const drawn = drawnOn(view);
  for (const { verb, inputs } of drawn) {
    const code = press(view, verb, inputs, actor('0f0f0f0f-0000-4000-8000-00000000000f', 'lead')).refusal
      ?.code;
    const free = view.ticket.claim === null || code !== 'colleague-first';
    if (code !== undefined && free) expect(MAY_REFUSE[verb], `${verb}: ${code}`).toContain(code);
  }
}

describe('The buttons on a card', () => {
  it.each(MUNICIPALITIES)('%s: each would be accepted at every stage', (municipality) => {
    for (const stage of STAGE_NAMES)
      for (const display of ['open', 'secret'] as const) holds(viewAt(stage, municipality, display));
  });

  it('are those that the press rules accept, whatever has happened', () => {
    const verbs: readonly Verb[] = ['remove', 'undo', 'dismiss', 'hide-now', 'reply', 'register', 'claim'];
    const step = fc.oneof(
      fc.constantFrom(...verbs),
      fc.constantFrom('done', 'failed', 'unknown', 'pass', 'edit', 'removed'),
    );
    const inputs: Record<string, object> = {
      remove: { rule: 'FIL-20', reason: 'Personangrepp.' },
      dismiss: { because: 'within-rules' },
      reply: { form: 'answer', 'text-answer': 'Hej!' },
      register: { subject: 'Kommentar på Facebook' },
    };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const seen = viewAt('is new', 'filipstad', 'open');
        const world = createWorld({ screening: seen.ticket.screening, comment: { text: TEXT } });
        for (const one of steps) {
          if (one === 'done' || one === 'failed' || one === 'unknown') world.run(one);
          else if (one === 'pass') world.pass(10);
          else if (one === 'edit') world.edit('En annan text.', seen.ticket.screening);
          else if (one === 'removed') world.platform('removed');
          else world.press(one as Verb, inputs[one] as Record<string, unknown>);
          holds(world.view);
        }
      }),
      { numRuns: 60, seed: 20260402 },
    );
  });

  it('Eslöv’s card has no button to block, and a platform that cannot hide none to hide', () => {
    const verbsOf = (view: TicketView) => drawnOn(view).map(({ verb }) => verb);
    const breached = 'is new, from an account with decided breaches';
    expect(verbsOf(viewAt(breached, 'eslov', 'open'))).not.toContain('block');
    expect(verbsOf(viewAt(breached, 'filipstad', 'open'))).toContain('block');
    const account = { can: able({ hide: false, block: true }) };
    expect(verbsOf(viewAt('is new', 'filipstad', 'open', { account }))).not.toContain('hide-now');
  });

  describe('"Blockera konto" stands on a card only after the decided breaches that the rule asks for', () => {
    const breach = (daysAgo: number) => ({
      ticket: `t${daysAgo}`,
      rule: 'FIL-20',
      at: NOW.subtract({ hours: 24 * daysAgo }),
    });
    it.each([
      ['filipstad', 'is new', [], false],
      ['filipstad', 'is new', [1], false],
      ['filipstad', 'is new', [1, 2], true],
      ['filipstad', 'is new', [1, 400], false],
      ['filipstad', 'is closed by a reply', [], false],
      ['filipstad', 'is closed by a removal', [1], false],
      ['filipstad', 'is hidden and will be deleted', [1], false],
      ['ludvika', 'is closed by a reply', [], false],
      ['ludvika', 'is claimed', [1], false],
      ['vallentuna', 'is new', [], false],
      ['vallentuna', 'is closed by a reply', [], false],
      ['vallentuna', 'is new', [1], true],
      ['angelholm', 'is new', [], false],
      ['angelholm', 'is hidden and will be deleted', [1], true],
    ] as const)('%s, a comment that %s, breaches %j days ago: %s', (municipality, stage, days, offered) => {
      const view = viewAt(stage, municipality, 'open', { breaches: days.map(breach) });
      expect(drawnOn(view).some(({ verb }) => verb === 'block')).toBe(offered);
      const inputs = {
        ...{ why: 'Samma svordomar efter två borttagningar.', period: '1' },
        condition: 'Falska annonser.',
      };
      expect(press(view, 'block', inputs).refusal === undefined).toBe(offered);
    });

    it.each([
      ['is new, from an account with decided breaches', 'open', 'Gäller kontot Kim Testsson.'],
      [
        'is new, from an account with decided breaches',
        'secret',
        'Gäller kontot som skrev kommentaren med nr 127.',
      ],
      [
        'is closed, from an account with decided breaches',
        'open',
        'Gäller kontot som skrev kommentaren med nr 127.',
      ],
    ] as const)('a comment that %s, %s: says whom it is about', (stage, display, said) => {
      expect(JSON.stringify(formOfBlock(viewAt(stage, 'filipstad', display)))).toContain(said);
    });

    it.each([null, '', '\u200B\u3164'])('an account named %j is told by the card’s number', (name) => {
      const stage = 'is new, from an account with decided breaches';
      const view = viewAt(stage, 'filipstad', 'open', { comment: { author: { id: '7000', name } } });
      expect(JSON.stringify(formOfBlock(view))).toContain('kontot som skrev kommentaren med nr 127');
    });
  });

  describe('the act that the municipality’s words name is the loud one', () => {
    type Look = 'loud' | 'plain' | 'far';
    it.each([
      ['filipstad', ['FIL-11'], { reply: 'loud', remove: 'far' }],
      ['ludvika', ['LUD-17'], { reply: 'loud', remove: 'far' }],
      ['ludvika', ['LUD-26'], { reply: 'loud', remove: 'far' }],
      ['vallentuna', ['VAL-18'], { reply: 'loud', remove: 'far' }],
      ['vallentuna', ['VAL-19'], { reply: 'loud', remove: 'plain' }],
      ['angelholm', ['ANG-18'], { reply: 'loud', remove: 'plain' }],
      ['filipstad', ['FIL-11', 'FIL-20'], { reply: 'loud', remove: 'plain' }],
      ['filipstad', ['FIL-20', 'FIL-11'], { reply: 'plain', remove: 'loud' }],
      ['ludvika', ['LUD-10'], { reply: 'plain', remove: 'loud' }],
      ['eslov', ['ESL-11'], { reply: 'plain', remove: 'loud' }],
      ['filipstad', ['FIL-18'], { reply: 'plain', remove: 'loud' }],
      ['filipstad', [], { reply: 'loud', remove: 'plain' }],
    ] as const satisfies readonly (readonly [string, readonly string[], Record<string, Look>])[])(
      '%s, found %j: %j',
      (municipality, found, looks) => {
        const policy = policyOf(municipality);
        const findings = found.map((rule) => finding(policy, rule));
        const { card } = ticketCard(
          cards.sv,
          viewAt('is new', municipality, 'open', { screening: { findings } }),
        );
        const { actions } = card as { actions: { title: string; mode?: string; style?: string }[] };
        for (const [verb, look] of Object.entries(looks)) {
          const { title } = cards.sv.button(verb as Verb);
          const { mode, style } = actions.find((one) => one.title === title) ?? {};
          const seen = mode === 'secondary' ? 'far' : style === undefined ? 'plain' : 'loud';
          expect([verb, seen]).toEqual([verb, look]);
        }
        expect(actions.filter(({ style }) => style !== undefined)).toHaveLength(1);
      },
    );

    it('nothing is, where nothing was found and nobody asks anything', () => {
      const view = viewAt('is new', 'filipstad', 'open', { screening: { findings: [], needsReply: false } });
      const { actions } = ticketCard(cards.sv, view).card as { actions: { style: string }[] };
      expect(actions.filter(({ style }) => style !== undefined)).toEqual([]);
    });

    it('a register that the rule names comes out from under "…"', () => {
      const policy = policyOf('filipstad');
      const rules = policy.rules.map((rule) =>
        rule.id === 'FIL-03' ? { ...rule, actions: ['register' as const] } : rule,
      );
      const view = viewAt('is new', 'filipstad', 'open', {
        policy: { rules },
        screening: { findings: [finding(policy, 'FIL-03')] },
      });
      const { actions } = ticketCard(cards.sv, view).card as { actions: object[] };
      const title = cards.sv.button('register').title;
      expect(actions).toContainEqual(expect.objectContaining({ title, style: 'positive' }));
    });
  });

  describe('while a removal waits for a second person', () => {
    const waiting = (change: Given = {}, rule = 'ESL-16') => {
      const removal = { by: ANNA, at: NOW.toString(), rule, decision: 'd', commentVersion: 1 };
      const view = viewAt('is new', 'eslov', 'open', {
        ...change,
        ticket: { state: 'awaiting-approval', removal: { ...removal, undoUntil: null, approvedBy: null } },
      });
      return viewOf(view, { removalReason: 'Hänger ut en lärare {{DATE(x)}}' });
    };
    const drawnFor = (viewer?: string) => {
      const notice = { refusal: null, typed: null, shownInChat: false, ...(viewer && { viewer }) };
      return JSON.stringify(ticketCard(cards.sv, waiting(), notice).card);
    };

    it('is judged where all of it is told: the channel’s card offers to review it, to take back one’s own, and to let stand', () => {
      for (const viewer of [undefined, ANNA, BO]) {
        const said = drawnFor(viewer);
        for (const verb of ['review', 'dismiss', 'hide-now']) expect(said).toContain(`"verb":"${verb}"`);
        for (const verb of ['approve', 'decline', 'take-over'])
          expect(said).not.toContain(`"verb":"${verb}"`);
        expect(said.includes('"verb":"undo"')).toBe(viewer !== BO);
      }
    });

    it('the card tells the approver who proposed, why, and the rule with its words', () => {
      const said = drawnFor(BO);
      expect(said).toContain('Anna Andersson vill ta bort. En kollega till Anna Andersson måste godkänna.');
      expect(said).toContain('enligt ESL-16: ”se till att olämpliga kommentarer tas bort”');
      expect(said).toContain('Skäl: ”Hänger ut en lärare {');
      expect(said).not.toContain('{{');
      expect(said).toContain('"verb":"hide-now"');
    });

    it('a secret comment’s reason is told to one person at a time', () => {
      const secret = waiting({ screening: { display: 'secret' } });
      const said = JSON.stringify(ticketCard(cards.sv, secret).card);
      expect(said).not.toContain('Hänger ut');
      expect(said).toContain('Skälet visas inte i kanalen. Tryck på Visa för mig.');
      expect(JSON.stringify(privateCard(cards.sv, secret).card)).toContain('Skäl: ”Hänger ut en lärare');
    });

    it('the thread that it answers stands on the card too', () => {
      const thread = {
        post: { own: true, author: 'Kommunen', text: 'Så röstade skolnämnden.' },
        parent: null,
      };
      const { card } = ticketCard(cards.sv, viewOf(waiting(), { thread }));
      expect(JSON.stringify(card)).toContain('Under ert inlägg: ”Så röstade skolnämnden.”');
    });

    it('a closed card tells no reason', () => {
      const view = viewOf(viewAt('is closed by a removal', 'eslov', 'open'), { removalReason: 'Hänger ut' });
      for (const draw of [ticketCard, privateCard])
        expect(JSON.stringify(draw(cards.sv, view).card)).not.toContain('Hänger ut');
    });
  });

  it('carry ids and a version alone: never who presses, a rule’s text or the comment', () => {
    const { card } = ticketCard(cards.sv, viewAt('is new', 'filipstad', 'open'));
    const data = [...JSON.stringify(card).matchAll(/"data":(\{[^{}]*\})/gu)].map(([, json = '']) =>
      JSON.parse(json),
    );
    expect(data.length).toBeGreaterThan(5);
    for (const one of data)
      expect(
        Object.keys(one).filter((key) => !['verb', 'ticket', 'version', 'form', 'effect'].includes(key)),
      ).toEqual([]);
  });

  it.each([
    ['politics', 'filipstad', 'FIL-11', 'regel om politik ger inte rätt att ta bort'],
    ['party politics', 'angelholm', 'ANG-18', 'gäller bara partipolitisk debatt'],
  ])('%s in %s is warned of in the form', (_, municipality, rule, warning) => {
    const findings = [{ rule, category: 'political-discussion', score: 0.9, hard: false, evidence: [] }];
    const view = viewAt('is new', municipality, 'open', { screening: { findings } });
    expect(JSON.stringify(ticketCard(cards.sv, view).card)).toContain(warning);
  });
});

describe('What was typed', () => {
  const refused = { code: 'bad-input' as const, details: { field: 'x' } };
  it.each([
    ['reply', { form: 'answer', 'text-answer': 'Ett halvt svar {svar}' }],
    ['reply', { form: 'image-consent', 'text-image-consent': 'Ett svar i en mall som inte står först' }],
    ['remove', { rule: 'FIL-21', reason: 'Ett halvt skäl' }],
    ['dismiss', { because: 'bot-was-wrong' }],
    ['register', { subject: 'En halv rubrik', ground: 'none', number: 'KS 7' }],
    ['block', { why: 'Ett halvt skäl att blockera', period: '3' }],
  ] as const)('for %s %j stands in the form again when the press was refused', (verb, inputs) => {
    const view = viewOf(viewAt('is new, from an account with decided breaches', 'filipstad', 'open'));
    const notice = { refusal: refused, typed: { verb, inputs }, shownInChat: false };
    const { card } =
      verb === 'block' ? askingCard(cards.sv, view, verb, notice) : ticketCard(cards.sv, view, notice);
    const values: Record<string, unknown> = {};
    const walk = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      const { id, value } = node as { id?: string; value?: unknown };
      if (id !== undefined && Object.hasOwn(inputs, id)) values[id] = value;
      Object.values(node).forEach(walk);
    };
    const own = (card as { actions: { title: string }[] }).actions.find(
      ({ title }) => title === cards.sv.button(verb).title,
    );
    // Asked alone, it stands openly.
    walk(verb === 'block' ? card : own);
    const { form: _, ...fields } = inputs as Record<string, string>;
    const shown = Object.fromEntries(Object.entries(fields).filter(([id]) => Object.hasOwn(values, id)));
    expect(values).toEqual(shown);
    expect(Object.keys(values).length).toBeGreaterThan(0);
    expect(NOW).toBeDefined();
  });

  it.each([
    ['remove', 'reason', 'för långt. Inget gjordes. Skriv varför kommentaren tas bort.'],
    ['remove', 'rule', 'för långt. Inget gjordes. Välj en regel.'],
    ['reply', 'text', 'för långt. Inget gjordes. Skriv ett svar.'],
    ['block', 'why', 'för långt. Inget gjordes. Skriv varför, minst tio tecken.'],
    ['block', 'period', 'för långt. Inget gjordes. Välj hur länge blockeringen gäller.'],
    ['register', 'subject', 'för långt. Inget gjordes. Skriv en rubrik på minst fem tecken.'],
    ['register', 'number', 'för långt. Inget gjordes. Skriv diarienumret.'],
    ['retry', 'effect', 'för långt. Inget gjordes. Fyll i formuläret'],
    ['nonsense', 'verb', 'för långt. Inget gjordes. Fyll i formuläret'],
  ])('for %s is told of by what is missing: %s', (verb, field, said) => {
    const refusal = { code: 'bad-input' as const, details: { field } };
    const view = viewAt('is new, from an account with decided breaches', 'filipstad', 'open');
    const { card } = ticketCard(cards.sv, view, { refusal, typed: { verb, inputs: {} }, shownInChat: false });
    expect(JSON.stringify(card)).toContain(said);
  });

  it.each([
    ['sv', { example: 'KS 2026/123' }, 'diarienummer, som skrivs till exempel KS 2026/123. Inget gjordes.'],
    ['sv', {}, 'Numret ser inte ut som kommunens diarienummer. Inget gjordes.'],
    [
      'en',
      { example: 'KS 2026/123' },
      'diary numbers, which are written like KS 2026/123. Nothing was done.',
    ],
    ['en', {}, "does not look like the municipality's diary numbers. Nothing was done."],
  ] as const)('that is no diary number is told of in %s, with %j', (locale, details, said) => {
    const view = viewAt('is new', 'filipstad', 'open');
    const refusal = { code: 'not-a-diary-number' as const, details };
    const { card } = ticketCard(cards[locale], view, {
      ...{ refusal, shownInChat: false },
      typed: { verb: 'register', inputs: { number: '2026-412' } },
    });
    expect(JSON.stringify(card)).toContain(said);
    expect(JSON.stringify(card).split('2026-412')).toHaveLength(2);
  });

  it('stands in no other form', () => {
    const typed = { verb: 'remove', inputs: { rule: 'FIL-21', reason: 'Bara här' } };
    const { card } = ticketCard(cards.sv, viewAt('is new', 'filipstad', 'open'), {
      refusal: refused,
      typed,
      shownInChat: false,
    });
    expect(JSON.stringify(card).split('Bara här')).toHaveLength(2);
  });
});
