import { type PackageAbout, packageIdOf } from './package-about.ts';
import { type Format, formatOf, type PackageFile } from './package-file.ts';
import { NAMESPACES, SPECIFICATION } from './versions.ts';
import { element, rootStart, type XmlContent, xmlText } from './xml.ts';

/** A part of a METS document's files: what it is for, and where each lies, seen from the document. */
interface Group {
  readonly id: string;
  readonly use: string;
  /** Its name in the structural map; absent: what it is for. */
  readonly label?: string;
  readonly files: readonly PackageFile[];
  /** The representation's own METS, which the structural map points to. */
  readonly pointer?: string;
}

const { mets, xlink, csip, sip } = NAMESPACES;

/** The METS of a package's root folder. Every path is from there; `representations` hold the METS of each. */
export function rootMets(
  about: PackageAbout,
  files: {
    readonly erms: PackageFile;
    readonly premis: PackageFile;
    readonly documentation: readonly PackageFile[];
    readonly schemas: readonly PackageFile[];
    readonly representations: Readonly<Record<string, PackageFile>>;
  },
): string {
  const groups: Group[] = [
    { id: 'documentation', use: 'Documentation', files: files.documentation },
    { id: 'schemas', use: 'Schemas', files: files.schemas },
    ...Object.entries(files.representations).map(([name, file]) => ({
      ...{ id: `representation-${name}`, use: `Representations/${name}`, files: [file], pointer: file.path },
    })),
  ];
  const at = about.builtAt.toString();
  const descriptive = {
    ...{ '@ID': 'erms', '@CREATED': at },
    'mets:mdRef': { ...reference(files.erms, at), '@MDTYPE': 'OTHER', '@OTHERMDTYPE': 'ERMS' },
  };
  const provenance = {
    ...{ '@ID': 'premis', '@CREATED': at },
    'mets:mdRef': {
      ...reference(files.premis, at),
      '@MDTYPE': 'PREMIS',
      '@MDTYPEVERSION': SPECIFICATION.premisVersion,
    },
  };
  const id = packageIdOf(about);
  return document(about, id, 'schemas', [
    element('mets:dmdSec', descriptive),
    element('mets:amdSec', { '@ID': 'administrative', 'mets:digiprovMD': provenance }),
    ...fileSection(groups, at),
    structure(id, groups, { '@DMDID': 'erms', '@ADMID': 'premis' }),
  ]);
}

/** The METS of one representation; the files' paths are from its folder. */
export function representationMets(about: PackageAbout, name: string, files: readonly PackageFile[]): string {
  // A representation has no metadata of its own; the division is there all the same, as CSIP88 asks.
  const groups: Group[] = [
    { id: 'data', use: `Representations/${name}/data`, label: 'Representations', files },
  ];
  return document(about, name, '../../schemas', [
    ...fileSection(groups, about.builtAt.toString()),
    structure(name, groups, {}),
  ]);
}

function document(about: PackageAbout, id: string, schemas: string, sections: readonly string[]): string {
  const start = rootStart('mets:mets', { mets, xlink, csip, sip }, schemas, {
    '@OBJID': id,
    '@TYPE': 'Collection',
    '@csip:CONTENTINFORMATIONTYPE': SPECIFICATION.contentInformation,
    '@PROFILE': SPECIFICATION.profile,
  });
  return [start, header(about), ...sections, '</mets:mets>\n'].join('\n');
}

function header({ archivist, builtAt, software }: PackageAbout): string {
  const { orgnr, creator, contact, agreement } = archivist;
  const code = { '@csip:NOTETYPE': 'IDENTIFICATIONCODE', '#': `ORG:${orgnr}` };
  const organisation = { '@TYPE': 'ORGANIZATION', 'mets:name': xmlText(creator), 'mets:note': code };
  const agents: XmlContent[] = [
    {
      ...{ '@ROLE': 'CREATOR', '@TYPE': 'OTHER', '@OTHERTYPE': 'SOFTWARE' },
      'mets:name': software.name,
      'mets:note': { '@csip:NOTETYPE': 'SOFTWARE VERSION', '#': software.version },
    },
    { '@ROLE': 'ARCHIVIST', ...organisation },
    { '@ROLE': 'CREATOR', ...organisation },
    { '@ROLE': 'CREATOR', '@TYPE': 'INDIVIDUAL', 'mets:name': xmlText(contact) },
  ];
  return element('mets:metsHdr', {
    '@CREATEDATE': builtAt.toString(),
    '@RECORDSTATUS': 'NEW',
    '@csip:OAISPACKAGETYPE': 'SIP',
    'mets:agent': agents,
    ...(agreement && {
      'mets:altRecordID': { '@TYPE': 'SUBMISSIONAGREEMENT', '#': xmlText(agreement) },
    }),
  });
}

/** In pieces: a year of pictures would be a large tree. */
function fileSection(groups: readonly Group[], at: string): string[] {
  const listed = groups.flatMap(({ id, use, files, pointer }) => [
    `<mets:fileGrp ID="${id}" USE="${use}"${pointer ? ` csip:CONTENTINFORMATIONTYPE="${SPECIFICATION.contentInformation}"` : ''}>`,
    ...files.map((file, index) => element('mets:file', fileContent(file, `${id}-${index + 1}`, at))),
    '</mets:fileGrp>',
  ]);
  return ['<mets:fileSec ID="files">', ...listed, '</mets:fileSec>'];
}

function fileContent(file: PackageFile, id: string, at: string): XmlContent {
  const { '@LOCTYPE': locType, '@xlink:type': type, '@xlink:href': href, ...told } = reference(file, at);
  const format = formatOf(file.path);
  return {
    '@ID': id,
    ...told,
    ...registered(format),
    'mets:FLocat': { '@LOCTYPE': locType, '@xlink:type': type, '@xlink:href': href },
  };
}

const registered = ({ name, version, pronom }: Format): XmlContent => ({
  '@sip:FILEFORMATNAME': name,
  ...(version && { '@sip:FILEFORMATVERSION': version }),
  ...(pronom && { '@sip:FORMATREGISTRY': 'PRONOM', '@sip:FORMATREGISTRYKEY': pronom }),
});

const reference = ({ path, bytes, sha256 }: PackageFile, at: string) => ({
  '@LOCTYPE': 'URL',
  '@xlink:type': 'simple',
  '@xlink:href': encodeURI(path),
  '@MIMETYPE': formatOf(path).mime,
  '@SIZE': String(bytes),
  '@CREATED': at,
  '@CHECKSUM': sha256,
  '@CHECKSUMTYPE': 'SHA-256',
});

function structure(label: string, groups: readonly Group[], metadata: XmlContent): string {
  const divisions = groups.map(({ id, use, label: own = use, pointer }) => ({
    '@ID': `division-${id}`,
    '@LABEL': own,
    ...(pointer
      ? {
          'mets:mptr': {
            ...{ '@LOCTYPE': 'URL', '@xlink:type': 'simple' },
            ...{ '@xlink:href': encodeURI(pointer), '@xlink:title': id },
          },
        }
      : { 'mets:fptr': { '@FILEID': id } }),
  }));
  return element('mets:structMap', {
    ...{ '@ID': 'structure', '@TYPE': 'PHYSICAL', '@LABEL': 'CSIP' },
    'mets:div': {
      '@ID': 'division',
      '@LABEL': label,
      'mets:div': [{ '@ID': 'division-metadata', '@LABEL': 'Metadata', ...metadata }, ...divisions],
    },
  });
}
