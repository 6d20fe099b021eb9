import type { Abilities } from '../../src/core/act.ts';

/** A platform that can do everything over its interface, but for hiding or blocking where those are denied, and for private replies unless those are asked for. */
export const able = ({ hide = true, block = true, privately = false } = {}): Abilities => ({
  hide: hide ? 'api' : 'never',
  unhide: hide ? 'api' : 'never',
  remove: 'api',
  reply: 'api',
  'reply-privately': privately ? 'api' : 'never',
  block: block ? 'api' : 'never',
  unblock: block ? 'api' : 'never',
});
