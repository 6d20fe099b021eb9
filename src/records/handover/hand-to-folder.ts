import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { HandedEntry, HandoverEnd } from '../../ports/handovers.ts';
import { writeFolder } from '../documents/folder.ts';
import { folderErrorOf } from '../documents/folder-error.ts';
import type { HandoverParts, HandoverSettings } from './hand-over.ts';
import { packageOf } from './package.ts';

/**
 * Writes an entry's folder, `<folder>/<municipality>/<reference>`. What is, or may be, secret goes to the secret folder
 * alone, and nowhere where there is none. @throws FolderError
 */
export async function handToFolder(
  { store, policies }: Pick<HandoverParts, 'store' | 'policies'>,
  { folder, secretFolder }: HandoverSettings,
  entry: HandedEntry,
): Promise<HandoverEnd> {
  const out = entry.guarded ? secretFolder : folder;
  if (out === undefined) return { state: 'failed', error: entry.guarded ? 'no-secret-folder' : 'no-folder' };
  const { municipality, registration } = entry;
  const files = await packageOf(entry, store.readMedia, policies.get(municipality)?.language ?? 'sv');
  const own = await ownFolder(out, municipality);
  await writeFolder(own, registration.reference, files, { ready: true });
  return { state: 'done', messageId: null };
}

/** Two municipalities may share a folder, and their references repeat. The folder itself is the installer's to make. */
async function ownFolder(out: string, municipality: string): Promise<string> {
  const own = join(out, municipality);
  try {
    await mkdir(own);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw folderErrorOf(error);
  }
  return own;
}
