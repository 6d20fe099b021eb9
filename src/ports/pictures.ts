import type { MunicipalityId } from '../core/policy.ts';
import type { TicketView } from '../core/view.ts';

/** A stored copy of a picture or film. `position`: its place among those of its version that are no links, from 0. */
export interface PictureAt {
  readonly comment: string;
  readonly version: number;
  readonly position: number;
}

/** What is copied of what comments show beside their text. The bytes are stored sealed. Each method is one transaction. */
export interface PictureStore {
  /**
   * Keeps a version's files as evidence, all or none; again is harmless. Nothing is kept once somebody suspects the
   * ticket's pictures of showing abuse.
   */
  storeAttachments(
    municipality: MunicipalityId,
    comment: string,
    version: number,
    files: readonly { bytes: Buffer; contentType: string }[],
    now: Temporal.Instant,
  ): Promise<void>;
  /**
   * The only way to the bytes. Null where there is no copy, where it has been erased, and where it is under suspicion
   * (`core/pictures.ts`), which no reader is exempt from.
   * @throws StoreError `no-key` where the key that it was sealed with is not here, `damaged` where it is not what was stored
   */
  readMedia(
    municipality: MunicipalityId,
    of: PictureAt,
  ): Promise<{ readonly bytes: Buffer; readonly contentType: string } | null>;
  /**
   * Seals a comment's copies anew for the public key that was given, so that nobody here can open them; without such a key
   * they stay as they are, and are refused to every reader all the same.
   */
  sealAway(municipality: MunicipalityId, comment: string): Promise<void>;
  /** Takes the bytes of a comment's copies away; their hashes stay. Again is harmless. */
  erasePictures(municipality: MunicipalityId, comment: string): Promise<void>;
  /** Seals what is stored as it came, or under another key than the one in force, at most so many; the number of them. */
  sealSome(limit: number): Promise<number>;
  /** How the stored copies lie, for whoever looks after the installation. */
  pictureKeys(): Promise<PictureKeys>;
}

/** Counts of stored copies. */
export interface PictureKeys {
  /** Under the key in force. */
  readonly sealed: number;
  /** Not sealed, or under another key that is here: the upkeep sees to them. */
  readonly toSeal: number;
  /** Under a key that is not here. */
  readonly locked: number;
  /** Sealed for the public key, whose private half is elsewhere. */
  readonly away: number;
}

/** Small pictures for a ticket's card, as data URIs; none where they may not stand there, or there are none that can be read. */
export interface CardPictures {
  /** Those that have been made already. */
  ready(view: TicketView): readonly string[];
  /** Makes them. Never fails: a card without pictures says so in words. */
  made(view: TicketView): Promise<readonly string[]>;
}
