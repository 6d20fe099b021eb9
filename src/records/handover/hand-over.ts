import type { MunicipalityId, Policy } from '../../core/policy.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ClaimedHandover, HandedEntry, HandoverEnd, HandoverStore } from '../../ports/handovers.ts';
import type { PictureStore } from '../../ports/pictures.ts';
import { FolderError } from '../documents/folder-error.ts';
import { handByMail, messageIdOf } from './hand-by-mail.ts';
import { handToFolder } from './hand-to-folder.ts';
import { MailError, type SendMail } from './mail.ts';

/** Where a municipality's entries go; what is absent is no way of its. */
export interface HandoverSettings {
  readonly folder?: string | undefined;
  /** For what is, or may be, secret. */
  readonly secretFolder?: string | undefined;
  readonly mail?: { readonly to: string; readonly from: string } | undefined;
}

/** What entries are handed over with. */
export interface HandoverParts {
  readonly store: Pick<HandoverStore, 'claimHandover' | 'handedEntry' | 'handoverEnded'> &
    Pick<PictureStore, 'readMedia'>;
  readonly clock: Clock;
  readonly settingsOf: (municipality: MunicipalityId) => HandoverSettings;
  readonly policies: ReadonlyMap<MunicipalityId, Pick<Policy, 'language' | 'name'>>;
  /** Null where no mail server is set. */
  readonly send: SendMail | null;
  /** Longer than a folder takes, and than a mail server is waited for. */
  readonly leaseMs: number;
}

/** Minutes until what failed is tried again; after the last it has failed for good, and a person must see to it. */
const PAUSES = [1, 5, 15, 60, 4 * 60, 12 * 60];

/**
 * Hands one entry of the register over one way, outside any transaction. A folder that was begun is begun anew, since a
 * folder is there whole or not at all; a mail that was begun by a worker who vanished may have been sent, and is shown as
 * unknown. @returns false when nothing is due
 */
export async function handOverOne(
  parts: HandoverParts,
  taken: () => void,
  keep: <T>(ask: () => Promise<T>) => Promise<T>,
): Promise<boolean> {
  const { store, clock } = parts;
  const claimed = await store.claimHandover(clock.now(), parts.leaseMs);
  if (!claimed) return false;
  taken();
  const end = await attempt(parts, claimed);
  await keep(() => store.handoverEnded(claimed, clock.now(), end));
  return true;
}

async function attempt(parts: HandoverParts, claimed: ClaimedHandover): Promise<HandoverEnd> {
  const { municipality, registration, way, lost } = claimed;
  const settings = parts.settingsOf(municipality);
  if (way === 'mail' && lost) return unknown('worker-lost', settings, registration);
  try {
    const entry = await parts.store.handedEntry(municipality, registration);
    if (!entry) return { state: 'failed', error: 'no-entry' };
    return way === 'folder'
      ? await handToFolder(parts, settings, entry)
      : await mailed(parts, settings, entry);
  } catch (error) {
    if (error instanceof MailError && error.unknown) return unknown(error.code, settings, registration);
    const code = error instanceof FolderError || error instanceof MailError ? error.code : 'failed';
    return again(code, claimed, parts.clock.now());
  }
}

async function mailed(
  { send, ...parts }: HandoverParts,
  { mail }: HandoverSettings,
  entry: HandedEntry,
): Promise<HandoverEnd> {
  if (!mail || !send) return { state: 'failed', error: 'no-mail-server' };
  const messageId = messageIdOf(entry.registration.id, mail.from);
  await handByMail({ ...parts, send }, { ...mail, messageId }, entry);
  return { state: 'done', messageId };
}

const unknown = (error: string, { mail }: HandoverSettings, registration: string): HandoverEnd => ({
  state: 'unknown',
  error,
  messageId: messageIdOf(registration, mail?.from ?? ''),
});

function again(error: string, { attempts }: ClaimedHandover, now: Temporal.Instant): HandoverEnd {
  const minutes = PAUSES[attempts - 1];
  return minutes === undefined
    ? { state: 'failed', error }
    : { state: 'pending', error, dueAt: now.add({ minutes }) };
}
