import { describe, expect, it } from 'vitest';
import { decide } from '../../src/reactions/index.ts';
import { ANNA, actor, BO, type Given, press, screening, situation } from '../fakes/situations.ts';

const ASKED = 'Kan jag få ut alla kommentarer om vargjakten?';
const quiet = screening({ tier: 'none' });
const RUT = '0c0c0c0c-0000-4000-8000-000000000003';
const nobody = { lead: ANNA, duty: null, rota: [] };

function screened(given: Given, fresh = true) {
  const on = situation({ staff: { ...nobody, registrars: [RUT] }, ...given });
  return decide(
    { ...on, ...(fresh && { ticket: null }) },
    {
      ...{ kind: 'comment-screened', key: 'k', comment: on.comment.id },
      ...{ version: on.comment.version, screening: quiet },
    },
  );
}

describe('a request for public documents', () => {
  it('becomes a marked ticket though screening finds nothing, and is told to the registrar, not the lead', () => {
    const { ticket, tellRegistrars, effects } = screened({ comment: { text: ASKED } });
    expect(ticket).toMatchObject({ state: 'open', request: true });
    expect(tellRegistrars).toEqual([RUT]);
    expect(effects.map(({ kind }) => kind)).not.toContain('alert-request');
  });

  it('is told to the lead where there is no registrar', () => {
    const { effects } = screened({ comment: { text: ASKED }, staff: nobody });
    expect(effects).toContainEqual({ kind: 'alert-request', params: { person: ANNA } });
  });

  it('gets a ticket although the account has answered it already', () => {
    const ownReplies = [{ externalId: '1_2', at: situation().now }];
    const { ticket } = screened({ comment: { text: ASKED }, ownReplies });
    expect(ticket).toMatchObject({ state: 'open', request: true, closedAt: null });
  });

  it.each([
    ['its author has taken it away', { comment: { text: ASKED, visibility: 'gone' } }],
    ['the municipality wrote it', { comment: { text: ASKED, own: true } }],
    ['it asks for a plough', { comment: { text: 'Jag begär att ni plogar!' } }],
  ] as const satisfies readonly (readonly [string, Given])[])('is none where %s', (_, given) => {
    const { ticket, tellRegistrars } = screened(given);
    expect(ticket).toBeUndefined();
    expect(tellRegistrars).toBeUndefined();
  });

  it('is seen in an edit, told once, and stays one when it is edited away', () => {
    const edited = { text: ASKED, version: 2 };
    const first = screened({ comment: edited, ticket: { commentVersion: 1 } }, false);
    expect(first).toMatchObject({ ticket: { request: true }, tellRegistrars: [RUT] });
    const again = {
      comment: { text: 'Strunta i det.', version: 2 },
      ticket: { commentVersion: 1, request: true },
    };
    const second = screened(again, false);
    expect(second.ticket?.request).toBe(true);
    expect(second.tellRegistrars).toBeUndefined();
  });

  it.each([true, false])(
    'in a message that follows another, %s, marks the ticket of the first',
    (request) => {
      const on = situation({ comment: { kind: 'message' }, staff: { ...nobody, registrars: [RUT] } });
      const decision = decide(on, {
        ...{ kind: 'message-followed', key: 'k', ticket: on.ticket.id, message: 'm', version: 1, at: on.now },
        ...{ screening: quiet, request },
      });
      expect(decision.ticket?.request).toBe(request);
      expect(decision.tellRegistrars).toEqual(request ? [RUT] : undefined);
    },
  );

  it('is registered as a request, under words that tell nothing, and changes nothing else', () => {
    const decision = press(situation({ ticket: { request: true } }), 'request', {}, actor(BO, 'registrar'));
    expect(decision).toMatchObject({
      registration: {
        create: {
          ...{ kind: 'request', subject: 'Begäran om att ta del av allmänna handlingar' },
          ...{ ground: null, secret: false, by: BO },
        },
      },
      journal: [{ kind: 'secured' }, { kind: 'request-received', by: BO }],
      effects: [],
    });
    expect(decision.ticket).toBeUndefined();
  });
});
