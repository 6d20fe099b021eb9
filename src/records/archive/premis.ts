import { type PackageAbout, packageIdOf } from './package-about.ts';
import { formatOf, type PackageFile } from './package-file.ts';
import { NAMESPACES, SPECIFICATION } from './versions.ts';
import { element, rootStart, type XmlContent } from './xml.ts';

const local = (kind: string, value: string) => ({
  [`premis:${kind}IdentifierType`]: 'local',
  [`premis:${kind}IdentifierValue`]: value,
});
const SOFTWARE = 'software';

/**
 * The PREMIS of a package, in pieces: an object for each of its files, what was done (captured, packed, read back), and the
 * software that did it. `captured`: the first and the last arrival; null in an empty package.
 */
export function* premis(
  about: PackageAbout,
  files: Iterable<PackageFile>,
  captured: { readonly from: Temporal.Instant; readonly to: Temporal.Instant } | null,
): Generator<string> {
  const { premisVersion: version } = SPECIFICATION;
  yield `${rootStart('premis:premis', { premis: NAMESPACES.premis }, '../../schemas', { '@version': version })}\n`;
  for (const file of files) yield `${element('premis:object', objectOf(about, file))}\n`;
  const at = about.builtAt.toString();
  if (captured) {
    const period = `${captured.from}/${captured.to}`;
    yield `${element('premis:event', eventOf('capture', 'capture', period))}\n`;
  }
  yield `${element('premis:event', eventOf('package', 'information package creation', at))}\n`;
  yield `${element('premis:event', eventOf('digest', 'message digest calculation', at))}\n`;
  yield `${element('premis:agent', agentOf(about))}\n`;
  yield '</premis:premis>\n';
}

function objectOf(about: PackageAbout, { path, bytes, sha256 }: PackageFile): XmlContent {
  const { name, version, pronom } = formatOf(path);
  return {
    '@xsi:type': 'premis:file',
    'premis:objectIdentifier': local('object', path),
    'premis:objectCharacteristics': {
      'premis:compositionLevel': 0,
      'premis:fixity': { 'premis:messageDigestAlgorithm': 'SHA-256', 'premis:messageDigest': sha256 },
      'premis:size': bytes,
      'premis:format': {
        'premis:formatDesignation': {
          'premis:formatName': name,
          ...(version && { 'premis:formatVersion': version }),
        },
        ...(pronom && {
          'premis:formatRegistry': {
            'premis:formatRegistryName': 'PRONOM',
            'premis:formatRegistryKey': pronom,
          },
        }),
      },
    },
    'premis:originalName': `${packageIdOf(about)}/${path}`,
  };
}

function eventOf(id: string, type: string, at: string): XmlContent {
  return {
    'premis:eventIdentifier': local('event', id),
    'premis:eventType': type,
    'premis:eventDateTime': at,
    'premis:linkingAgentIdentifier': local('linkingAgent', SOFTWARE),
  };
}

const agentOf = ({ software }: PackageAbout): XmlContent => ({
  'premis:agentIdentifier': local('agent', SOFTWARE),
  'premis:agentName': software.name,
  'premis:agentType': 'software',
  'premis:agentVersion': software.version,
});
