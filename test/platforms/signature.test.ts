import { describe, expect, it } from 'vitest';
import { sign, verifySignature } from '../../src/platforms/signature.ts';

const SECRET = 'en hemlighet';
// Written as Meta writes it: å as \u00e5 and / as \/.
const escaped = Buffer.from('{"message":"\\u00e5 h\\/o"}');

describe('verifySignature', () => {
  it('accepts the HMAC-SHA256 of the raw bytes, as RFC 4231 computes it', () => {
    // RFC 4231, test case 2.
    const hex = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    expect(verifySignature('Jefe', Buffer.from('what do ya want for nothing?'), `sha256=${hex}`)).toBe(true);
  });

  it('is over the escaped bytes, not over what they mean', () => {
    const header = sign(SECRET, escaped);
    expect(verifySignature(SECRET, escaped, header)).toBe(true);
    expect(verifySignature(SECRET, Buffer.from(JSON.stringify(JSON.parse(escaped.toString()))), header)).toBe(
      false,
    );
  });

  it.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['another algorithm', sign(SECRET, escaped).replace('sha256=', 'sha1=')],
    ['no prefix', sign(SECRET, escaped).replace('sha256=', '')],
    ['too few digits', sign(SECRET, escaped).slice(0, -2)],
    ['another secret', sign('en annan', escaped)],
    ['other bytes', sign(SECRET, Buffer.from('{}'))],
  ])('refuses %s', (_name, header) => {
    expect(verifySignature(SECRET, escaped, header)).toBe(false);
  });

  it('accepts nothing when no secret is set', () => {
    expect(verifySignature('', escaped, sign('', escaped))).toBe(false);
  });
});
