import {
  type Act,
  type Author,
  nextId,
  type SimChannel,
  type SimComment,
  type SimVideo,
  type Status,
  type YouTubeState,
} from './state.ts';

/** What somebody writes. */
export interface NewComment {
  readonly video: SimVideo;
  /** Under which comment, at the top of its thread. */
  readonly parent: SimComment | null;
  readonly author: Author;
  readonly text: string;
  /** As YouTube's own filters would have it; what a banned person writes is rejected as it comes. */
  readonly status?: Status;
  /** When it was written, where that is not now. */
  readonly at?: Temporal.Instant;
}

/** The changes that people and channels can make. YouTube tells nobody of them. */
export class Channels {
  readonly state: YouTubeState;
  readonly now: () => Temporal.Instant;
  readonly #changed: () => void;

  /** `changed` is called after every change: to save. */
  constructor(state: YouTubeState, options: { now: () => Temporal.Instant; changed: () => void }) {
    this.state = state;
    this.now = options.now;
    this.#changed = options.changed;
  }

  channel(id: string): SimChannel | undefined {
    return this.state.channels.find((channel) => channel.id === id);
  }

  video(id: string): SimVideo | undefined {
    return this.state.videos.find((video) => video.id === id);
  }

  comment(id: string): SimComment | undefined {
    return this.state.comments.find((comment) => comment.id === id);
  }

  /** Those below a comment at the top, oldest first. */
  replies(to: SimComment): SimComment[] {
    return this.state.comments.filter((each) => each.parent === to.id);
  }

  add({ video, parent, author, text, status = 'published', at = this.now() }: NewComment): SimComment {
    const banned = this.channel(video.channel)?.banned.some(({ id }) => id === author.id);
    const comment: SimComment = {
      id: parent === null ? `Ug${nextId(this.state, 24)}` : `${parent.id}.${nextId(this.state, 22)}`,
      channel: video.channel,
      video: video.id,
      parent: parent?.id ?? null,
      author,
      text,
      publishedAt: at.toString(),
      updatedAt: at.toString(),
      status: banned ? 'rejected' : status,
    };
    this.state.comments.push(comment);
    this.#changed();
    return comment;
  }

  edit(comment: SimComment, text: string): void {
    comment.text = text;
    comment.updatedAt = this.now().toString();
    this.#changed();
  }

  /** Takes it away, with what stands below it. */
  remove(comment: SimComment): void {
    const gone = new Set([comment, ...this.replies(comment)]);
    this.state.comments = this.state.comments.filter((each) => !gone.has(each));
    this.state.vanished.push(...[...gone].map(({ id }) => id));
    this.#changed();
  }

  /** Replies vanish with what is rejected. */
  setStatus(comment: SimComment, status: Status): void {
    comment.status = status;
    if (status === 'rejected') for (const reply of this.replies(comment)) reply.status = 'rejected';
    this.#changed();
  }

  /** Everything that somebody has written stays, without their name. */
  forget(author: Author): void {
    for (const comment of this.state.comments) if (comment.author?.id === author.id) comment.author = null;
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
}
