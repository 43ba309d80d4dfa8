import * as v from 'valibot';
import { type AudienceDefinition, audienceSchema, MAX_AUDIENCE_NAME } from '../data/filter.ts';

/** A named list of customers: how they are found, and so who they are whatever the data. */
export interface Audience {
  readonly id: number;
  readonly name: string;
  /** Where it comes from, in the words of the screen on which it was made. */
  readonly origin: string;
  readonly definition: AudienceDefinition;
}

const KEY = 'dangol.audiences';
const MOST_AUDIENCES = 200;
const MAX_ORIGIN = 300;

const stored = v.object({
  id: v.pipe(v.number(), v.integer(), v.minValue(1)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_AUDIENCE_NAME)),
  origin: v.pipe(v.string(), v.maxLength(MAX_ORIGIN)),
  definition: audienceSchema,
});

type Store = Pick<Storage, 'getItem' | 'setItem'>;

/**
 * The lists of customers that were kept, in the order they were made, kept for the next visit.
 * Only definitions are stored, never customers. Where the browser keeps nothing, they last for
 * this visit.
 */
export class Audiences {
  readonly #store: () => Store;
  #all = $state.raw<readonly Audience[]>([]);

  constructor(store: () => Store = () => localStorage) {
    this.#store = store;
    this.#all = this.#read();
  }

  get all(): readonly Audience[] {
    return this.#all;
  }

  /** Keeps a list. A name that is taken gets a number behind it. */
  add(name: string, origin: string, definition: AudienceDefinition): Audience {
    const id = Math.max(0, ...this.#all.map((one) => one.id)) + 1;
    const said = origin.slice(0, MAX_ORIGIN);
    const audience = { id, name: this.#free(name), origin: said, definition };
    this.#change([...this.#all, audience].slice(-MOST_AUDIENCES));
    return audience;
  }

  /** Gives a list another name; a blank one changes nothing. */
  rename(id: number, name: string): void {
    if (name.trim() === '') return;
    const others = this.#all.filter((one) => one.id !== id);
    this.#change(
      this.#all.map((one) => (one.id === id ? { ...one, name: this.#free(name, others) } : one)),
    );
  }

  remove(id: number): void {
    this.#change(this.#all.filter((one) => one.id !== id));
  }

  #free(name: string, others = this.#all): string {
    const wished = name.trim().slice(0, MAX_AUDIENCE_NAME);
    const taken = (free: string) => others.some((one) => one.name === free);
    let free = wished;
    for (let n = 2; taken(free); n += 1) {
      const suffix = ` ${n}`;
      free = wished.slice(0, MAX_AUDIENCE_NAME - suffix.length) + suffix;
    }
    return free;
  }

  #change(all: readonly Audience[]): void {
    this.#all = all;
    try {
      this.#store().setItem(KEY, JSON.stringify(all));
    } catch {
      return;
    }
  }

  #read(): readonly Audience[] {
    try {
      const kept: unknown = JSON.parse(this.#store().getItem(KEY) ?? '[]');
      if (!Array.isArray(kept)) return [];
      // What the store holds may be of any version, or somebody else's.
      return kept.flatMap((one: unknown) => {
        const checked = v.safeParse(stored, one);
        return checked.success ? [checked.output] : [];
      });
    } catch {
      return [];
    }
  }
}

export const audiences = new Audiences();
