import { platformTitle } from '../../core/platform.ts';
import type { RecordItem } from '../../core/record-item.ts';
import { createPdf } from '../documents/pdf.ts';
import { localTime, type PoliceEvent } from './events.ts';
import type { PoliceParts, StoredPicture } from './package.ts';
import type { Say } from './words.ts';

type Block = Parameters<ReturnType<typeof createPdf>['add']>[0];

/** `polisanmalan.pdf`: what somebody who hands it in, or reads it at a desk, needs. */
export async function policePdf(
  parts: PoliceParts,
  events: readonly PoliceEvent[],
  pictures: readonly StoredPicture[],
  say: Say,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const title = say('title', { reference: parts.reference });
  const pdf = createPdf(
    { title, language: 'sv', created: parts.now },
    {
      write: async (chunk) => {
        chunks.push(chunk);
      },
    },
  );
  for (const block of blocksOf(title, parts, events, pictures, say)) await pdf.add(block);
  await pdf.end();
  return Buffer.concat(chunks);
}

function blocksOf(
  title: string,
  parts: PoliceParts,
  events: readonly PoliceEvent[],
  pictures: readonly StoredPicture[],
  say: Say,
): Block[] {
  const { report, reference, offence, name, items, above } = parts;
  const heading = (key: string): Block => ({ kind: 'heading', level: 2, text: say(key) });
  return [
    { kind: 'heading', level: 1, text: title },
    { kind: 'text', text: say('lead', { name }) },
    heading('report'),
    {
      kind: 'fields',
      rows: [
        [say('reference'), reference],
        [say('offence'), offence],
        [say('secrecy'), say(`secrecy.${report.secrecy}`)],
        [say('number'), report.number ?? say('unknown')],
      ],
    },
    heading('comment'),
    ...itemBlocks(items, say),
    ...(pictures.length === 0 ? [] : [heading('media'), ...pictures.map(picture)]),
    ...(above.length === 0 ? [] : [heading('above'), ...itemBlocks(above, say)]),
    heading('events'),
    {
      kind: 'table',
      head: ['event', 'local', 'source'].map((column) => say(`column.${column}`)),
      rows: events.map(({ what, at, source }) => [what, localTime(at), say(`source.${source}`)]),
    },
  ];
}

const picture = ({ path, bytes, contentType }: StoredPicture): Block => ({
  ...{ kind: 'image', bytes, contentType, alt: path },
});

/** Who wrote it and where, and then each version's own words. */
function itemBlocks(items: readonly RecordItem[], say: Say): Block[] {
  const known = (value: string | null) => value ?? say('unknown');
  return items.flatMap((item, place): Block[] => {
    const { platform, accountName, account, author, permalink, externalId, createdAt, arrivedAt } = item;
    const facts: Block = {
      kind: 'fields',
      rows: [
        [say('platform'), platformTitle(platform)],
        [say('account'), `${accountName} (${account})`],
        [say('author'), known(author.name)],
        [say('authorId'), known(author.id)],
        [say('link'), known(permalink)],
        [say('externalId'), externalId],
        [say('created'), localTime(createdAt)],
        [say('arrived'), localTime(arrivedAt)],
        [say('visibility'), say(`visibility.${item.visibility}`)],
      ],
    };
    const { version, versions, writtenAt, text } = item;
    return [
      ...(items[place - 1]?.comment === item.comment ? [] : [facts]),
      { kind: 'heading', level: 3, text: say('version', { version, versions, at: localTime(writtenAt) }) },
      { kind: 'text', text: text ?? say('erased') },
    ];
  });
}
