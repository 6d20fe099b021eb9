import type { PlatformName } from '../../core/platform.ts';
import { type ProcessingWords, processingWords } from './words.ts';

/** What of an installation says to whom it gives personal data. */
export interface Installation {
  readonly municipality: string;
  readonly name: string;
  readonly accounts: readonly {
    readonly platform: PlatformName;
    readonly name: string;
    /** Days; or as the law demands. */
    readonly keep: number | 'law';
  }[];
  readonly teams: boolean;
  /** The database server's host; null where the database is embedded. */
  readonly databaseHost: string | null;
  /** The host of the model service that gives a second opinion; null where there is none. */
  readonly modelHost: string | null;
  /** How entries of the register are handed over: into a folder of whoever keeps the diary, by a mail server. */
  readonly handOver: { readonly folder: boolean; readonly mailHost: string | null };
  /** There is an agreement with an archive that is to receive packages. */
  readonly archive: boolean;
}

/** Somebody who is given personal data. */
export interface Recipient {
  readonly id: keyof ProcessingWords['recipients'];
  readonly name: string;
  readonly who: string;
  readonly role: string;
  readonly gets: string;
  /** To which third country as far as is known; it says so where it is not. */
  readonly thirdCountry: string;
  /** The accounts there. */
  readonly accounts: readonly string[];
}

/** A register of processing (dataskyddsförordningen art. 30), of what this installation really does. */
export type Processing = ReturnType<typeof processingOf>;

/** What is processed for a municipality, why, how long, and who gets it. */
export function processingOf(installation: Installation) {
  const { municipality, name, accounts } = installation;
  const words = processingWords();
  return {
    municipality,
    name,
    title: filled(words.headings['title'] ?? '', { name }),
    activity: words.activity,
    controller: [filled(words.controller, { name }), words.officer],
    purposes: words.purposes,
    sensitive: words.sensitive,
    persons: words.persons,
    data: words.data,
    source: words.source,
    recipients: recipientsOf(installation),
    retention: accounts.map(({ platform, name: account, keep }) => ({
      platform,
      account,
      keep,
      says: keep === 'law' ? words.retention.law : filled(words.retention.days, { days: String(keep) }),
    })),
    rights: words.rights,
    automated: words.automated,
    security: words.security,
  };
}

/** Who is given personal data: platforms with an account, then what serves the bot, then who keeps the diary and the archive. */
export function recipientsOf(installation: Installation): Recipient[] {
  const { accounts, teams, databaseHost, modelHost, handOver, archive } = installation;
  const { recipients } = processingWords();
  const one = (id: Recipient['id'], host = '', of: readonly string[] = []): Recipient => ({
    id,
    ...recipients[id],
    who: filled(recipients[id].who, { host }),
    accounts: of,
  });
  const platforms = [...new Set(accounts.map(({ platform }) => platform))];
  return [
    ...platforms.map((id) =>
      one(
        id,
        '',
        accounts.filter(({ platform }) => platform === id).map(({ name }) => name),
      ),
    ),
    ...(teams ? [one('teams')] : []),
    databaseHost === null ? one('own-machine') : one('database', databaseHost),
    ...(modelHost === null ? [] : [one('model', modelHost)]),
    ...(handOver.folder ? [one('diary')] : []),
    ...(handOver.mailHost === null ? [] : [one('mail', handOver.mailHost)]),
    ...(archive ? [one('archive')] : []),
  ];
}

const filled = (text: string, fill: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/gu, (brace, key: string) => fill[key] ?? brace);

/** The same to read: headings and lines. */
export function processingText(processing: Processing): string {
  const { headings } = processingWords();
  const part = (id: string, lines: readonly string[]) =>
    `${headings[id]}\n${lines.map(indented).join('\n')}\n`;
  const { purposes, recipients, retention } = processing;
  return [
    `${processing.title}\n`,
    part('activity', [processing.activity]),
    part('controller', processing.controller),
    part(
      'purposes',
      purposes.map(({ purpose, basis }) => `${purpose}. ${basis}.`),
    ),
    part('sensitive', [processing.sensitive]),
    part('persons', processing.persons),
    part('data', processing.data),
    part('source', [processing.source]),
    part('recipients', recipients.map(inWords)),
    part(
      'retention',
      retention.map(({ platform, account, says }) => `${platform}, ${account}: ${says}.`),
    ),
    part('rights', processing.rights),
    part('automated', [processing.automated]),
    part('security', processing.security),
  ].join('\n');
}

const indented = (line: string): string => `  - ${line}`;

function inWords({ name, accounts, who, role, gets, thirdCountry }: Recipient): string {
  const { headings } = processingWords();
  const named = accounts.length === 0 ? name : `${name} (${accounts.join(', ')})`;
  return [
    `${named}: ${who}.`,
    `${headings['role']}: ${role}.`,
    `${headings['gets']}: ${gets}.`,
    `${headings['thirdCountry']}: ${thirdCountry}.`,
  ].join(' ');
}
