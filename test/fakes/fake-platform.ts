import type { Attachment } from '../../src/core/comment.ts';
import type { Standing } from '../../src/core/standing.ts';
import {
  type Listed,
  type Listing,
  type Platform,
  PlatformError,
  type SeenComment,
  type Target,
} from '../../src/ports/platform.ts';

/** An act that the fake performed, oldest first: what exactly-once tests count. */
export interface FakeAct {
  readonly act: 'hide' | 'unhide' | 'delete' | 'reply' | 'block' | 'unblock';
  readonly account: string;
  /** The comment, or the author for a block. */
  readonly on: string;
  readonly text?: string;
}

interface FakeComment {
  account: string;
  text: string;
  authorId: string | null;
  hidden: boolean;
  parent: string | null;
  createdAt: Temporal.Instant;
  attachments: readonly Attachment[];
}

type Method = Exclude<keyof Platform, 'name'>;

/** A platform in memory. `failNext` scripts errors; `no-answer` performs the act first, as a lost answer does. */
export class FakePlatform implements Platform {
  readonly name: Platform['name'];
  readonly acts: FakeAct[] = [];
  /** Attachment bytes by URL. */
  readonly files = new Map<string, { bytes: Buffer; contentType: string }>();
  readonly #comments = new Map<string, FakeComment>();
  readonly #blocked = new Set<string>();
  readonly #unsubscribed = new Set<string>();
  readonly #failures: { error: PlatformError; on: Method | undefined; performed: boolean }[] = [];
  readonly #now: () => Temporal.Instant;
  #ids = 0;

  constructor(options: { name?: Platform['name']; now?: () => Temporal.Instant } = {}) {
    this.name = options.name ?? 'facebook';
    this.#now = options.now ?? Temporal.Now.instant;
  }

  /** A citizen writes. Returns where acts on the comment are aimed. */
  write(comment: {
    account: string;
    text: string;
    authorId?: string;
    attachments?: readonly Attachment[];
  }): Target {
    return this.#add({ ...comment, authorId: comment.authorId ?? null, parent: null });
  }

  /** A citizen edits; an unknown comment is a bug in the test. */
  edit(target: Target, text: string): void {
    this.#find(target).text = text;
  }

  /** Does the platform tell the bot what is written on the account? Default: yes. */
  setSubscribed(account: string, subscribed: boolean): void {
    if (subscribed) this.#unsubscribed.delete(account);
    else this.#unsubscribed.add(account);
  }

  /** The comment goes away without an act of ours. */
  vanish(target: Target): void {
    this.#comments.delete(target.externalId);
  }

  /** The next call (of one method, if named) fails. `performed` defaults to true for `no-answer` alone. */
  failNext(
    code: PlatformError['code'],
    options: { on?: Method; retryAfterMs?: number; performed?: boolean } = {},
  ): void {
    const { on, performed = code === 'no-answer', retryAfterMs } = options;
    const error = new PlatformError(
      code,
      `scripted ${code}`,
      retryAfterMs === undefined ? {} : { retryAfterMs },
    );
    this.#failures.push({ error, on, performed });
  }

  hide(target: Target): Promise<void> {
    return this.#call('hide', () => this.#setHidden(target, true));
  }

  unhide(target: Target): Promise<void> {
    return this.#call('unhide', () => this.#setHidden(target, false));
  }

  delete(target: Target): Promise<void> {
    return this.#call('delete', () => {
      this.#find(target);
      this.#comments.delete(target.externalId);
      this.acts.push({ act: 'delete', account: target.account, on: target.externalId });
    });
  }

  reply(target: Target, text: string): Promise<{ externalId: string }> {
    return this.#call('reply', () => {
      if (text.trim() === '' || text.length > 8000)
        throw new PlatformError('rejected', 'expected 1 to 8000 characters');
      this.#find(target);
      const { account, externalId } = target;
      this.acts.push({ act: 'reply', account, on: externalId, text });
      return { externalId: this.#add({ account, text, authorId: account, parent: externalId }).externalId };
    });
  }

  block(account: string, authorId: string): Promise<void> {
    return this.#call('block', () => {
      this.#blocked.add(`${account} ${authorId}`);
      this.acts.push({ act: 'block', account, on: authorId });
    });
  }

  unblock(account: string, authorId: string): Promise<void> {
    return this.#call('unblock', () => {
      this.#blocked.delete(`${account} ${authorId}`);
      this.acts.push({ act: 'unblock', account, on: authorId });
    });
  }

  isBlocked(account: string, authorId: string): Promise<boolean> {
    return this.#call('isBlocked', () => this.#blocked.has(`${account} ${authorId}`));
  }

  check(account: string): Promise<void> {
    return this.#call('check', () => {
      if (this.#unsubscribed.has(account)) throw new PlatformError('rejected', 'nothing would reach the bot');
    });
  }

  /** What the platform says of every account that is subscribed; a test may say something else. */
  standings: Standing = { faults: [], ends: [], untold: [] };

  standing(account: string): Promise<Standing> {
    return this.#call('standing', () =>
      this.#unsubscribed.has(account)
        ? { ...this.standings, faults: [{ code: 'not-subscribed', names: [] }] }
        : this.standings,
    );
  }

  read(target: Target): Promise<SeenComment | null> {
    return this.#call('read', () => {
      const comment = this.#comments.get(target.externalId);
      if (comment === undefined || comment.account !== target.account) return null;
      const { text, hidden, authorId, attachments } = comment;
      return {
        text,
        hidden,
        canHide: true,
        canRemove: true,
        authorId,
        permalink: null,
        attachments,
      };
    });
  }

  /** Everything on the account, whatever is asked for. */
  async *list({ account }: Listing): AsyncGenerator<Listed[]> {
    const own = [...this.#comments].filter(([, comment]) => comment.account === account);
    yield await this.#call('list', () =>
      own.map(([externalId, { text, authorId, createdAt, hidden, attachments }]) => ({
        hidden,
        node: { text },
        comment: {
          ...{ platform: this.name, account, externalId, text, attachments },
          ...{ createdAt, writtenAt: createdAt, own: authorId === account },
          author: { id: authorId ?? undefined },
        },
      })),
    );
  }

  ownReplies(
    target: Target,
  ): Promise<readonly { externalId: string; text: string; createdAt: Temporal.Instant }[]> {
    return this.#call('ownReplies', () => {
      this.#find(target);
      return [...this.#comments]
        .filter(([, each]) => each.parent === target.externalId && each.authorId === target.account)
        .map(([externalId, { text, createdAt }]) => ({ externalId, text, createdAt }))
        .reverse();
    });
  }

  fetchAttachment(url: string): Promise<{ bytes: Buffer; contentType: string }> {
    return this.#call('fetchAttachment', () => {
      const file = this.files.get(url);
      if (file === undefined) throw new PlatformError('not-found', 'no such file');
      return file;
    });
  }

  async #call<T>(method: Method, perform: () => T): Promise<T> {
    const index = this.#failures.findIndex((failure) => failure.on === undefined || failure.on === method);
    const [failure] = index < 0 ? [] : this.#failures.splice(index, 1);
    if (failure === undefined) return perform();
    if (failure.performed) perform();
    throw failure.error;
  }

  #setHidden(target: Target, hidden: boolean): void {
    this.#find(target).hidden = hidden;
    this.acts.push({ act: hidden ? 'hide' : 'unhide', account: target.account, on: target.externalId });
  }

  #find(target: Target): FakeComment {
    const comment = this.#comments.get(target.externalId);
    if (comment === undefined || comment.account !== target.account) {
      throw new PlatformError('not-found', 'no such comment');
    }
    return comment;
  }

  #add(
    comment: Pick<FakeComment, 'account' | 'text' | 'authorId' | 'parent'> & Partial<FakeComment>,
  ): Target {
    this.#ids += 1;
    const externalId = `900_${this.#ids}`;
    this.#comments.set(externalId, { hidden: false, attachments: [], createdAt: this.#now(), ...comment });
    return { account: comment.account, externalId, postId: `${comment.account}_900` };
  }
}
