/** So many different values are remembered; then it begins anew, which costs memory and never changes a value. */
const mostRemembered = 50_000;

/** Makes equal values one: the replicas of a workload have the same labels, containers and affinity, and a cluster of
 *  150,000 pods has few workloads. What is shared is frozen. */
export class SharedValues {
  readonly #values = new Map<string, unknown>();
  readonly #texts = new Map<string, string>();

  text(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    if (this.#texts.size >= mostRemembered) this.#texts.clear();
    this.#texts.set(text, text);
    return text;
  }

  /** The one value that equals this one, which is plain JSON. */
  value<Value>(value: Value): Value {
    const spelling = JSON.stringify(value);
    const known = this.#values.get(spelling);
    if (known !== undefined) return known as Value;
    if (this.#values.size >= mostRemembered) this.#values.clear();
    this.#values.set(spelling, deepFreeze(value));
    return value;
  }
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
