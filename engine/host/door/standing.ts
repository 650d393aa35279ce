/** Who does whose work, from when until when, and where. */
export interface StandingProxy {
  person: string;
  proxy: string;
  starts_at: string;
  ends_at: string;
  app: string | null;
  form: string | null;
  flow: string | null;
}

/** Where and when somebody is looked for. */
export interface Occasion {
  now: string;
  form: string;
  flow: string | undefined;
}

/** The narrower holds before the wider: a flow before a form, a form before an app, an app before all. */
const narrowness = ({ app, form, flow }: StandingProxy): number => (flow ? 3 : form ? 2 : app ? 1 : 0);

export const holdsAt = ({ starts_at, ends_at }: Pick<StandingProxy, 'starts_at' | 'ends_at'>, now: string): boolean =>
  Date.parse(starts_at) <= Date.parse(now) && Date.parse(now) < Date.parse(ends_at);

/** Proxies of one app's people, those of all apps included. */
export class Standing {
  readonly #byPerson = new Map<string, StandingProxy[]>();

  constructor(proxies: readonly StandingProxy[]) {
    const sorted = [...proxies].sort((a, b) => narrowness(b) - narrowness(a));
    for (const one of sorted) this.#byPerson.set(one.person, [...(this.#byPerson.get(one.person) ?? []), one]);
  }

  get isEmpty(): boolean {
    return this.#byPerson.size === 0;
  }

  of(person: string, { now, form, flow }: Occasion): StandingProxy | undefined {
    return this.#byPerson
      .get(person)
      ?.find(
        (one) =>
          holdsAt(one, now) && (one.form === null || one.form === form) && (one.flow === null || one.flow === flow),
      );
  }
}
