import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lintCard } from '../cards/lint.ts';
import { type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA, CHANNEL, ERIK, type FakePerson, messageActivity } from '../fakes/teams-activities.ts';

const REGISTRAR: FakePerson = {
  id: '29:rut',
  name: 'Rut Registrator',
  aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000003',
};
const OWN_CHAT = `a:personal-${REGISTRAR.aadObjectId}`;
const NUMBER = '121212-1212';
const SECRET = `Tolva Tolvansson ${NUMBER} bor hos sin mamma och mår mycket dåligt.`;
const REFERENCE = 'SM 2026-1';

describe.each(storeInTurn)('a request that is worked on in Teams, on %s', (_name, where) => {
  let bot: RunningApp;
  let dataDir: string;
  beforeEach(async () => {
    const settings = await where();
    dataDir = String((settings as { DATA_DIR?: string }).DATA_DIR);
    bot = await startRunningApp({ registrars: [REGISTRAR.aadObjectId ?? ''], settings });
    for (const { aadObjectId = '', id, name } of [ANNA, ERIK, REGISTRAR])
      bot.connector.setMember(aadObjectId, { id, name });
    bot.comment(SECRET, 'Kim Testsson');
    await bot.card('Känslig kommentar');
    bot.comment('Jag vill begära ut alla kommentarer som ni har fått.', 'Bo Ek');
    await bot.press(await bot.card('begära ut'), 'request');
    await bot.idle();
    bot.pass(5);
  });
  afterEach(() => bot.close());

  const inOwnChat = { from: REGISTRAR, conversation: OWN_CHAT, kind: 'personal' as const };
  /** Presses a button of the request's cards; the card that the presser gets is one that Teams draws. */
  const press = async (step: string, inputs: object = {}, as: object = inOwnChat) => {
    const data = { verb: 'requests', municipality: 'filipstad', reference: REFERENCE, step, ...inputs };
    const { json } = await bot.pressWith(data, as);
    expect(lintCard(JSON.parse(json))).toEqual([]);
    return json;
  };
  const today = () => bot.now().toZonedDateTimeISO('Europe/Stockholm').toPlainDate();
  const days = () => ({ from: today().subtract({ days: 1 }).toString(), to: today().toString() });
  /** What the form of an item carries beside what is typed. */
  const carried = (json: string) => {
    const data = /\{"verb":"requests","step":"review".*?"seen":"((?:[^"\\]|\\.)*)"\}/u.exec(json)?.[0];
    const { item, seen } = JSON.parse(data ?? 'null');
    return { item, seen };
  };
  /** What a second look says that it saw. */
  const seenIn = (json: string) => ({ seen: /"seen":"([0-9a-f]{16})"/u.exec(json)?.[1] ?? '' });
  const journal = (kind: string) =>
    bot.query<{ by: string; data: object }>(
      `SELECT by, data FROM journal WHERE kind = '${kind}' ORDER BY seq`,
    );

  it('is selected, reviewed, looked through by another, packed, handed over and closed', async () => {
    const opened = await press('open');
    expect(opened).toContain('Begäran SM 2026-1 · Filipstad');
    expect(opened).toContain('"id":"from"');
    const selected = await press('select', { ...days(), account: '', words: '', author: '', names: 'yes' });
    expect(selected).toContain('Urval: 4. Granskade: 0. Ej granskade som måste granskas: 1.');
    expect(selected).not.toContain(NUMBER);

    const item = await press('open');
    for (const told of [NUMBER, '1 av 1 · inte granskad', 'Kan omfattas av sekretess.', 'Kim Testsson'])
      expect(item).toContain(told);
    expect(await journal('request-item-shown')).toMatchObject([{ by: REGISTRAR.aadObjectId }]);
    const words = `${NUMBER}\nmår mycket dåligt`;
    const reviewed = await press('review', {
      ...{ ...carried(item), outcome: 'masked', provision: '21:1', words, places: 'author' },
    });
    expect(reviewed).toContain('Urval: 4. Granskade: 1. Ej granskade som måste granskas: 0.');
    expect(await press('reviewed')).toContain('Du har granskat. Någon annan måste se igenom granskningen.');

    const inChannel = { from: ANNA, conversation: CHANNEL };
    const read = await press('read', { at: 0 }, inChannel);
    expect(read).toContain('maskas enligt 21 kap. 1 §');
    expect(read).toContain(`${NUMBER}\\nmår mycket dåligt`);
    expect(read).toContain('Ändrar du något måste granskningen avslutas');
    expect(await press('second-look', seenIn(await press('overview', {}, inChannel)))).toContain(
      'Någon annan måste',
    );
    // What the second person saw is decided otherwise meanwhile: they have not looked that through.
    const before = seenIn(await press('overview', {}, inChannel));
    await press('review', {
      ...carried(await press('read', { at: 0 })),
      outcome: 'withheld',
      provision: '21:1',
    });
    await press('reviewed');
    expect(await press('second-look', before, inChannel)).toContain('Någon har beslutat om den här');
    const again = carried(await press('read', { at: 0 }));
    await press('review', { ...again, outcome: 'masked', provision: '21:1', words, places: 'author' });
    await press('reviewed');
    const seen = seenIn(await press('overview', {}, inChannel));
    expect(await press('second-look', seen, inChannel)).toContain('genomsedd av en andra person');

    const file = 'utlamnande/filipstad/utlamnande-SM 2026-1.zip';
    expect(await press('build')).toContain(file);
    const files = unzipSync(readFileSync(join(dataDir, file)));
    const csv = strFromU8(files['kommentarer.csv'] ?? new Uint8Array());
    expect(csv).toContain('[maskerat: 21 kap. 1 §] bor hos sin mamma och [maskerat: 21 kap. 1 §].');
    expect(csv).not.toMatch(/121212|Kim Testsson/u);
    expect(await press('hand-over')).toContain('utlämnad');
    expect(await press('close', { how: 'given', received: '' })).toContain('avslutad');
    expect(existsSync(join(dataDir, file))).toBe(false);
    const listed = await press('list');
    expect(listed).toContain('Ingen begäran är öppen.');
    expect(await bot.verify()).toMatchObject({ journal: { ok: true } });
  });

  it('changes nothing for a form that is wrong, and keeps what was typed', async () => {
    const backwards = { from: '2026-04-09', to: '2026-04-08', words: 'Kvarnbacken' };
    const again = await press('select', backwards);
    expect(again).toContain('en sista som inte kommer före den');
    for (const typed of ['2026-04-09', 'Kvarnbacken']) expect(again).toContain(typed);
    expect(await press('select', { ...days(), from: '2026-02-30' })).toContain('Välj en första dag');
    await press('select', days());
    const item = await press('open');
    const wrong = async (typed: object) => press('review', { ...carried(item), ...typed });
    const masked = { outcome: 'masked', provision: '21:1' };
    expect(await wrong({})).toContain('Välj vad det blir av den. Inget är sparat.');
    expect(await wrong({ ...masked, words: '' })).toContain('Skriv vad som maskas');
    expect(await wrong({ ...masked, words: 'Nilsson' })).toContain('”Nilsson” står inte i texten');
    expect(await wrong({ outcome: 'masked', words: NUMBER })).toContain('Välj enligt vilken bestämmelse');
    expect(await wrong({ outcome: 'withheld', provision: '99:9' })).toContain(
      'Välj enligt vilken bestämmelse',
    );
    expect(await wrong({ outcome: 'given', words: NUMBER })).toContain('men också en bestämmelse');
    expect(await wrong({ ...masked, places: 'reply:7' })).toContain('Det som skulle maskas finns inte');
    expect(await press('reviewed')).toContain('Inte granskade: 1.');
    expect(await bot.query('SELECT count(*)::int AS n FROM request_review')).toEqual([{ n: 0 }]);
  });

  it('does not let one who has not seen it overrule what a colleague decided', async () => {
    await press('select', days());
    const both = carried(await press('open'));
    await press('review', { ...both, outcome: 'withheld', provision: '21:1' });
    const late = await press('review', { ...both, outcome: 'given' }, { from: ANNA, conversation: CHANNEL });
    expect(late).toContain('Någon har beslutat om den här');
    expect(await bot.query('SELECT outcome FROM request_review')).toEqual([{ outcome: 'withheld' }]);
    await press('review', { ...carried(late), outcome: 'given' }, { from: ANNA, conversation: CHANNEL });
    expect(await bot.query('SELECT outcome FROM request_review')).toEqual([{ outcome: 'given' }]);
  });

  it('is closed to everybody else, and to a forged button', async () => {
    const erik = await bot.pressWith(
      { verb: 'requests', municipality: 'filipstad', reference: REFERENCE, step: 'open' },
      { from: ERIK, conversation: CHANNEL },
    );
    expect(erik.json).toContain('registratorer och ansvariga');
    const elsewhere = await bot.pressWith(
      { verb: 'requests', municipality: 'ludvika', reference: REFERENCE, step: 'open' },
      inOwnChat,
    );
    expect(elsewhere.json).not.toContain(REFERENCE);
    expect(await press('open', { reference: 'SM 2026-99' })).toContain('Begäran finns inte');
  });

  it('takes a press once that Teams repeats', async () => {
    await press('select', days());
    const item = carried(await press('open'));
    const data = { verb: 'requests', municipality: 'filipstad', reference: REFERENCE, step: 'review' };
    const decided = { ...data, ...item, outcome: 'given' };
    const first = await bot.pressWith(decided, { ...inOwnChat, id: 'same' });
    const second = await bot.pressWith(decided, { ...inOwnChat, id: 'same' });
    for (const { json } of [first, second]) {
      expect(json).toContain('Ej granskade som måste granskas: 0.');
      expect(json).not.toContain('Någon har beslutat');
    }
    expect(await journal('request-item-reviewed')).toHaveLength(1);
  });

  it('is offered from the list, which says nothing of what was asked for', async () => {
    const { url: serviceUrl, appId } = bot.connector;
    const said = { serviceUrl, appId, conversation: OWN_CHAT, kind: 'personal' as const, from: REGISTRAR };
    await bot.activity(messageActivity({ ...said, text: 'begäran' }));
    await bot.idle();
    const listed = JSON.stringify(bot.connector.messages(OWN_CHAT).at(-1));
    expect(listed).toContain('"step":"open"');
    expect(listed).not.toMatch(/Bo Ek|begära ut alla/u);
  });
});
