import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../../src/local/graph/faults.ts';
import { doInstagramDeed, InstagramDeed } from '../../../src/local/graph/instagram/deeds.ts';
import { personWriting, writeMessage } from '../../../src/local/graph/messenger.ts';
import { type GraphSimulator, startGraph } from '../../../src/local/graph/server.ts';
import { Wall } from '../../../src/local/graph/wall.ts';
import { createFacebook } from '../../../src/platforms/facebook/acts.ts';
import { type Messaging, PlatformError, type Recipient, type Target } from '../../../src/ports/platform.ts';
import { ACCOUNT, instagramOn, PAGE } from '../instagram/simulated.ts';

const START = Temporal.Instant.from('2026-03-26T08:00:00Z');
const ANSWER = { text: 'Vi öppnar klockan tio.', name: 'an-effect', tagged: false };

/** What differs between the two; of the longest text each character but one takes two bytes. */
const PLATFORMS = {
  Facebook: { account: PAGE, longest: `${'å'.repeat(1999)}.`, metadata: 'an-effect' },
  Instagram: { account: ACCOUNT, longest: `${'å'.repeat(499)}..`, metadata: undefined },
} as const;

describe.each(['Facebook', 'Instagram'] as const)('private messages on %s', (name) => {
  const { account, longest, metadata } = PLATFORMS[name];
  let graph: GraphSimulator;
  let messages: Messaging;
  let to: Recipient;
  let now = START;
  const wall = () =>
    new Wall(graph.state, { now: () => now, origin: () => graph.url, changed: () => undefined });
  const onFacebook = () => {
    const token = graph.state.pages.find(({ id }) => id === PAGE)?.token ?? '';
    return { apiUrl: `${graph.url}/v26.0`, tokenOf: () => token, attachmentHosts: [] };
  };
  const write = (author: string, text: string, byPage = false) => {
    const person = personWriting(wall(), account, author);
    return writeMessage(wall(), { page: account, person, byPage, text });
  };
  beforeEach(async () => {
    now = START;
    graph = await startGraph({ now: () => now });
    const platform = name === 'Facebook' ? createFacebook(onFacebook()) : instagramOn(graph);
    if (!platform.messages) throw new Error('no messages');
    messages = platform.messages;
    to = { account, person: write('Kim Testsson', 'När öppnar badet?').person.id };
  });
  afterEach(() => graph.close());

  const sentTexts = () => graph.state.messages.filter(({ byPage }) => byPage).map(({ text }) => text);
  const refusal = async (act: Promise<unknown>) => {
    const error = await act.then(
      () => null,
      (reason: unknown) => reason,
    );
    return error instanceof PlatformError ? error.code : error;
  };
  const listed = async (since = START.subtract({ hours: 1 })) => {
    const found: {
      id: string;
      text: string;
      own: boolean;
      with: string | undefined;
      by: string | undefined;
    }[] = [];
    for await (const page of messages.list({ account, since }))
      for (const { comment } of page) {
        const { externalId: id, text, own, conversation, author } = comment;
        found.push({ id, text, own, with: conversation, by: author.id });
      }
    return found;
  };

  describe('to whoever wrote a comment', () => {
    const EXPLANATION = 'Vi har tagit bort din kommentar.';
    const DAY = 24 * 60;
    /** A comment that is so many minutes old. */
    const comment = (minutes = 0): Target => {
      const [author, text] = ['Lo Testsson', 'Skitkommun'];
      const createdAt = now.subtract({ minutes }).toString();
      if (name === 'Facebook') {
        const { id } = graph.deed({
          ...{ op: 'add', page: account, author, message: text, anonymous: false, photo: false },
        });
        const written = graph.state.comments.find((each) => each.id === id);
        if (written) written.createdAt = createdAt;
        return { account, externalId: id, postId: null };
      }
      const deed = InstagramDeed.parse({ op: 'add', account, username: 'lo.testsson', text, createdAt });
      return { account, externalId: doInstagramDeed(wall(), deed)?.id ?? '', postId: null };
    };

    it('are sent to the comment, told of as an echo, and open no conversation', async () => {
      const on = comment();
      const { externalId } = await messages.replyTo(on, EXPLANATION);
      const sent = graph.state.messages.at(-1);
      expect(sent).toMatchObject({ id: externalId, page: account, byPage: true, text: EXPLANATION });
      expect(graph.acts().at(-1)).toMatchObject({ act: 'private-reply', on: on.externalId });
      expect(graph.state.pending.at(-1)?.value).toMatchObject({
        message: { mid: externalId, is_echo: true },
      });
      const person = sent?.person.id ?? '';
      expect(await refusal(messages.send({ account, person }, ANSWER))).toBe('unreachable');
    });

    it.each([
      ['once', 0, 'replied-before'],
      ['for seven days', 7 * DAY, 'window-closed'],
    ] as const)('are taken %s', async (_, minutes, code) => {
      const on = comment(minutes);
      if (minutes === 0) await messages.replyTo(on, EXPLANATION);
      expect(await refusal(messages.replyTo(on, EXPLANATION))).toBe(code);
      expect(sentTexts().filter((text) => text === EXPLANATION)).toHaveLength(minutes === 0 ? 1 : 0);
      await messages.replyTo(comment(7 * DAY - 1), EXPLANATION);
    });

    it('are refused once the comment is gone, and where they are too long', async () => {
      const on = comment();
      expect(await refusal(messages.replyTo(on, `${longest}.`))).toBe('rejected');
      const platform = name === 'Facebook' ? createFacebook(onFacebook()) : instagramOn(graph);
      await platform.delete(on);
      expect(await refusal(messages.replyTo(on, EXPLANATION))).toBe('not-found');
      expect(sentTexts()).not.toContain(EXPLANATION);
    });
  });

  it('are sent under our own name where it is handed back, and found again newest first', async () => {
    const first = await messages.send(to, ANSWER);
    now = now.add({ seconds: 30 });
    const second = await messages.send(to, { ...ANSWER, text: 'På söndagar elva.' });
    const sent = await messages.sent(to);
    expect(sent.map(({ externalId }) => externalId)).toEqual([second.externalId, first.externalId]);
    expect(sent[0]).toMatchObject({ text: 'På söndagar elva.', createdAt: now });
    expect(graph.state.messages.at(-1)).toMatchObject({ page: account, metadata: metadata ?? null });
    const echo = graph.state.pending.at(-1)?.value as { message: object };
    expect(echo).toMatchObject({ sender: { id: account }, message: { is_echo: true } });
    expect(echo.message).toHaveProperty('mid', second.externalId);
    expect('metadata' in echo.message).toBe(metadata !== undefined);
  });

  it.each(['', '   ', `${longest}.`])('are not sent where the platform cannot take them', async (text) => {
    // Whoever asks all the same meets this.
    graph.fault(Fault.parse({ kind: 'transient', match: { method: 'POST' } }));
    expect(await refusal(messages.send(to, { ...ANSWER, text }))).toBe('rejected');
    expect(sentTexts()).toEqual([]);
  });

  it('are sent as long as the platform takes them', async () => {
    await messages.send(to, { ...ANSWER, text: longest });
    expect(sentTexts()).toEqual([longest]);
  });

  it('are taken for a day, and for a week as a human agent', async () => {
    now = START.add({ hours: 24 });
    expect(await refusal(messages.send(to, ANSWER))).toBe('window-closed');
    await messages.send(to, { ...ANSWER, tagged: true });
    now = START.add({ hours: 7 * 24 });
    expect(await refusal(messages.send(to, { ...ANSWER, tagged: true }))).toBe('window-closed');
    expect(sentTexts()).toEqual([ANSWER.text]);
  });

  it('reach nobody who has not written', async () => {
    expect(await refusal(messages.send({ ...to, person: '404' }, ANSWER))).toBe('unreachable');
    expect(await messages.sent({ ...to, person: '404' })).toEqual([]);
  });

  it('are listed as they were told, people’s and the account’s own, a page at a time', async () => {
    for (let number = 1; number <= 11; number += 1) {
      now = now.add({ minutes: 1 });
      write(`Person ${'i'.repeat(number)}`, `Fråga ${number}`);
    }
    const { externalId } = await messages.send(to, ANSWER);
    const found = await listed();
    const [asked] = graph.state.messages;
    expect(found).toHaveLength(13);
    expect(found).toContainEqual({
      id: asked?.id,
      text: asked?.text,
      own: false,
      with: to.person,
      by: to.person,
    });
    expect(found).toContainEqual({
      id: externalId,
      text: ANSWER.text,
      own: true,
      with: to.person,
      by: account,
    });
    expect(new Set(found.map(({ id }) => id)).size).toBe(13);
  });

  it('are listed without those that were written before, and without the conversations of those', async () => {
    now = START.add({ hours: 48 });
    const { id } = write('Kim Testsson', 'Jag igen.');
    expect((await listed(now.subtract({ hours: 1 }))).map((one) => one.id)).toEqual([id]);
    expect(await listed(now.add({ hours: 1 }))).toEqual([]);
  });
});
