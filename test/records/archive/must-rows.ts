/**
 * A requirement of level MUST in the profiles E-ARK CSIP 2.1.0 and E-ARK SIP 2.1.0, as data. In every METS that `in` says,
 * each element at `at` has what `has` says: an attribute (`@NAME`) or a child element; with `is`, of that value. `times`:
 * how many there are at `at`; absent: any number, since the row speaks of what may be there.
 */
export interface MustRow {
  readonly id: string;
  readonly in?: 'root' | 'all';
  /** Names of elements from `mets` on, each with attributes that it must have to be meant: `agent[ROLE=CREATOR]`. */
  readonly at: string;
  readonly has?: string;
  readonly is?: string | RegExp;
  readonly times?: 'one' | 'some';
}

const row = (
  id: string,
  at: string,
  has?: string,
  is?: string | RegExp,
  more: Partial<MustRow> = {},
): MustRow => ({
  ...{ id, at },
  ...(has !== undefined && { has }),
  ...(is !== undefined && { is }),
  ...more,
});

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/u;
const SHA256 = /^[0-9a-f]{64}$/u;
const NUMBER = /^\d+$/u;
const SOME = /./u;

/** What every reference to a file says; the first two rows are of where it is, the rest of the file. */
const located = (ids: readonly [string, string, string], at: string): MustRow[] => [
  row(ids[0], at, '@LOCTYPE', 'URL'),
  row(ids[1], at, '@xlink:type', 'simple'),
  row(ids[2], at, '@xlink:href', SOME),
];
const described = (ids: readonly [string, string, string, string, string], at: string): MustRow[] => [
  row(ids[0], at, '@MIMETYPE', /^\w+\/[\w.+-]+$/u),
  row(ids[1], at, '@SIZE', NUMBER),
  row(ids[2], at, '@CREATED', INSTANT),
  row(ids[3], at, '@CHECKSUM', SHA256),
  row(ids[4], at, '@CHECKSUMTYPE', 'SHA-256'),
];

const SOFTWARE = 'metsHdr/agent[ROLE=CREATOR][TYPE=OTHER]';
const ARCHIVIST = 'metsHdr/agent[ROLE=ARCHIVIST]';
const SUBMITTER = 'metsHdr/agent[ROLE=CREATOR][TYPE=ORGANIZATION]';
const CONTACT = 'metsHdr/agent[ROLE=CREATOR][TYPE=INDIVIDUAL]';
const PRESERVER = 'metsHdr/agent[ROLE=PRESERVATION]';
const MAP = 'structMap[LABEL=CSIP]';
const one = { times: 'one' } as const;
const some = { times: 'some' } as const;
/** What a package has once: a representation's METS has no documentation, schemas or other representations. */
const rootSome = { times: 'some', in: 'root' } as const;
const rootOne = { times: 'one', in: 'root' } as const;

/** Every MUST row of both profiles. */
export const MUST_ROWS: readonly MustRow[] = [
  row('CSIP1', '', '@OBJID', SOME, one),
  row('CSIP2', '', '@TYPE', 'Collection', one),
  row('CSIP6', '', '@PROFILE', /^https:\/\//u, one),
  row('CSIP117', 'metsHdr', undefined, undefined, one),
  row('CSIP7', 'metsHdr', '@CREATEDATE', INSTANT, one),
  row('CSIP9', 'metsHdr', '@csip:OAISPACKAGETYPE', SOME, one),
  row('CSIP10', 'metsHdr/agent', undefined, undefined, some),
  row('CSIP11', 'metsHdr/agent[TYPE=OTHER]', '@ROLE', 'CREATOR', one),
  row('CSIP12', 'metsHdr/agent[OTHERTYPE=SOFTWARE]', '@TYPE', 'OTHER', one),
  row('CSIP13', SOFTWARE, '@OTHERTYPE', 'SOFTWARE', one),
  row('CSIP14', SOFTWARE, 'name', SOME, one),
  row('CSIP15', SOFTWARE, 'note', SOME, one),
  row('CSIP16', `${SOFTWARE}/note`, '@csip:NOTETYPE', 'SOFTWARE VERSION', one),
  row('CSIP18', 'dmdSec', '@ID', SOME, rootOne),
  row('CSIP19', 'dmdSec', '@CREATED', INSTANT, rootOne),
  ...located(['CSIP22', 'CSIP23', 'CSIP24'], 'dmdSec/mdRef'),
  row('CSIP25', 'dmdSec/mdRef', '@MDTYPE', SOME, rootOne),
  ...described(['CSIP26', 'CSIP27', 'CSIP28', 'CSIP29', 'CSIP30'], 'dmdSec/mdRef'),
  row('CSIP33', 'amdSec/digiprovMD', '@ID', SOME, rootOne),
  ...located(['CSIP36', 'CSIP37', 'CSIP38'], 'amdSec/digiprovMD/mdRef'),
  row('CSIP39', 'amdSec/digiprovMD/mdRef', '@MDTYPE', 'PREMIS', rootOne),
  ...described(['CSIP40', 'CSIP41', 'CSIP42', 'CSIP43', 'CSIP44'], 'amdSec/digiprovMD/mdRef'),
  row('CSIP46', 'amdSec/rightsMD', '@ID', SOME),
  ...located(['CSIP49', 'CSIP50', 'CSIP51'], 'amdSec/rightsMD/mdRef'),
  row('CSIP52', 'amdSec/rightsMD/mdRef', '@MDTYPE', SOME),
  ...described(['CSIP53', 'CSIP54', 'CSIP55', 'CSIP56', 'CSIP57'], 'amdSec/rightsMD/mdRef'),
  row('CSIP59', 'fileSec', '@ID', SOME, one),
  row('CSIP60', 'fileSec/fileGrp[USE=Documentation]', undefined, undefined, rootSome),
  row('CSIP113', 'fileSec/fileGrp[USE=Schemas]', undefined, undefined, rootSome),
  row('CSIP114', 'fileSec/fileGrp[USE^=Representations/]', undefined, undefined, some),
  row('CSIP64', 'fileSec/fileGrp', '@USE', /^(?:Documentation|Schemas|Representations\/[\w/]+)$/u, some),
  row('CSIP65', 'fileSec/fileGrp', '@ID', SOME, some),
  row('CSIP66', 'fileSec/fileGrp', 'file', undefined, some),
  row('CSIP67', 'fileSec/fileGrp/file', '@ID', SOME, some),
  ...described(['CSIP68', 'CSIP69', 'CSIP70', 'CSIP71', 'CSIP72'], 'fileSec/fileGrp/file'),
  row('CSIP76', 'fileSec/fileGrp/file', 'FLocat', undefined, some),
  ...located(['CSIP77', 'CSIP78', 'CSIP79'], 'fileSec/fileGrp/file/FLocat'),
  row('CSIP80', 'structMap', undefined, undefined, some),
  row('CSIP81', 'structMap', '@TYPE', 'PHYSICAL', one),
  row('CSIP82', 'structMap', '@LABEL', 'CSIP', one),
  row('CSIP83', MAP, '@ID', SOME, one),
  row('CSIP84', `${MAP}/div`, undefined, undefined, one),
  row('CSIP85', `${MAP}/div`, '@ID', SOME, one),
  row('CSIP88', `${MAP}/div/div[LABEL=Metadata]`, undefined, undefined, one),
  row('CSIP89', `${MAP}/div/div[LABEL=Metadata]`, '@ID', SOME, one),
  row('CSIP90', `${MAP}/div/div[ID=division-metadata]`, '@LABEL', 'Metadata', one),
  row('CSIP94', `${MAP}/div/div[LABEL=Documentation]`, '@ID', SOME, rootOne),
  row('CSIP95', `${MAP}/div/div[ID=division-documentation]`, '@LABEL', 'Documentation', rootOne),
  row('CSIP96', `${MAP}/div/div[LABEL=Documentation]/fptr`, undefined, undefined, rootOne),
  row('CSIP116', `${MAP}/div/div[LABEL=Documentation]/fptr`, '@FILEID', 'documentation', rootOne),
  row('CSIP98', `${MAP}/div/div[LABEL=Schemas]`, '@ID', SOME, rootOne),
  row('CSIP99', `${MAP}/div/div[ID=division-schemas]`, '@LABEL', 'Schemas', rootOne),
  row('CSIP100', `${MAP}/div/div[LABEL=Schemas]/fptr`, undefined, undefined, rootOne),
  row('CSIP118', `${MAP}/div/div[LABEL=Schemas]/fptr`, '@FILEID', 'schemas', rootOne),
  row('CSIP102', `${MAP}/div/div[LABEL=Representations]`, '@ID', SOME),
  row('CSIP103', `${MAP}/div/div[ID=division-data]`, '@LABEL', 'Representations'),
  row('CSIP104', `${MAP}/div/div[LABEL=Representations]`, 'fptr'),
  row('CSIP119', `${MAP}/div/div[LABEL=Representations]/fptr`, '@FILEID', 'data'),
  row('CSIP106', `${MAP}/div/div[LABEL^=Representations/]`, '@ID', SOME, rootSome),
  row('CSIP107', `${MAP}/div/div[LABEL^=Representations/]`, '@LABEL', /^Representations\/\w+$/u, rootSome),
  row('CSIP108', `${MAP}/div/div/mptr`, '@xlink:title', /^representation-\w+$/u, rootSome),
  row('CSIP109', `${MAP}/div/div[LABEL^=Representations/]`, 'mptr', undefined, rootSome),
  row('CSIP110', `${MAP}/div/div/mptr`, '@xlink:href', /^representations\/\w+\/METS\.xml$/u, rootSome),
  row('CSIP111', `${MAP}/div/div/mptr`, '@xlink:type', 'simple', rootSome),
  row('CSIP112', `${MAP}/div/div/mptr`, '@LOCTYPE', 'URL', rootSome),
  row('SIP2', '', '@PROFILE', 'https://earksip.dilcis.eu/profile/E-ARK-SIP.xml', one),
  row('SIP4', 'metsHdr', '@csip:OAISPACKAGETYPE', 'SIP', one),
  row('SIP10', ARCHIVIST, '@ROLE', 'ARCHIVIST', one),
  row('SIP11', ARCHIVIST, '@TYPE', /^(?:ORGANIZATION|INDIVIDUAL)$/u, one),
  row('SIP14', `${ARCHIVIST}/note`, '@csip:NOTETYPE', 'IDENTIFICATIONCODE', one),
  row('SIP15', SUBMITTER, 'name', SOME, one),
  row('SIP16', SUBMITTER, '@ROLE', 'CREATOR', one),
  row('SIP17', SUBMITTER, '@TYPE', 'ORGANIZATION', one),
  row('SIP20', `${SUBMITTER}/note`, '@csip:NOTETYPE', 'IDENTIFICATIONCODE', one),
  row('SIP22', CONTACT, '@ROLE', 'CREATOR', one),
  row('SIP23', CONTACT, '@TYPE', 'INDIVIDUAL', one),
  row('SIP24', CONTACT, 'name', SOME, one),
  // Which organisation preserves it is not known when it is built: there is no such agent, which the profile allows.
  row('SIP27', PRESERVER, '@ROLE', 'PRESERVATION'),
  row('SIP28', PRESERVER, '@TYPE', 'ORGANIZATION'),
  row('SIP31', `${PRESERVER}/note`, '@csip:NOTETYPE', 'IDENTIFICATIONCODE'),
];
