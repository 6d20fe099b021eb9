import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordItem } from '../../../src/core/record-item.ts';
import { loadArchiveWords } from '../../../src/records/archive/archive-words.ts';
import { ERMS_END, ermsRecord, ermsStart } from '../../../src/records/archive/erms.ts';
import { representationMets, rootMets } from '../../../src/records/archive/mets.ts';
import { packageIdOf } from '../../../src/records/archive/package-about.ts';
import { premis } from '../../../src/records/archive/premis.ts';
import { loadRecordWords } from '../../../src/records/record-words.ts';
import { rowOf } from '../../../src/records/rows.ts';
import { at, item } from '../record-items.ts';
import { about, file } from './abouts.ts';
import { PROVISIONS } from './built.ts';
import { schemaFaults } from './xsd.ts';

const CARDS = join(import.meta.dirname, '../../../cards');
const words = loadArchiveWords(CARDS);
const rowWords = loadRecordWords(CARDS);

const root = (more = {}) =>
  rootMets(about(more), {
    erms: file('metadata/descriptive/erms.xml'),
    premis: file('metadata/preservation/premis.xml'),
    documentation: [file('documentation/om-paketet.txt')],
    schemas: [file('schemas/mets.xsd')],
    representations: {
      data: file('representations/data/METS.xml'),
      reading: file('representations/reading/METS.xml'),
    },
  });

const erms = (items: readonly RecordItem[], secret = false) =>
  [
    ermsStart(about({ secret }), words),
    ...items.map((one, index) => {
      const row = rowOf(one, {
        ...{ nr: index + 1, replyTo: null, fileOf: () => null, names: null, words: rowWords },
      });
      return ermsRecord(
        one,
        row,
        ['representations/data/data/media/000001-1.jpg'],
        about({ secret }),
        words,
        PROVISIONS,
      );
    }),
    ERMS_END,
  ].join('');

const full = item({
  version: 2,
  versions: 3,
  parentId: '1001_5',
  entries: [{ reference: 'SM 2026-1', number: 'KS 2026/7', secret: true, provision: null }],
  decisions: [
    {
      ...{ id: 'd', verb: 'remove', rule: 'FIL-07', quote: 'Inga "angrepp" <på> & folk.', policy: 'v1' },
      ...{ reason: 'Namnger\u0000 en anställd \uD83D.', by: 'anna', at: at('2026-04-02T07:00:00Z') },
    },
  ],
  acts: [
    {
      ...{ kind: 'delete-comment', state: 'failed', how: null, at: null },
      ...{ externalId: null, commentVersion: 2, decision: 'd' },
    },
  ],
});

describe('the metadata of an archive package', () => {
  it('is valid by its schemas', async () => {
    const archivist = { orgnr: '212000-1827', creator: 'KS', contact: 'A' };
    const captured = { from: at('2026-01-02T03:04:05Z'), to: at('2026-12-02T03:04:05.123456Z') };
    const documents = {
      'mets.xml': root(),
      'mets-secret.xml': root({ secret: true, account: 'UC-x_ä/1', platform: 'youtube' }),
      'mets-no-agreement.xml': root({ archivist }),
      'mets-data.xml': representationMets(about(), 'data', [
        file('data/a.jsonl'),
        file('data/media/1-1.jpg'),
      ]),
      'mets-empty.xml': representationMets(about(), 'reading', []),
      'erms.xml': erms([item(), full, item({ own: true, kind: 'post', postId: null })]),
      'erms-secret.xml': erms([full, item({ author: { id: null, name: null } })], true),
      'erms-empty.xml': erms([]),
      'premis.xml': [...premis(about(), [file('data/items.jsonl'), file('a/b.bin')], captured)].join(''),
      'premis-empty.xml': [...premis(about(), [file('a.txt')], null)].join(''),
    };
    expect(await schemaFaults(documents)).toEqual([]);
  });

  it('is judged by schemas that find a fault', async () => {
    const faults = await schemaFaults({
      'type.xml': root().replace('csip:OAISPACKAGETYPE="SIP"', 'csip:OAISPACKAGETYPE="ZIP"'),
      'element.xml': root().replace('<mets:metsHdr', '<mets:other/><mets:metsHdr'),
      'date.xml': erms([item()]).replace('2026-04-01T22:30:00Z', 'yesterday'),
    });
    for (const name of ['type.xml', 'element.xml', 'date.xml'])
      expect(faults.some((fault) => fault.startsWith(name))).toBe(true);
  });

  it('keeps å, ä, ö and emoji, and gives what XML cannot hold a sign of its own', () => {
    const written = erms([full]);
    expect(written).toContain('Åsa Öström 🙏');
    expect(written).toContain('Namnger\uFFFD en anställd \uFFFD.');
    expect(written).toContain('Inga "angrepp" &lt;på&gt; &amp; folk.');
  });

  it('says of a secret that it is, under a restriction', () => {
    expect(erms([full])).not.toContain('<restriction');
    expect(erms([full], true)).toContain(
      '<restriction restrictionType="confidential"><explanatoryText>Handlingen är registrerad som hemlig.',
    );
    expect(erms([item({ possiblySecret: true })], true)).toContain('Handlingen kan omfattas av sekretess.');
    const act = 'Offentlighets- och sekretesslagen (2009:400)';
    expect(erms([full], true)).toContain(`<regulation>${act}<`);
    const [entry] = full.entries;
    const marked = item({ entries: entry ? [{ ...entry, provision: '21:1' }] : [] });
    expect(erms([marked], true)).toContain(`<regulation>21 kap. 1 §. ${act}<`);
  });

  it('is named for who hands over, the year and the account, each account by a name of its own', () => {
    expect(packageIdOf(about())).toBe('SE-212000-1827-KV-2026-facebook-1001');
    expect(packageIdOf(about({ secret: true }))).toBe('SE-212000-1827-KV-2026-facebook-1001-SEKRETESS');
    expect(packageIdOf(about({ account: 'a/b' }))).toBe('SE-212000-1827-KV-2026-facebook-a.2fb');
    expect(packageIdOf(about({ account: 'a.2fb' }))).toBe('SE-212000-1827-KV-2026-facebook-a.2e2fb');
  });
});
