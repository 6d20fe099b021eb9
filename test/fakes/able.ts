import type { Abilities } from '../../src/core/act.ts';

/** A platform that can do everything over its interface, but for hiding or blocking where those are denied. */
export const able = ({ hide = true, block = true } = {}): Abilities => ({
  hide: hide ? 'api' : 'never',
  unhide: hide ? 'api' : 'never',
  remove: 'api',
  reply: 'api',
  'reply-privately': 'never',
  block: block ? 'api' : 'never',
  unblock: block ? 'api' : 'never',
});
