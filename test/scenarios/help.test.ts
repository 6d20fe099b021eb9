import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { lintCard } from '../cards/lint.ts';
import { type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA, CHANNEL, ERIK, type FakePerson, messageActivity } from '../fakes/teams-activities.ts';

const idOf = ({ aadObjectId = '' }: FakePerson) => aadObjectId;
const REGISTRAR: FakePerson = {
  id: '29:rut',
  name: 'Rut Registrator',
  aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000003',
};
const GUEST: FakePerson = {
  id: '29:gast',
  name: 'Gäst',
  aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000009',
};
type Where = { readonly conversation: string; readonly kind: 'channel' | 'personal' | 'groupChat' };
const HERE: Where = { conversation: CHANNEL, kind: 'channel' };
const ownChat = (person: FakePerson): Where => ({
  conversation: `a:own-${idOf(person)}`,
  kind: 'personal',
});

describe.each(storeInTurn)('what the bot can do, by buttons, on %s', (_, where) => {
  let bot: RunningApp;
  afterEach(() => bot.close());
  const start = async (options: Parameters<typeof startRunningApp>[0] = {}) => {
    bot = await startRunningApp({
      ...{ everyTown: true, registrars: [idOf(REGISTRAR)] },
      ...options,
      settings: await where(),
    });
    for (const { aadObjectId = '', id, name } of [ANNA, ERIK, REGISTRAR])
      bot.connector.setMember(aadObjectId, { id, name });
    bot.connector.setMember(GUEST.id, { id: GUEST.id, name: GUEST.name, userRole: 'guest' });
  };
  const say = async (text: string, from: FakePerson, { conversation, kind }: Where) => {
    const { url: serviceUrl, appId } = bot.connector;
    const heard = () => bot.connector.messages(conversation).length;
    // Teams takes so many messages a second; what found no room was not answered.
    for (const before = heard(); heard() === before; await pause(100)) {
      await bot.activity(messageActivity({ serviceUrl, appId, conversation, kind, text, from }));
      await bot.idle();
    }
    const answer = bot.connector.messages(conversation).at(-1);
    if (answer?.card) expect(lintCard(answer.card)).toEqual([]);
    return JSON.stringify(answer);
  };
  const buttonsOf = (json: string) =>
    [...json.matchAll(/\{"verb":"command"[^}]*\}/gu)].map(
      ([data]) => JSON.parse(data) as { command: string; municipality: string | null },
    );
  const offered = (json: string) => buttonsOf(json).map(({ command }) => command);
  const press = async (data: object | undefined, from: FakePerson, at: Where) => {
    const { json } = await bot.pressWith(data, { from, ...at });
    expect(lintCard(JSON.parse(json))).toEqual([]);
    return json;
  };
  const command = (of: string, municipality: string | null = null) => ({
    ...{ verb: 'command', command: of },
    municipality,
  });

  it('in the channel does for the presser alone what the words would do', async () => {
    await start();
    const help = await say('hjälp', ANNA, HERE);
    expect(help).toContain('"summary":"Jag visar kommentarer som behöver någon. Skriv till exempel samman');
    expect(help).toContain('- sök och ord, namn, länk eller nummer');
    expect(offered(help)).toEqual(['summary', 'mine', 'requests', 'blocks']);
    const before = JSON.stringify(bot.connector.messages(CHANNEL));
    const [summary, mine, requests, blocks] = buttonsOf(help);
    expect(await press(summary, ERIK, HERE)).toContain('Läget ');
    expect(await press(mine, ERIK, HERE)).toContain('Att göra för Erik Berg · Filipstad');
    expect(await press(requests, ANNA, HERE)).toContain('Ingen begäran är öppen.');
    expect(await press(requests, REGISTRAR, HERE)).toContain('Ingen begäran är öppen.');
    expect(await press(blocks, ERIK, HERE)).toContain('Inget konto är blockerat.');
    await bot.idle();
    expect(JSON.stringify(bot.connector.messages(CHANNEL)), 'nobody else sees it').toBe(before);
  });

  it('asks whoever presses for no less than whoever writes', async () => {
    await start();
    expect(offered(await say('hjälp', ERIK, HERE)), 'no registrar, no lead').toEqual([
      'summary',
      'mine',
      'blocks',
    ]);
    expect(await press(command('requests'), ERIK, HERE)).not.toContain('Ingen begäran är öppen.');
    for (const of of ['summary', 'mine', 'blocks'])
      expect(await press(command(of), GUEST, HERE), of).toContain('Du saknar behörighet.');
    for (const of of ['summary', 'mine', 'blocks', 'requests']) {
      expect(await press(command(of, 'ludvika'), ERIK, HERE), of).toMatch(/visar bara Filipstad/u);
      const elsewhere = { conversation: '19:annan@thread.tacv2', kind: 'channel' } as const;
      expect(await press(command(of), ANNA, elsewhere), of).toContain('inte kopplad till någon kommun');
      expect(await press(command(of), GUEST, ownChat(GUEST)), of).not.toMatch(
        /Läget|Att göra|Ingen begäran/u,
      );
    }
    for (const bad of [
      ...[{ ...command('bind') }, { ...command('summary'), more: 1 }, command('mine', 'karlstad')],
      ...[{ verb: 'command', command: 'summary' }, command('summary', "' OR 1=1")],
    ])
      expect(await press(bad, ANNA, HERE)).toContain('Kortet hör inte till den här kanalen.');
  });

  it('is for each in their own chat what they can do there', async () => {
    await start();
    const leads = await say('hjälp', ANNA, ownChat(ANNA));
    expect(offered(leads)).toEqual(['summary', 'mine', 'requests', 'blocks']);
    for (const [button, says] of [
      ['summary', 'Läget '],
      ['mine', 'Att göra för Anna Lind · Filipstad'],
      ['requests', 'Ingen begäran är öppen.'],
      ['blocks', 'Inget konto är blockerat.'],
    ] as const) {
      const data = buttonsOf(leads).find((one) => one.command === button);
      expect(await press(data, ANNA, ownChat(ANNA)), button).toContain(says);
    }
    const words = await say('hjälp', ERIK, ownChat(ERIK));
    expect(words, 'belongs nowhere yet').toContain('- sammanställning: visa läget just nu');
    expect(offered(words)).toEqual([]);
    bot.comment('Hej! När öppnar biblioteket på lördagar?');
    await bot.press(await bot.card('biblioteket'), 'claim', {}, ERIK);
    expect(offered(await say('hjälp', ERIK, ownChat(ERIK)))).toEqual(['summary', 'mine', 'blocks']);
  });

  it('is words alone for guests and in a group, and how to bind where no municipality is', async () => {
    await start({ bind: false });
    for (const [from, at] of [
      [GUEST, HERE],
      [GUEST, ownChat(GUEST)],
      [ANNA, { conversation: '19:grupp@unq', kind: 'groupChat' }],
    ] as const) {
      const said = await say('hjälp', from, at);
      expect(said).toContain('"card":null');
      expect(said).toContain('"text":"Jag visar kommentarer');
    }
    const unbound = await say('hjälp', ANNA, HERE);
    expect(unbound).toContain('"card":null');
    expect(unbound).toContain('Skriv @Kommentarsvakten koppla och kommunens namn.');
    expect(unbound).toContain('- sök {ord');
  });

  it('is what was nearly said, with one press', async () => {
    await start();
    const near = await say('sammanstälning', ERIK, HERE);
    expect(near).toContain('Menade du ”sammanställning”? Tryck på knappen');
    expect(await press(buttonsOf(near)[0], ERIK, HERE)).toContain('Läget ');
    const trial = await say('provläeg', ERIK, HERE);
    expect(await press(buttonsOf(trial)[0], ERIK, HERE)).toContain('skarpt läge');
    const named = await say('samanställning filipstad', ANNA, ownChat(ANNA));
    expect(named).toContain('Sammanställning · Filipstad');
    expect(buttonsOf(named)).toEqual([command('summary', 'filipstad')]);
    expect(await press(buttonsOf(named)[0], ANNA, ownChat(ANNA))).toContain('· Filipstad');
    const needsMore = await say('kopla ludvika', ANNA, HERE);
    expect(needsMore).toContain('Menade du ”koppla”? Skriv det en gång till');
    expect(needsMore).toContain('"card":null');
    expect(await say('sammanstälning', GUEST, HERE)).toContain('"card":null');
  });
});
