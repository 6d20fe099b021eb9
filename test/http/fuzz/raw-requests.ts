import type { Random } from '../../chaos/random.ts';

const METHODS = [
  ...['GET', 'GET', 'GET', 'POST', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'CONNECT'],
  ...['QUERY', 'PROPFIND', 'M-SEARCH', 'PRI', 'get', 'G\0T', '', 'X'.repeat(300), 'GET GET'],
];
const PATHS = ['/healthz', '/readyz', '/api/messages', '/api/comments', '/webhooks/facebook', '/'];
const TARGETS = [
  ...['*', '//', '///x', '//evil.example/healthz', '/healthz/', '/HEALTHZ', '/%', '/%zz', '/%ff', '/%c0%af'],
  ...[
    '/..%2f..',
    '/../healthz',
    '/healthz?x=%',
    '/healthz#x',
    '/healthz;a=b',
    '/__proto__',
    '/constructor',
    '/:x',
  ],
  ...[
    '/webhooks/facebook?hub.mode=subscribe&hub.challenge=%ff&hub.verify_token=verify-me',
    '?',
    '#',
    '\\healthz',
  ],
  ...[
    'http://[bad/',
    'http://',
    'http://a:99999/healthz',
    'https://a.example/healthz',
    'HTTP://a/readyz',
    'ftp://a/',
  ],
  ...[
    'http://u:p@a/healthz',
    'http:/healthz',
    'http:healthz',
    'javascript:alert(1)',
    'a:b',
    'a:443',
    'healthz',
    '[::1]',
  ],
  ...[
    '/å',
    '/\x7f',
    '/\0',
    '/\t',
    '/a b',
    `/${'x'.repeat(5000)}`,
    `/${'%61'.repeat(6000)}`,
    `/${'/'.repeat(3000)}`,
    '',
  ],
];
const VERSIONS = ['HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/9', 'http/1.1', ''];
const HOSTS = [
  ...[
    'a',
    '127.0.0.1:3978',
    '[::1]:3978',
    '',
    'a:99999',
    'a:x',
    'a:-1',
    'a:',
    ':',
    '[',
    '[bad',
    '[::1',
    ']',
    'a b',
    'a@b',
  ],
  ...[
    'a/b',
    'a?b',
    'a#b',
    'a\\b',
    '%',
    '%zz',
    'å',
    'xn--',
    'xn--a',
    '-',
    '.',
    '..',
    '1.2.3.4.5',
    '256.1.1.1',
    '0x7f.1',
  ],
  ...[
    'a\tb',
    ',',
    'a,b',
    'a\0b',
    'a'.repeat(3000),
    '[::ffff:1.2.3.4%25en0]',
    'http://a',
    '*',
    '<a>',
    '"',
    '^',
    '|',
  ],
];
const HEADERS = [
  ...['-1', '0', '5', '1e3', '0x10', '+5', '5, 5', '5, 6', '', '99999999999999999999', 'å'].map(
    (length) => `Content-Length: ${length}`,
  ),
  ...['chunked', 'chunked, chunked', 'gzip', 'gzip, chunked', 'chunked, identity', 'xchunked', ''].map(
    (coding) => `Transfer-Encoding: ${coding}`,
  ),
  ...[
    'Expect: 100-continue',
    'Expect: 200-ok',
    'Expect: ',
    'Connection: close',
    'Connection: keep-alive, close',
  ],
  ...[
    'Connection: Upgrade\r\nUpgrade: websocket',
    'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c',
    'Upgrade: x',
  ],
  ...['application/javascript', 'text/html', '*/*;q=x', ';;;', ',', 'å/å', 'a'.repeat(4000)].map(
    (type) => `Accept: ${type}`,
  ),
  ...[
    'Accept-Encoding: gzip;q=2',
    'Accept-Version: ~9',
    'Accept-Language: %',
    'Cookie: =;=',
    'Range: bytes=9-1',
  ],
  ...['application/json', 'application/json; charset=x', 'multipart/form-data', 'å', '/'].map(
    (type) => `Content-Type: ${type}`,
  ),
  ...[
    'Bearer ',
    'Bearer a.b.c',
    'Bearer e30.e30.e30',
    'Bearer bnVsbA.bnVsbA.',
    'Basic x',
    '',
    'x'.repeat(9000),
  ].map((token) => `Authorization: ${token}`),
  ...['sha256=', 'sha256=zz', `sha256=${'0'.repeat(64)}`, `sha256=${'å'.repeat(32)}`, 'sha1=x', ''].flatMap(
    (signature) => [`X-Hub-Signature-256: ${signature}`, `X-Kommentarsvakten-Signature: ${signature}`],
  ),
  ...[
    '__proto__: x',
    'constructor: x',
    'toString: x',
    ': x',
    'no colon',
    'Space : x',
    ' folded: x',
    'a:\0',
    'a:\rb',
  ],
  ...[
    'a: \x7f',
    'If-None-Match: *',
    'If-Modified-Since: x',
    'Trailer: a',
    'X-HTTP-Method-Override: DELETE',
    'TE: x',
  ],
  ...[
    'Date: x',
    'Content-MD5: x',
    'Proxy: x',
    `a: ${'x'.repeat(20_000)}`,
    'a: b\r\n'.repeat(2500).trim(),
    'Host: b',
  ],
];
const BODIES = [
  ...[
    '',
    '',
    '{}',
    '{',
    'null',
    '[]',
    '"',
    '\0',
    '{"type":"message"}',
    `${'['.repeat(50_000)}`,
    'x'.repeat(100_000),
  ],
  ...[
    '2\r\n{}\r\n0\r\n\r\n',
    '2\r\n{}\r\n',
    '5\r\n{}\r\n0\r\n\r\n',
    'zz\r\n',
    '-1\r\n',
    'ffffffffffffffff\r\n',
    '0\r\n',
  ],
  ...[
    '2;a=b\r\n{}\r\n0\r\n\r\n',
    `2;${'x'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`,
    '2\n{}\n0\n\n',
    '0\r\nTrailer: x\r\n\r\n',
  ],
];
const LINE_ENDS = ['\n', '\r', '\n\r', '\r\n\r\n', '\r\r\n'];

/** What is sent over one connection, in these pieces, and how the sender leaves. */
export interface RawRequest {
  readonly pieces: readonly Buffer[];
  readonly leaves: 'half-closed' | 'when-answered' | 'at-once';
}

/** One to four requests after each other, each odd in a few ways, some with bytes changed. */
export function rawRequest(random: Random): RawRequest {
  const many = random.next() < 0.3 ? 1 + Math.floor(random.between(1, 4)) : 1;
  const text = Array.from({ length: many }, () => oneRequest(random)).join('');
  let bytes = Buffer.from(text, 'latin1');
  if (random.next() < 0.15) bytes = withBytesChanged(bytes, random);
  return {
    pieces: random.next() < 0.2 ? inPieces(bytes, random) : [bytes],
    leaves: random.weighted({ 'half-closed': 7, 'when-answered': 2, 'at-once': 1 }),
  };
}

function oneRequest(random: Random): string {
  const odd = (chance: number) => random.next() < chance;
  const end = odd(0.1) ? random.pick(LINE_ENDS) : '\r\n';
  const path = random.pick(PATHS);
  const usual = path.startsWith('/api') ? 'POST' : 'GET';
  const method = odd(0.25) ? random.pick(METHODS) : usual;
  const body = method === 'POST' || odd(0.2) ? random.pick(BODIES) : '';
  const headers = Array.from({ length: random.pick([0, 0, 1, 1, 2, 4]) }, () => random.pick(HEADERS));
  if (body !== '' && odd(0.7))
    headers.push(random.pick([`Content-Length: ${body.length}`, 'Transfer-Encoding: chunked']));
  if (!odd(0.05)) headers.unshift(`Host: ${odd(0.25) ? random.pick(HOSTS) : 'a'}`);
  const target = odd(0.3) ? random.pick(TARGETS) : path;
  const version = odd(0.1) ? random.pick(VERSIONS) : 'HTTP/1.1';
  return [`${method} ${target} ${version}`, ...headers, '', body].join(end);
}

function withBytesChanged(bytes: Buffer, random: Random): Buffer<ArrayBuffer> {
  const changed = [...bytes.subarray(0, 4000)];
  for (let times = random.between(1, 6); times > 0; times -= 1) {
    const at = Math.floor(random.between(0, changed.length));
    changed.splice(at, random.pick([0, 1, 1]), ...random.pick([[], [Math.floor(random.between(0, 256))]]));
  }
  return Buffer.from(changed);
}

function inPieces(bytes: Buffer, random: Random): Buffer[] {
  const cuts = Array.from({ length: 3 }, () => Math.floor(random.between(0, bytes.length))).sort(
    (a, b) => a - b,
  );
  return [0, ...cuts].map((from, index) => bytes.subarray(from, cuts[index] ?? bytes.length));
}
