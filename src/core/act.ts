/** Something that can be done on a platform. */
export type Act = 'hide' | 'unhide' | 'remove' | 'reply' | 'reply-privately' | 'block' | 'unblock';

/**
 * Whether an act can be done there: by the platform's interface, by a person in its own pages, or not at all. Only what
 * can be done is offered; what a person must do is asked of one, and is never a failure.
 */
type Ability = 'api' | 'by-hand' | 'never';

/** What can be done on a platform, with a comment of one kind. */
export type Abilities = Readonly<Record<Act, Ability>>;
