import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addProcessing } from '../../src/cli/processing.ts';
import { type Processing, processingText } from '../../src/records/processing/processing.ts';
import { runKvHere } from '../fakes/kv.ts';

const file = join(mkdtempSync(join(tmpdir(), 'processing-')), 'accounts.yaml');
writeFileSync(
  file,
  `filipstad:
  leads: [hemlig-person]
  accounts:
    - { platform: facebook, account: "1", name: Filipstads kommun, token: "env:T" }
    - { platform: linkedin, account: "2", name: Filipstad jobb, token: "env:T", keep: 30 }
ludvika:
  leads: [hemlig-person]
  accounts:
    - { platform: youtube, account: UC9, name: Ludvika kultur, token: "env:T" }
`,
);
const settings = { ACCOUNTS_FILE: file, T: 'hemligt-token' };
const of = async (municipality: string, more: Record<string, string> = {}) => {
  const args = ['processing', '--municipality', municipality];
  const { lines } = await runKvHere(addProcessing, args, { ...settings, ...more });
  return lines[0] as Processing;
};
const ids = ({ recipients }: Processing) => recipients.map(({ id }) => id);

describe('kv processing', () => {
  it('names the platforms of that municipality alone, and nothing that is not in use', async () => {
    const processing = await of('filipstad');
    expect(ids(processing)).toEqual(['facebook', 'linkedin', 'own-machine']);
    expect(processing.recipients[0]?.accounts).toEqual(['Filipstads kommun']);
    expect(ids(await of('ludvika'))).toEqual(['youtube', 'own-machine']);
  });

  it('names Teams, the database server and the model service where they are set, and tells no secret', async () => {
    const processing = await of('filipstad', {
      MICROSOFT_APP_ID: 'app',
      DATABASE_URL: 'postgres://kim:hemligt-lösen@db.example.se:5432/kv',
      AZURE_OPENAI_API_KEY: 'hemligt-nyckel',
      AZURE_OPENAI_ENDPOINT: 'https://modell.example.se',
      AZURE_OPENAI_DEPLOYMENT: 'd',
    });
    expect(ids(processing)).toEqual(['facebook', 'linkedin', 'teams', 'database', 'model']);
    expect(processing.recipients.map(({ who }) => who).join()).toMatch(
      /db\.example\.se.*modell\.example\.se/u,
    );
    expect(JSON.stringify(processing)).not.toMatch(/hemlig|kim/u);
  });

  it('names who keeps the diary, the mail server and the archive where they are set, and no address', async () => {
    const more = join(mkdtempSync(join(tmpdir(), 'processing-')), 'accounts.yaml');
    writeFileSync(
      more,
      `filipstad:
  leads: [hemlig-person]
  register: { secretFolder: /srv/hemlig, mail: { to: diarium@hemlig.se, from: bot@hemlig.se } }
  archive: { orgnr: 212000-1827, creator: KS, contact: A, agreement: KS 2026/9 }
  accounts:
    - { platform: facebook, account: "1", name: Filipstads kommun, token: "env:T" }
ludvika:
  leads: [hemlig-person]
  archive: { orgnr: 212000-2270, creator: KS, contact: A }
  accounts:
    - { platform: youtube, account: UC9, name: Ludvika kultur, token: "env:T" }
`,
    );
    const set = { ACCOUNTS_FILE: more, SMTP_URL: 'smtps://kim:hemligt@post.example.se:465' };
    const processing = await of('filipstad', set);
    expect(ids(processing)).toEqual(['facebook', 'own-machine', 'diary', 'mail', 'archive']);
    expect(processing.recipients.map(({ who }) => who).join()).toContain('post.example.se');
    expect(JSON.stringify(processing)).not.toMatch(/srv|diarium@|bot@|hemligt@|kim/u);
    expect(ids(await of('ludvika', set))).toEqual(['youtube', 'own-machine']);
  });

  it('says how long each account’s comments are kept, and that nothing is decided automatically', async () => {
    const { retention, automated, purposes } = await of('filipstad');
    expect(retention.map(({ keep }) => keep)).toEqual(['law', 30]);
    expect(retention[1]?.says).toContain('30 dagar');
    expect(automated).toContain('Inga automatiserade beslut');
    for (const { basis } of purposes) expect(basis).toMatch(/artikel 6\.1 [ce]/iu);
  });

  it('says of every recipient to which third country, or that it is unknown', async () => {
    const { recipients } = await of('filipstad', { MICROSOFT_APP_ID: 'app' });
    for (const { thirdCountry } of recipients) expect(thirdCountry).toMatch(/okänt|USA/iu);
  });

  it('is printed to be read', async () => {
    const text = processingText(await of('filipstad'));
    expect(text).toContain('Mottagare i den här installationen\n  - Facebook (Filipstads kommun): Meta');
    expect(text).not.toMatch(/undefined|\{\w+\}|hemlig|\.\./u);
    // What is printed in lines that are no JSON, the fake refuses to read.
    const args = ['processing', '--municipality', 'filipstad', '--format', 'text'];
    await expect(runKvHere(addProcessing, args, settings)).rejects.toThrow('Förteckn');
  });

  it.each([
    ['atlantis', '--municipality: expected one of'],
    ['eslov', 'ACCOUNTS_FILE: expected eslov in it'],
  ])('refuses %s and says why', async (municipality, why) => {
    await expect(of(municipality)).rejects.toThrow(why);
  });
});
