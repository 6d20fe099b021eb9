import { extname } from 'node:path/posix';

/** A file's format, with its key in PRONOM where it has one. */
export interface Format {
  readonly mime: string;
  readonly name: string;
  readonly version?: string;
  readonly pronom?: string;
}

/** A file of a package: `path` from the package's root folder, `sha256` in hex. */
export interface PackageFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

const OTHER: Format = { mime: 'application/octet-stream', name: 'unknown' };
const FORMATS: Readonly<Record<string, Format>> = {
  '.csv': { mime: 'text/csv', name: 'Comma Separated Values', pronom: 'x-fmt/18' },
  '.json': { mime: 'application/json', name: 'JSON Data Interchange Format', pronom: 'fmt/817' },
  '.jsonl': { mime: 'application/x-ndjson', name: 'JSON Lines' },
  '.txt': { mime: 'text/plain', name: 'Plain Text File', version: 'UTF-8', pronom: 'x-fmt/111' },
  '.xml': { mime: 'application/xml', name: 'Extensible Markup Language', version: '1.0', pronom: 'fmt/101' },
  '.xsd': { mime: 'application/xml', name: 'XML Schema Definition', pronom: 'x-fmt/280' },
  '.pdf': { mime: 'application/pdf', name: 'Portable Document Format' },
  '.jpg': { mime: 'image/jpeg', name: 'JPEG File Interchange Format' },
  '.png': { mime: 'image/png', name: 'Portable Network Graphics' },
  '.gif': { mime: 'image/gif', name: 'Graphics Interchange Format' },
  '.webp': { mime: 'image/webp', name: 'WebP', pronom: 'fmt/566' },
  '.mp4': { mime: 'video/mp4', name: 'MPEG-4 Media File', pronom: 'fmt/199' },
};

/** What a file's name says of its format. */
export const formatOf = (path: string): Format => FORMATS[extname(path)] ?? OTHER;

/** What a file of this type is called in a package: `.jpg`, or `.bin` where the type is not known here. */
export const extensionOf = (contentType: string): string =>
  Object.entries(FORMATS).find(([, { mime }]) => mime === contentType)?.[0] ?? '.bin';
