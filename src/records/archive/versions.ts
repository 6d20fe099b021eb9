/**
 * The specifications that a package is written by: FGS Paketstruktur 2.0 is E-ARK CSIP and SIP 2.1.0, FGS Ärendehantering
 * 2.0 is CITS ERMS. A receiving archive that takes others needs a change here, and nowhere else.
 */
export const SPECIFICATION = {
  profile: 'https://earksip.dilcis.eu/profile/E-ARK-SIP.xml',
  /** The content information type in the words of its vocabulary. */
  contentInformation: 'citserms_v2_1',
  ermsVersion: '2.1.2',
  premisVersion: '3.0',
} as const;

/** The namespaces of what a package holds. */
export const NAMESPACES = {
  mets: 'http://www.loc.gov/METS/',
  xlink: 'http://www.w3.org/1999/xlink',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
  csip: 'https://DILCIS.eu/XML/METS/CSIPExtensionMETS',
  sip: 'https://DILCIS.eu/XML/METS/SIPExtensionMETS',
  erms: 'https://DILCIS.eu/XML/ERMS',
  premis: 'http://www.loc.gov/premis/v3',
} as const;

/** The schemas that a package carries, by the namespace that each describes. */
export const SCHEMAS = {
  'mets.xsd': NAMESPACES.mets,
  'xlink.xsd': NAMESPACES.xlink,
  'DILCISExtensionMETS.xsd': NAMESPACES.csip,
  'DILCISExtensionSIPMETS.xsd': NAMESPACES.sip,
  'ERMS.xsd': NAMESPACES.erms,
  'premis-v3-0.xsd': NAMESPACES.premis,
} as const satisfies Record<string, string>;
