import {
  type Act,
  type GraphState,
  nextNumber,
  type Person,
  type SimComment,
  type SimPage,
  type SimPost,
  withReplies,
} from './state.ts';

/** What a citizen or the page writes. */
export interface NewComment {
  readonly post: SimPost;
  readonly parent: SimComment | null;
  readonly author: Person;
  readonly anonymous?: boolean;
  readonly message: string;
  readonly photo?: string | null;
  /** When it was written, where that is not now. */
  readonly createdAt?: Temporal.Instant;
  /** Default true. */
  readonly isTold?: boolean;
}

type Verb = 'add' | 'edited' | 'remove' | 'hide' | 'unhide';

/** The changes that people and pages can make. Each is told to the subscriber as a feed change, as Facebook does. */
export class Wall {
  readonly state: GraphState;
  readonly now: () => Temporal.Instant;
  readonly origin: () => string;
  readonly #changed: () => void;

  /** `origin` is the server's own address; `changed` is called after every change: to send webhooks and to save. */
  constructor(
    state: GraphState,
    options: { now: () => Temporal.Instant; origin: () => string; changed: () => void },
  ) {
    this.state = state;
    this.now = options.now;
    this.origin = options.origin;
    this.#changed = options.changed;
  }

  page(id: string): SimPage | undefined {
    return this.state.pages.find((page) => page.id === id);
  }

  post(id: string): SimPost | undefined {
    return this.state.posts.find((post) => post.id === id);
  }

  comment(id: string): SimComment | undefined {
    return this.state.comments.find((comment) => comment.id === id);
  }

  blocked(page: string): Person[] {
    this.state.blocked[page] ??= [];
    return this.state.blocked[page];
  }

  add(from: NewComment): SimComment {
    const { post, parent, author, message } = from;
    const comment: SimComment = {
      id: `${post.id.split('_')[1]}_${nextNumber(this.state)}`,
      page: post.page,
      post: post.id,
      parent: parent?.id ?? null,
      author,
      anonymous: from.anonymous ?? false,
      message,
      photo: from.photo ?? null,
      createdAt: (from.createdAt ?? this.now()).toString(),
      hidden: false,
    };
    this.state.comments.push(comment);
    if (from.isTold ?? true) this.#tell(comment, 'add');
    else this.#changed();
    return comment;
  }

  edit(comment: SimComment, message: string): void {
    comment.message = message;
    this.#tell(comment, 'edited');
  }

  remove(comment: SimComment): void {
    const gone = new Set(withReplies(this.state, comment));
    this.state.comments = this.state.comments.filter((each) => !gone.has(each));
    this.#tell(comment, 'remove');
  }

  setHidden(comment: SimComment, hidden: boolean): void {
    comment.hidden = hidden;
    this.#tell(comment, hidden ? 'hide' : 'unhide');
  }

  setBlocked(page: string, person: Person, blocked: boolean): void {
    this.state.blocked[page] = this.blocked(page).filter((each) => each.id !== person.id);
    if (blocked) this.blocked(page).push(person);
    this.#changed();
  }

  /** Notes a write that was performed through the API. */
  log(act: Omit<Act, 'number' | 'at'>): void {
    this.state.acts.push({ number: this.state.acts.length + 1, at: this.now().toString(), ...act });
    this.#changed();
  }

  saveChanges(): void {
    this.#changed();
  }

  #tell(comment: SimComment, verb: Verb): void {
    const time = Math.floor(this.now().epochMilliseconds / 1000);
    this.state.pending.push({
      page: comment.page,
      time,
      list: 'changes',
      value: feedValue(this, comment, verb),
    });
    this.#changed();
  }
}

/** The `value` of a `feed` change: hiding is told as from the page, and a removal without words or time. */
function feedValue(wall: Wall, comment: SimComment, verb: Verb): Record<string, unknown> {
  const page = wall.page(comment.page);
  const byPage = verb === 'hide' || verb === 'unhide';
  const from = byPage ? { id: comment.page, name: page?.name } : comment.author;
  const wordless = verb === 'remove' || comment.message === '';
  return {
    item: 'comment',
    verb,
    comment_id: comment.id,
    post_id: comment.post,
    parent_id: comment.parent ?? comment.post,
    ...(comment.anonymous && !byPage ? {} : { from }),
    ...(verb === 'remove' ? {} : { created_time: seconds(comment.createdAt) }),
    ...(wordless ? {} : { message: comment.message }),
    ...(verb === 'remove' || comment.photo === null
      ? {}
      : { photo: new URL(comment.photo, wall.origin()).href }),
    post: {
      id: comment.post,
      status_type: 'mobile_status_update',
      is_published: true,
      updated_time: `${wall.now().toString().slice(0, 19)}+0000`,
      permalink_url: `https://www.facebook.com/${comment.post.replace('_', '/posts/')}`,
      promotion_status: 'inactive',
    },
  };
}

function seconds(instant: string): number {
  return Math.floor(Temporal.Instant.from(instant).epochMilliseconds / 1000);
}
