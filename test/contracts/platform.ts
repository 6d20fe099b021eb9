import { describe } from 'vitest';
import type { PlatformError } from '../../src/ports/platform.ts';
import {
  answersAndBlocks,
  type PlatformWorld,
  readsAndModerates,
  refuses,
  tellsWhatIsThere,
} from './behaviour.ts';
import { deliveryContract, type Telling } from './deliveries.ts';
import type { Dialect } from './dialect.ts';
import { faultContract, type Otherwise } from './faults.ts';
import { pagingContract, type Trap } from './paging.ts';
import { failsAsScripted, type ScriptedWorld } from './scripted-faults.ts';
import type { Wired } from './wire.ts';

/** How an adapter is tried on the wire: every act under every fault, every delivery, every list. */
interface Tried {
  readonly make: () => Promise<PlatformWorld>;
  readonly wired: Wired;
  readonly otherwise: Otherwise;
  readonly telling: Telling;
  readonly dialect: Dialect;
  /** Lists that lead astray as no other platform's do. */
  readonly traps: Readonly<Record<string, Trap>>;
  /** What the platform has no way of saying. */
  readonly never?: readonly PlatformError['code'][];
}

/**
 * What every Platform owes the outbox and the archive, on an adapter against its simulator. Each fault, delivery and trap
 * fills a cell of the table that the run prints (`table.ts`), which must have them all.
 */
export function platformContract(name: string, tried: Tried): void {
  describe(`the platform contract: ${name}`, () => {
    behaves(tried.make, tried.never ?? []);
    faultContract(tried.wired, tried.otherwise);
    deliveryContract(tried.telling);
    pagingContract(tried.wired, tried.dialect, tried.traps);
  });
}

function behaves(make: () => Promise<PlatformWorld>, never: readonly PlatformError['code'][]): void {
  describe('what it reads and moderates', () => readsAndModerates(make));
  describe('whom it answers and blocks', () => answersAndBlocks(make));
  describe('what it tells', () => tellsWhatIsThere(make));
  describe('what it refuses', () => refuses(make, never));
}

/** The same of a fake in memory, as far as it goes. */
export function fakeContract(name: string, make: () => Promise<ScriptedWorld>): void {
  describe(`the platform contract: ${name}`, () => {
    behaves(make, []);
    failsAsScripted(make);
  });
}
