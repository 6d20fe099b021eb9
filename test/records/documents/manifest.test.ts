import { expect, it } from 'vitest';
import { manifestOf } from '../../../src/records/documents/manifest.ts';

it('lists files by their paths, as sha256sum reads them', () => {
  const a = 'a'.repeat(64);
  const b = 'b'.repeat(64);
  const files = [
    { path: 'media/02.jpg', sha256: b },
    { path: 'handling.json', sha256: a },
  ];
  expect(manifestOf(files)).toBe(`${a}  handling.json\n${b}  media/02.jpg\n`);
});

it('makes no two lines of one name', () => {
  expect(manifestOf([{ path: 'a\nb', sha256: 'c' }])).toBe('c  a%0Ab\n');
});
