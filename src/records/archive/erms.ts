import type { Policy } from '../../core/policy.ts';
import type { RecordItem } from '../../core/record-item.ts';
import { filled } from '../record-words.ts';
import type { Row } from '../rows.ts';
import type { ArchiveWords } from './archive-words.ts';
import { type PackageAbout, packageIdOf } from './package-about.ts';
import { formatOf } from './package-file.ts';
import { NAMESPACES, SPECIFICATION } from './versions.ts';
import { element, rootStart, type XmlContent, xmlText } from './xml.ts';

/** The beginning of `erms.xml`: whose archive it is, and the one aggregation, an account's year, in which the records stand. */
export function ermsStart(about: PackageAbout, words: ArchiveWords): string {
  const id = packageIdOf(about);
  const { archivist, accountName, year, builtAt, software } = about;
  const control = element('control', {
    identification: { '@identificationType': 'package', '#': id },
    maintenanceInformation: {
      maintenanceStatus: { '@value': 'new' },
      maintenanceAgency: {
        agencyCode: { '@type': 'organisationNumber', '#': archivist.orgnr },
        agencyName: xmlText(archivist.creator),
      },
      maintenanceHistory: {
        maintenanceEvent: {
          eventType: { '@value': 'created' },
          eventDateTime: builtAt.toString(),
          agent: { '@agentType': 'deliverer', name: `${software.name} ${software.version}` },
        },
      },
    },
  });
  const aggregation = element('aggregation', {
    ...{ '@systemIdentifier': id, '@aggregationType': 'own_aggregation_definition' },
    '@otherAggregationType': words.aggregationType,
    objectId: id,
    title: xmlText(filled(words.aggregation, { account: accountName, year: String(year) })),
  });
  const start = rootStart('erms', { '': NAMESPACES.erms }, '../../schemas');
  const version = `<!-- CITS ERMS ${SPECIFICATION.ermsVersion} -->`;
  const open = aggregation.replace(/<\/aggregation>$/u, '');
  return `${start}\n${version}\n${control}\n<aggregations>${open}\n`;
}

/** What closes what `ermsStart` opened. */
export const ERMS_END = '</aggregation></aggregations></erms>\n';

/**
 * An item as a record. Its row is where its words stand; the record says what it is, between whom, when, and what was done.
 * `files`: its pictures in the package.
 */
export function ermsRecord(
  item: RecordItem,
  row: Row,
  files: readonly string[],
  { secret }: PackageAbout,
  words: ArchiveWords,
  provisions: Policy['provisions'],
): string {
  const { entries, version, comment } = item;
  const registered = entries.flatMap(({ reference, number }) => [
    { '@identificationType': 'reference', '#': reference },
    ...(number === null ? [] : [{ '@identificationType': 'diaryNumber', '#': number }]),
  ]);
  const id = recordId(comment, version);
  return `${element('record', {
    ...{ '@systemIdentifier': id, '@recordType': item.kind },
    objectId: id,
    extraId: { '@extraIdType': item.platform, '#': xmlText(item.externalId) },
    ...(registered.length > 0 && { identification: registered }),
    title: filled(words.title[item.kind], { platform: row.plattform }),
    runningNumber: row.nr,
    relation: relations(item),
    ...(secret && { restriction: restrictionOf(item, words, provisions) }),
    direction: { '@directionDefinition': item.own ? 'outgoing' : 'incoming' },
    agents: { agent: agentsOf(item) },
    dates: { date: datesOf(item) },
    ...(row.atgard.length > 0 && { action: actionsOf(row) }),
    additionalInformation: {
      ...(files.length > 0 && { appendix: files.map(appendixOf) }),
      ownElement: { ownElementDescription: words.ownElement, ownElement: ownElements(item, row) },
    },
  })}\n`;
}

const recordId = (comment: string, version: number): string => `${comment}-v${version}`;

/** A text that came late is older than the one in force, whatever its number: it replaces nothing, and that one is not replaced by it. */
function relations({ comment, version, versions, inForce, parentId, postId }: RecordItem): XmlContent[] {
  const others = [
    ...(version > 1 && (inForce || version < versions)
      ? [{ '@relationType': 'replaces', '#': recordId(comment, version - 1) }]
      : []),
    ...(version < versions && !inForce
      ? [{ '@relationType': 'is_replaced_with', '#': recordId(comment, version + 1) }]
      : []),
  ];
  const parent = parentId ?? postId;
  return [...others, ...(parent === null ? [] : [{ '@relationType': 'is_child_of', '#': xmlText(parent) }])];
}

/**
 * By which provision it is secret is the registrar's decision, and tried anew whenever somebody asks (OSL 5 kap. 5 §); while
 * nobody has decided, the act alone is named.
 */
function restrictionOf(
  { entries }: RecordItem,
  words: ArchiveWords,
  provisions: Policy['provisions'],
): XmlContent {
  const named = new Set(
    entries.flatMap(({ provision }) => provisions.find(({ id }) => id === provision)?.text ?? []),
  );
  return {
    '@restrictionType': 'confidential',
    explanatoryText: entries.some(({ secret }) => secret) ? words.secretEntry : words.possiblySecret,
    regulation: named.size === 0 ? words.regulation : `${[...named].join(', ')}. ${words.regulation}`,
  };
}

function agentsOf({ own, author, accountName }: RecordItem): XmlContent[] {
  const account = { name: xmlText(accountName) };
  if (own) return [{ '@agentType': 'sender', ...account }];
  const id = author.id === null ? {} : { idNumber: xmlText(author.id) };
  const sender = { '@agentType': 'sender', name: xmlText(author.name ?? ''), ...id };
  return [sender, { '@agentType': 'receiver', ...account }];
}

function datesOf({ createdAt, arrivedAt, writtenAt, version }: RecordItem): XmlContent[] {
  const date = (type: string, at: Temporal.Instant) => ({ '@dateType': type, '#': at.toString() });
  return [
    date('created', createdAt),
    date('received', arrivedAt),
    ...(version > 1 ? [date('modified', writtenAt)] : []),
  ];
}

function actionsOf(row: Row): XmlContent[] {
  return row.atgard.map((action, index) => {
    const [at, reason] = [row.atgard_utc[index], row.motivering[index]];
    return {
      actionText: action ?? '',
      ...(reason && { actionMotivation: xmlText(reason) }),
      ...(at && { dates: { actionDate: { '@dateType': 'decision', '#': at } } }),
    };
  });
}

const appendixOf = (path: string): XmlContent => ({
  ...{ '@name': path.slice(path.lastIndexOf('/') + 1), '@fileFormat': formatOf(path).mime, '@path': path },
});

/** What ERMS has no element for: where the words stand, and each decision's rule with its words and version. */
function ownElements(item: RecordItem, row: Row): XmlContent[] {
  const own = (name: string, value: string) => ({ '@name': name, value: xmlText(value) });
  const rules = item.decisions.flatMap(({ rule, quote, policy }) =>
    rule === null ? [] : [own('regel', rule), own('regeltext', quote ?? ''), own('regelversion', policy)],
  );
  return [own('nr', String(row.nr)), own('synlighet', row.synlighet ?? ''), ...rules];
}
