import { describe, expect, it } from 'vitest';
import { InboundActivity } from '../../../src/chat/teams/activity.ts';
import { wordsOf } from '../../../src/chat/teams/heard.ts';
import { BOT_NAME, messageActivity } from '../../fakes/teams-activities.ts';

const BOT = `<at>${BOT_NAME}</at>`;
const ours = (more: object = { text: BOT }) => ({
  type: 'mention',
  mentioned: { id: '28:', name: BOT_NAME },
  ...more,
});
const asa = { type: 'mention', text: '<at>Åsa Öberg</at>', mentioned: { id: '29:asa', name: 'Åsa Öberg' } };
const heard = (text: string, entities: readonly object[] = [ours(), asa]) =>
  wordsOf(
    InboundActivity.parse({
      ...messageActivity({ serviceUrl: 'https://teams.example', text: '' }),
      text,
      entities,
    }),
  );

describe('what was said to us', () => {
  it.each<[string, string, readonly object[] | undefined, string]>([
    ['our mention first', `${BOT} sammanställning`, undefined, 'sammanställning'],
    ['a comma after it', `${BOT}, sammanställning`, undefined, 'sammanställning'],
    ['a colon and a hard space', `${BOT}:&nbsp;sammanställning\n`, undefined, 'sammanställning'],
    ['our mention last', `sammanställning ${BOT}`, undefined, 'sammanställning'],
    ['another first', `<at>Åsa Öberg</at> ${BOT} sammanställning`, undefined, 'sammanställning'],
    ['another last', `${BOT} sammanställning <at>Åsa Öberg</at>`, undefined, 'sammanställning'],
    ['one who is spoken of', `${BOT} Får <at>Åsa Öberg</at> svara?`, undefined, 'Får Åsa Öberg svara?'],
    ['our mention in the middle', `Hej ${BOT}, får vi svära?`, undefined, 'Hej, får vi svära?'],
    ['an entity without text', `${BOT} hjälp`, [ours({})], 'hjälp'],
    ['an entity with another name', `${BOT} hjälp`, [ours({ mentioned: { id: '28:' } })], 'hjälp'],
    ['no entities', `${BOT} hjälp`, [], 'hjälp'],
    [
      'an entity in decomposed letters',
      `Be ${BOT} om hjälp`,
      [ours({ text: BOT.normalize('NFD') })],
      'Be om hjälp',
    ],
    [
      'a mention spaced otherwise',
      'Be <at id="0">Kommentarsvakten  Håbo &amp;&nbsp;Älvdalen (prov)</at> om hjälp',
      [ours()],
      'Be om hjälp',
    ],
    ['our name typed', `${BOT_NAME} hjälp`, [], 'hjälp'],
    ['our name typed with @', `@${BOT_NAME.toUpperCase()}: hjälp`, [], 'hjälp'],
    ['a mention without markup', `Be @${BOT_NAME} om hjälp`, [ours({ text: `@${BOT_NAME}` })], 'Be om hjälp'],
    [
      'a message that is replied to',
      `${BOT} <quoted messageId="1764352234567"/> När ska vi svara?`,
      undefined,
      'När ska vi svara?',
    ],
    ['nothing but mentions', `${BOT} <at>Åsa Öberg</at>`, undefined, ''],
    ['what a person typed', `${BOT} koppla &lt;kommun&gt;`, undefined, 'koppla <kommun>'],
  ])('is heard with %s', (_, text, entities, words) => {
    expect(heard(text, entities)).toBe(words);
  });
});
