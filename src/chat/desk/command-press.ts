import { z } from 'zod';
import { MunicipalityId, type Policy } from '../../core/policy.ts';
import { OFFERED, type Offered } from '../cards/offer-card.ts';
import type { Command } from './read-command.ts';

const CommandPress = z.strictObject({
  verb: z.literal('command'),
  command: z.enum(OFFERED),
  municipality: MunicipalityId.nullable(),
});

/** What is meant where a command without further words was chosen; `named`: the municipality that was named beside it. */
const commandOf = (offered: Offered, named: Policy | null): Command =>
  offered === 'trial' ? { kind: 'trial', set: null } : { kind: offered, policy: named };

/**
 * The command that a button stands for, as its words would be read. Null for any other button, and for a municipality that is
 * none. Proves nothing: whoever presses is asked for no less than whoever writes.
 */
export function readCommandPress(
  pressed: unknown,
  policies: ReadonlyMap<MunicipalityId, Policy>,
): Command | null {
  const { data } = CommandPress.safeParse(pressed);
  if (!data) return null;
  const named = data.municipality === null ? null : policies.get(data.municipality);
  return named === undefined ? null : commandOf(data.command, named);
}
