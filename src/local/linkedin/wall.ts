import { commentRef, postUrn } from '../../platforms/linkedin/ids.ts';
import {
  type Act,
  type LinkedInState,
  nextId,
  type SimComment,
  type SimNotification,
  type SimPage,
  type SimPost,
} from './state.ts';

/** The simulator's surroundings. */
interface WallParts {
  readonly now: () => Temporal.Instant;
  /** The simulator's own address. */
  readonly origin: () => string;
  /** Called after every change. */
  readonly changed: () => void;
}

type NewComment = Pick<SimComment, 'actor' | 'name' | 'anonymous' | 'text' | 'photo'> & {
  readonly post: SimPost;
  readonly parent: SimComment | null;
};

/** What is on the Pages, and how it changes. Every change is told of. */
export class Wall {
  readonly state: LinkedInState;
  readonly now: () => Temporal.Instant;
  readonly origin: () => string;
  readonly #changed: () => void;

  constructor(state: LinkedInState, { now, origin, changed }: WallParts) {
    this.state = state;
    this.now = now;
    this.origin = origin;
    this.#changed = changed;
  }

  page(number: string): SimPage | undefined {
    return this.state.pages.find((page) => page.number === number);
  }

  /** A post by any spelling of its URN. */
  post(urn: string): SimPost | undefined {
    const [kind, number] = postUrn(urn)?.split(':').slice(2) ?? [];
    return this.state.posts.find((post) => number === (kind === 'activity' ? post.activity : post.share));
  }

  /** A comment by its number or any spelling of its URN. */
  comment(urn: string): SimComment | undefined {
    const id = commentRef(urn)?.id;
    return this.state.comments.find((comment) => comment.id === id);
  }

  /** Oldest first. */
  under(post: SimPost, parent: SimComment | null): SimComment[] {
    return this.state.comments.filter(
      (comment) => comment.post === post.activity && comment.parent === (parent?.id ?? null),
    );
  }

  add({ post, parent, ...written }: NewComment): SimComment {
    const at = this.now().toString();
    const comment: SimComment = {
      ...written,
      id: nextId(this.state),
      post: post.activity,
      page: post.page,
      parent: parent?.id ?? null,
      createdAt: at,
      modifiedAt: at,
    };
    this.state.comments.push(comment);
    this.#tell(comment.actor.endsWith(`organization:${post.page}`) ? 'ADMIN_COMMENT' : 'COMMENT', comment);
    return comment;
  }

  edit(comment: SimComment, text: string): void {
    comment.text = text;
    comment.modifiedAt = this.now().toString();
    this.#tell('COMMENT_EDIT', comment);
  }

  /** With its replies, of which nothing is told. */
  remove(comment: SimComment): void {
    this.state.comments = this.state.comments.filter(({ id, parent }) => ![id, parent].includes(comment.id));
    this.#tell('COMMENT_DELETE', comment);
  }

  /** Somebody likes it; or a member's own post names the Page. */
  react(action: 'LIKE' | 'SHARE_MENTION', comment: SimComment): void {
    this.#tell(action, comment);
  }

  did(act: Omit<Act, 'at'>): void {
    this.state.acts.push({ ...act, at: this.now().toString() });
    this.#changed();
  }

  saveChanges(): void {
    this.#changed();
  }

  #tell(action: SimNotification['action'], comment: SimComment): void {
    const at = this.now();
    const until = this.page(comment.page)?.subscribedUntil;
    const isSent = until && Temporal.Instant.compare(at, Temporal.Instant.from(until)) < 0;
    const post = this.state.posts.find(({ activity }) => activity === comment.post);
    this.state.ids += 1;
    this.state.notifications.push({
      id: 5_603_000_000 + this.state.ids,
      page: comment.page,
      action,
      comment: { ...comment },
      share: post?.share ?? '',
      at: at.toString(),
      sendAt: isSent ? at.toString() : null,
    });
    this.#changed();
  }
}
