import type { PackageAbout } from '../../../src/records/archive/package-about.ts';
import type { PackageFile } from '../../../src/records/archive/package-file.ts';
import { at } from '../record-items.ts';

export const about = (more: Partial<PackageAbout> = {}): PackageAbout => ({
  ...{ municipality: 'filipstad', platform: 'facebook', account: '1001', accountName: 'Filipstads kommun' },
  ...{ year: 2026, secret: false },
  archivist: {
    orgnr: '212000-1827',
    creator: 'Kommunstyrelsen i Filipstad & Åmål',
    contact: 'Kommunarkivet, arkiv@filipstad.example',
    agreement: 'KS 2026/12',
  },
  builtAt: at('2027-01-15T08:00:00Z'),
  from: at('2025-12-31T23:00:00Z'),
  to: at('2026-12-31T23:00:00Z'),
  software: { name: 'Kommentarsvakten', version: '0.1.0' },
  ...more,
});

export const file = (path: string): PackageFile => ({ path, bytes: 12, sha256: 'ab'.repeat(32) });
