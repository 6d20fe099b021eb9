import { create } from 'xmlbuilder2';
import type { PackageFile } from './package-file.ts';

/** A file that a METS names, by its way from the METS. */
export type Listed = PackageFile;

interface Node {
  readonly nodeName: string;
  readonly firstElementChild: Node | null;
  getAttribute(name: string): string | null;
}

const LISTS = new Set(['mets:mdRef', 'mets:file']);

/** Every file that a METS of ours names; null for what is no XML. */
export function readMets(text: string): readonly Listed[] | null {
  try {
    const found: Listed[] = [];
    create(text).each(
      ({ node }) => {
        const element = node as unknown as Node;
        if (LISTS.has(element.nodeName)) found.push(listedIn(element));
      },
      false,
      true,
    );
    return found;
  } catch {
    return null;
  }
}

function listedIn(element: Node): Listed {
  const place = element.nodeName === 'mets:file' ? element.firstElementChild : element;
  return {
    path: decodeURI(place?.getAttribute('xlink:href') ?? ''),
    bytes: Number(element.getAttribute('SIZE')),
    sha256: element.getAttribute('CHECKSUM') ?? '',
  };
}
