import type { Fault, WireWorld } from './wire.ts';

/** Stands between an adapter and its simulator: counts what is sent, and has the chosen call meet a fault. */
export class Saboteur {
  /** The method of every call, in turn. */
  calls: string[] = [];
  #strike: { readonly at: number; readonly fault: Fault; readonly world: WireWorld } | null = null;

  readonly fetch: typeof fetch = (input, init) => {
    this.calls.push(init?.method ?? 'GET');
    const struck = this.#strike?.at === this.calls.length;
    if (struck) this.#strike?.world.meet(this.#strike.fault, new URL(String(input)).pathname);
    // Only the struck call may run out of time, however busy the machine is.
    return fetch(input, struck ? init : { ...init, signal: null });
  };

  /** From here on calls are counted anew, and the one of that number meets the fault. Numbers begin at 1. */
  strike(at: number, fault: Fault, world: WireWorld): void {
    this.calls = [];
    this.#strike = { at, fault, world };
  }

  /** Nothing happens to any call from here on. */
  rest(): void {
    this.calls = [];
    this.#strike = null;
  }
}
