// Chance that can be had again by its seed.

/** Numbers by mulberry32. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 up to 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  /** One of some things, each as likely as its weight. */
  weighed<T>(things: readonly (readonly [number, T])[]): T {
    let left = this.next() * things.reduce((sum, [weight]) => sum + weight, 0);
    return (things.find(([weight]) => (left -= weight) < 0) ?? things[0]!)[1];
  }
}
