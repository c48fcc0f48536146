/** A variable of the shell with its attributes. An indexed array has numbers for keys, an associative one texts. */
export interface Variable {
  kind: 'scalar' | 'indexed' | 'associative';
  /** The value of a scalar; undefined while it is declared but unset. */
  text: string | undefined;
  items: Map<string, string>;
  exported: boolean;
  readonly: boolean;
  integer: boolean;
  letterCase: 'upper' | 'lower' | undefined;
}

/** Assigning to a variable that must not change, or in a way that it does not allow. */
export class VariableError extends Error {
  override readonly name = 'VariableError';
}

/** Longer values are refused: a loop that doubles a text would otherwise take the page's memory. */
const longestValue = 16 * 1024 * 1024;

/** All variables of a shell: those of the functions under way, the latest first, then the global ones. */
export class Variables {
  private readonly scopes: Map<string, Variable>[];

  constructor(scopes: Map<string, Variable>[] = [new Map()]) {
    this.scopes = scopes;
  }

  /** A copy of its own, for a subshell. */
  clone(): Variables {
    return new Variables(
      this.scopes.map((scope) => {
        const copy = new Map<string, Variable>();
        for (const [name, variable] of scope) copy.set(name, { ...variable, items: new Map(variable.items) });
        return copy;
      }),
    );
  }

  enterScope(): void {
    this.scopes.push(new Map());
  }

  leaveScope(): void {
    this.scopes.pop();
  }

  get isLocalScope(): boolean {
    return this.scopes.length > 1;
  }

  find(name: string): Variable | undefined {
    for (let place = this.scopes.length - 1; place >= 0; place--) {
      const variable = this.scopes[place]?.get(name);
      if (variable) return variable;
    }
    return undefined;
  }

  /** The value of a scalar, or the first element of an array, as `$name` gives it. */
  get(name: string): string | undefined {
    const variable = this.find(name);
    if (!variable) return undefined;
    return variable.kind === 'scalar' ? variable.text : variable.items.get('0');
  }

  set(name: string, text: string): void {
    const variable = this.find(name) ?? this.create(name, false);
    this.checkWritable(name, variable);
    const value = this.shaped(variable, text);
    if (variable.kind === 'scalar') variable.text = value;
    else variable.items.set('0', value);
  }

  /** Sets one element; `key` is an index already evaluated, or the text key of an associative array. */
  setElement(name: string, key: string, text: string): void {
    const variable = this.find(name) ?? this.create(name, false);
    this.checkWritable(name, variable);
    toArray(variable);
    variable.items.set(this.elementKey(name, variable, key), this.shaped(variable, text));
  }

  getElement(name: string, key: string): string | undefined {
    const variable = this.find(name);
    if (!variable) return undefined;
    if (variable.kind === 'scalar') return key === '0' || key === '-1' ? variable.text : undefined;
    if (variable.kind === 'indexed' && key.startsWith('-')) {
      const index = highestIndex(variable) + 1 + Number(key);
      return variable.items.get(String(index));
    }
    return variable.items.get(key);
  }

  /** Gives an array all its elements at once. */
  setArray(name: string, items: ReadonlyMap<string, string>, kind: 'indexed' | 'associative' = 'indexed'): void {
    const variable = this.find(name) ?? this.create(name, false);
    this.checkWritable(name, variable);
    variable.kind = variable.kind === 'associative' ? 'associative' : kind;
    variable.text = undefined;
    variable.items = new Map(items);
  }

  setList(name: string, values: readonly string[]): void {
    this.setArray(name, new Map(values.map((value, index) => [String(index), value])));
  }

  keys(name: string): string[] {
    const variable = this.find(name);
    if (!variable) return [];
    if (variable.kind === 'scalar') return variable.text === undefined ? [] : ['0'];
    const keys = [...variable.items.keys()];
    return variable.kind === 'indexed' ? keys.sort((left, right) => Number(left) - Number(right)) : keys;
  }

  values(name: string): string[] {
    const variable = this.find(name);
    if (variable?.kind === 'scalar') return variable.text === undefined ? [] : [variable.text];
    return this.keys(name).map((key) => variable?.items.get(key) ?? '');
  }

  /** The variable to which `declare` and `local` give attributes: in the latest scope when `local`. */
  declare(name: string, local: boolean): Variable {
    if (!local) return this.find(name) ?? this.create(name, false);
    const scope = this.scopes[this.scopes.length - 1] as Map<string, Variable>;
    return scope.get(name) ?? this.create(name, true);
  }

  unset(name: string, key?: string): void {
    const variable = this.find(name);
    if (!variable) return;
    if (variable.readonly) throw new VariableError(`${name}: cannot unset: readonly variable`);
    if (key !== undefined) {
      variable.items.delete(this.elementKey(name, variable, key));
      return;
    }
    for (let place = this.scopes.length - 1; place >= 0; place--) {
      const scope = this.scopes[place];
      if (!scope?.has(name)) continue;
      // A local that is unset hides the global one until its function returns.
      if (place > 0) scope.set(name, newVariable());
      else scope.delete(name);
      return;
    }
  }

  names(): string[] {
    const names = new Set<string>();
    for (const scope of this.scopes) for (const name of scope.keys()) names.add(name);
    return [...names].filter((name) => this.isSet(name)).sort();
  }

  isSet(name: string): boolean {
    const variable = this.find(name);
    if (!variable) return false;
    return variable.kind === 'scalar' ? variable.text !== undefined : variable.items.size > 0;
  }

  /** The environment that a program gets. */
  exported(): Map<string, string> {
    const environment = new Map<string, string>();
    for (const name of this.names()) {
      const variable = this.find(name);
      const text = this.get(name);
      if (variable?.exported && text !== undefined) environment.set(name, text);
    }
    return environment;
  }

  private create(name: string, local: boolean): Variable {
    const scope = (local ? this.scopes[this.scopes.length - 1] : this.scopes[0]) as Map<string, Variable>;
    const variable = newVariable();
    scope.set(name, variable);
    return variable;
  }

  private checkWritable(name: string, variable: Variable): void {
    if (variable.readonly) throw new VariableError(`${name}: readonly variable`);
  }

  private shaped(variable: Variable, text: string): string {
    if (text.length > longestValue) throw new VariableError(`a value of ${text.length} characters is too long`);
    if (variable.letterCase === 'upper') return text.toUpperCase();
    if (variable.letterCase === 'lower') return text.toLowerCase();
    return text;
  }

  private elementKey(name: string, variable: Variable, key: string): string {
    if (variable.kind !== 'indexed' || !key.startsWith('-')) return key;
    const index = highestIndex(variable) + 1 + Number(key);
    if (index < 0) throw new VariableError(`${name}[${key}]: bad array subscript`);
    return String(index);
  }
}

function newVariable(): Variable {
  return {
    kind: 'scalar',
    text: undefined,
    items: new Map(),
    exported: false,
    readonly: false,
    integer: false,
    letterCase: undefined,
  };
}

function toArray(variable: Variable): void {
  if (variable.kind !== 'scalar') return;
  variable.kind = 'indexed';
  if (variable.text !== undefined) variable.items.set('0', variable.text);
  variable.text = undefined;
}

function highestIndex(variable: Variable): number {
  let highest = -1;
  for (const key of variable.items.keys()) highest = Math.max(highest, Number(key));
  return highest;
}
