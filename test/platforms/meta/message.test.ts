import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../src/platforms/meta/message.ts';

const PAGE = '1000';
const PERSON = '7100';
const AT = Temporal.Instant.from('2026-04-02T06:30:00.123Z');
const SENT = { timestamp: AT.epochMilliseconds };
const FROM_PERSON = { sender: { id: PERSON }, recipient: { id: PAGE }, ...SENT };
const FROM_PAGE = { sender: { id: PAGE }, recipient: { id: PERSON }, ...SENT };

const read = (raw: unknown, list = 'messaging', platform: 'facebook' | 'instagram' = 'facebook') =>
  readMessage(raw, { platform, list, account: PAGE, at: AT, receivedAt: AT.add({ seconds: 2 }) });

const comment = (raw: unknown, list?: string) => {
  const { content } = read(raw, list);
  if (content === null || !('comment' in content)) throw new Error('no message was read');
  return content.comment;
};

describe('what Meta tells of private messages', () => {
  it('is of the person with whom it is exchanged, whoever wrote it', () => {
    const written = comment({ ...FROM_PERSON, message: { mid: 'm_1', text: 'Hej' } });
    expect(written).toMatchObject({ kind: 'message', externalId: 'm_1', text: 'Hej', own: false });
    expect(written).toMatchObject({ conversation: PERSON, author: { id: PERSON }, createdAt: AT });
    const echo = { mid: 'm_2', text: 'Hej!', is_echo: true, metadata: 'an-effect' };
    const answered = comment({ ...FROM_PAGE, message: echo });
    expect(answered).toMatchObject({ own: true, conversation: PERSON, madeBy: 'an-effect' });
  });

  it('leads to the inbox by an address that names nobody', () => {
    expect(comment({ ...FROM_PERSON, message: { mid: 'm_1' } }).permalink).toBe(
      'https://www.facebook.com/1000/inbox',
    );
    const { content } = read({ ...FROM_PERSON, message: { mid: 'm_1' } }, 'messaging', 'instagram');
    const permalink = 'https://www.instagram.com/direct/inbox/';
    expect(content).toMatchObject({ comment: { platform: 'instagram', permalink } });
  });

  it('is of the person also where an echo names them as its sender', () => {
    const message = { mid: 'm_1', text: 'Hej!', is_echo: true };
    const answered = comment({ ...FROM_PERSON, message });
    expect(answered).toMatchObject({ own: true, conversation: PERSON, author: { id: PAGE } });
  });

  it('believes no person who names an effect of ours', () => {
    const message = { mid: 'm_1', text: 'Hej', metadata: 'an-effect' };
    expect(comment({ ...FROM_PERSON, message })).not.toHaveProperty('madeBy');
  });

  it('may be an edit of a message, under its id', () => {
    const edited = comment({ ...FROM_PERSON, message_edit: { mid: 'm_1', text: 'Nytt', num_edit: '2' } });
    expect(edited).toMatchObject({ externalId: 'm_1', text: 'Nytt', writtenAt: AT, conversation: PERSON });
  });

  it('may be that one was taken back', () => {
    const { content } = read({ ...FROM_PERSON, message: { mid: 'm_1', is_deleted: true } });
    const change = { platform: 'facebook', account: PAGE, externalId: 'm_1', change: 'removed', at: AT };
    expect(content).toEqual({ change });
  });

  it('may be of a kind that apps do not get, or be handled by another app', () => {
    const message = { mid: 'm_1', is_unsupported: true };
    expect(comment({ ...FROM_PERSON, message })).toMatchObject({ text: '', inboxOnly: 'unsupported' });
    expect(comment({ ...FROM_PERSON, message: { mid: 'm_1', text: 'Hej' } }, 'standby').inboxOnly).toBe(
      'standby',
    );
  });

  it('keeps what is attached by its kind, a preview as a link, and nothing without an address', () => {
    const url = 'https://scontent.fbcdn.net/a.jpg';
    const attachments = [
      ...['image', 'audio', 'sticker', 'story_mention'].map((type) => ({ type, payload: { url } })),
      { type: 'fallback', payload: { url: 'https://example.se/' } },
      { type: 'location', payload: { coordinates: { lat: 60, long: 15 } } },
      { type: 'image', payload: { url: 'javascript:alert(1)' } },
      null,
    ];
    const kept = comment({ ...FROM_PERSON, message: { mid: 'm_1', attachments } }).attachments;
    expect(kept.map(({ type }) => type)).toEqual(['image', 'audio', 'sticker', 'story_mention', 'link']);
  });

  it.each<[string, object]>([
    ['a button without a title', { ...FROM_PERSON, postback: { mid: 'm_1', payload: 'START' } }],
    ['a message without an id', { ...FROM_PERSON, message: { text: 'Hej' } }],
    ['a message of another century', { ...FROM_PERSON, timestamp: 0, message: { mid: 'm_1' } }],
    ['the end of a bar', { recipient: { id: PAGE }, ...SENT, 'policy-enforcement': { action: 'unblock' } }],
  ])('leaves unread %s', (_, raw) => {
    expect(read(raw)).toEqual({ content: null, why: 'message' });
  });

  it('may be a button that the person pressed, by what it says', () => {
    const pressed = comment({ ...FROM_PERSON, postback: { mid: 'm_1', title: 'Öppettider', payload: 'O' } });
    expect(pressed).toMatchObject({
      externalId: 'm_1',
      text: 'Öppettider',
      author: { id: PERSON },
      own: false,
    });
    expect(read({ ...FROM_PERSON, postback: { title: 'Öppettider' } })).toEqual({
      content: null,
      why: 'no-text',
    });
  });

  it('keeps the story that it answers', () => {
    const story = { id: '1', url: 'https://scontent.cdninstagram.com/story.jpg' };
    const answer = comment({ ...FROM_PERSON, message: { mid: 'm_1', text: 'Fint!', reply_to: { story } } });
    expect(answer.attachments).toEqual([{ type: 'story', url: story.url }]);
    const other = { mid: 'm_2', text: 'Ja', reply_to: { mid: 'm_1' } };
    expect(comment({ ...FROM_PERSON, message: other }).attachments).toEqual([]);
  });

  it.each<[string, object]>([
    ['of a person', FROM_PERSON],
    ['of nobody, as a new one is told of while the app is in development', SENT],
  ])('is to be listed where an edit %s comes without words', (_, told) => {
    const unread = { content: null, why: 'no-text' };
    expect(read({ ...told, message_edit: { mid: 'm_1', num_edit: 0 } })).toEqual(unread);
    expect(read({ ...told, message_edit: { mid: 'm_1', text: null } })).toEqual(unread);
  });

  it.each<[string, string, object]>([
    ['a person reacts to one', 'reaction', { reaction: { mid: 'm_1', action: 'react', emoji: '❤' } }],
    ['one has been seen', 'receipt', { read: { watermark: 1 } }],
    ['one has come through', 'receipt', { delivery: { mids: ['m_1'] } }],
  ])('is no message where %s', (_, why, said) => {
    expect(read({ ...FROM_PERSON, ...said })).toEqual({ content: null, why });
  });

  it('says that the account’s messages are barred', () => {
    const enforced = { action: 'block', reason: 'spam' };
    const raw = { recipient: { id: PAGE }, ...SENT, 'policy-enforcement': enforced };
    expect(read(raw)).toEqual({ content: null, why: 'messaging-barred' });
  });
});
