import { marker } from './plain-data.ts';

/** What a value may look like on its way out of the sandbox. */
export interface OutputLimits {
  /** Characters of encoded text. */
  readonly characters: number;
  /** Objects and arrays inside one another. */
  readonly depth: number;
}

/** The globals that positionMarks (position-marks.ts) calls from the reader's code. */
export const loopMark = '$$loop';
export const throwMark = '$$throw';

/** The first script of every run, evaluated before the reader's modules so that it holds the engine's own intrinsics.
 *  It evaluates to a function of the host's functions (log, isStopping, ask) that answers { call, describe }. All walking over
 *  values of the reader happens here, inside the sandbox, so that a hostile getter, Proxy or toJSON meets the same
 *  deadline and the same memory limit as any other code. */
export function preludeSource(limits: OutputLimits): string {
  return `(function (hostLog, hostIsStopping, hostAsk) {
  'use strict';
  const { stringify, parse } = JSON;
  const { isArray } = Array;
  const { keys, getPrototypeOf, getOwnPropertyDescriptor, defineProperty, freeze, prototype: objectPrototype } = Object;
  const { Error, TypeError, String, BigInt, Number } = globalThis;
  const { prototype: errorPrototype } = Error;
  const { isFinite, is } = { isFinite: Number.isFinite, is: Object.is };
  const uncurry = (method) => Function.prototype.call.bind(method);
  const slice = uncurry(String.prototype.slice);
  const indexOf = uncurry(String.prototype.indexOf);
  const largest = 1n << 4096n;

  function preview(text, most) {
    return text.length > most ? slice(text, 0, most) + '…' : text;
  }

  function className(value) {
    try {
      for (let at = value, hops = 0; at !== null && hops < 5; at = getPrototypeOf(at), hops++) {
        const constructor = getOwnPropertyDescriptor(at, 'constructor');
        if (constructor && typeof constructor.value === 'function') {
          const name = getOwnPropertyDescriptor(constructor.value, 'name');
          if (name && typeof name.value === 'string' && name.value !== '') return preview(name.value, 80);
        }
      }
    } catch {}
    return 'object of an unknown class';
  }

  class Refusal { constructor(text) { this.text = text; } }
  let room = 0;
  /** The keys that lead to the value being encoded, by depth; numbers for array indices. */
  let trail = { __proto__: null };

  function path(depth) {
    let text = 'the value';
    for (let at = 0; at < depth; at++) text += typeof trail[at] === 'number' ? '[' + trail[at] + ']' : '.' + preview(trail[at], 80);
    return text;
  }
  function spend(text) {
    room -= text.length;
    if (room < 0) refuseSize();
    return text;
  }
  function refuseSize() {
    throw new Refusal('the value is larger than ${limits.characters} characters');
  }
  function special(type, text) {
    return spend('{"${marker}":"' + type + '","text":"' + text + '"}');
  }
  function encode(value, depth) {
    if (value === null) return spend('null');
    switch (typeof value) {
      case 'boolean': return spend(value ? 'true' : 'false');
      case 'number': return isFinite(value) && !is(value, -0) ? spend('' + value) : special('number', is(value, -0) ? '-0' : '' + value);
      case 'bigint':
        if (value > largest || value < -largest) throw new Refusal(path(depth) + ' is a bigint of more than 4096 bits');
        return special('bigint', '' + value);
      case 'undefined': return special('undefined', '');
      case 'string':
        if (value.length > room) refuseSize();
        return spend(stringify(value));
      case 'object':
        if (depth > ${limits.depth}) throw new Refusal('the value is nested more than ${limits.depth} deep, or contains itself');
        return isArray(value) ? encodeArray(value, depth) : encodeObject(value, depth);
      default: throw new Refusal(path(depth) + ' is a ' + typeof value + '; only plain data can leave the sandbox');
    }
  }
  function encodeArray(value, depth) {
    const length = value.length;
    if (length > room) refuseSize();
    let text = '';
    for (let index = 0; index < length; index++) {
      trail[depth] = index;
      text += (index === 0 ? '' : spend(',')) + encode(value[index], depth + 1);
    }
    return '[' + text + ']';
  }
  function encodeObject(value, depth) {
    const prototype = getPrototypeOf(value);
    if (prototype !== objectPrototype && prototype !== null) {
      const name = className(value);
      throw new Refusal(path(depth) + ' is a ' + name + (name === 'Promise' ? '; answer at once, not later' : '; only plain objects and arrays can leave the sandbox'));
    }
    const names = keys(value);
    let text = '';
    for (let index = 0; index < names.length; index++) {
      const key = names[index];
      const item = value[key];
      if (item === undefined) continue;
      trail[depth] = key;
      text += (text === '' ? '' : ',') + spend(stringify(key)) + spend(':') + encode(item, depth + 1);
    }
    return '{' + text + '}';
  }

  function decode(key, value) {
    if (typeof value !== 'object' || value === null || value.${marker} === undefined) return value;
    return value.${marker} === 'bigint' ? BigInt(value.text) : Number(value.text);
  }

  function read(text) {
    return indexOf(text, '"${marker}"') === -1 ? parse(text) : parse(text, decode);
  }

  function ask(question) {
    const outer = { room, trail };
    room = ${limits.characters};
    trail = { __proto__: null };
    try {
      return read(hostAsk(encode(question, 0)));
    } catch (refusal) {
      throw refusal instanceof Refusal ? new TypeError(refusal.text) : refusal;
    } finally {
      ({ room, trail } = outer);
    }
  }

  function show(value) {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) {
      return typeof value === 'bigint' && (value > largest || value < -largest) ? '(huge bigint)' : String(value);
    }
    room = 2000;
    try {
      return encode(value, 0);
    } catch (refusal) {
      return refusal instanceof Refusal ? '(' + className(value) + ')' : '(unreadable)';
    }
  }

  function log() {
    let line = '';
    for (let index = 0; index < arguments.length && line.length < 2000; index++) {
      line += (index === 0 ? '' : ' ') + preview(show(arguments[index]), 2000);
    }
    hostLog(preview(line, 2000));
  }
  const console = freeze({ __proto__: null, log, info: log, warn: log, error: log, debug: log });

  let thrownAt = '';
  function define(name, value) {
    defineProperty(globalThis, name, { value, writable: false, enumerable: false, configurable: false });
  }
  define('console', console);
  let turns = 0;
  let stoppedAt = '';
  define('${loopMark}', () => {
    if (++turns < 1000) return true;
    turns = 0;
    if (hostIsStopping()) stoppedAt = ownText(new Error(), 'stack');
    return true;
  });
  define('${throwMark}', () => { thrownAt = ownText(new Error(), 'stack'); });
  defineProperty(Math, 'random', {
    value: () => { throw new TypeError('random numbers are not available here: the same cluster must always give the same answer'); },
  });

  if (typeof Date === 'function') {
    const { construct } = Reflect;
    const noClock = () => { throw new TypeError('there is no clock here: a run has one time, handle.nowMs'); };
    const clockless = new Proxy(Date, {
      apply: noClock,
      construct: (target, values) => values.length === 0 ? noClock() : construct(target, values),
    });
    defineProperty(Date, 'now', { value: noClock });
    defineProperty(Date.prototype, 'constructor', { value: clockless });
    defineProperty(globalThis, 'Date', { value: clockless, enumerable: false });
  }

  function ownText(value, key) {
    const property = getOwnPropertyDescriptor(value, key);
    return property && typeof property.value === 'string' ? property.value : '';
  }
  function errorName(error) {
    for (let at = error, hops = 0; at !== null && hops < 8; at = getPrototypeOf(at), hops++) {
      const name = ownText(at, 'name');
      if (name !== '') return name;
    }
    return 'Error';
  }

  function isError(value) {
    for (let at = value, hops = 0; at !== null && hops < 8; at = getPrototypeOf(at), hops++) {
      if (at === errorPrototype) return true;
    }
    return false;
  }

  return {
    call(implementation, input) {
      const value = implementation(read(input), ask);
      room = ${limits.characters};
      try {
        return 'V' + encode(value, 0);
      } catch (refusal) {
        if (refusal instanceof Refusal) return 'R' + refusal.text;
        throw refusal;
      }
    },
    describe(thrown) {
      const isObject = (typeof thrown === 'object' && thrown !== null) || typeof thrown === 'function';
      const error = isObject && isError(thrown);
      const stack = error ? ownText(thrown, 'stack') : '';
      return stringify({
        isError: error,
        name: error ? preview(errorName(thrown), 100) : typeof thrown,
        message: preview(error ? ownText(thrown, 'message') : show(thrown), 1000),
        className: error ? className(thrown) : '',
        stack: preview(stack === '' ? thrownAt : stack, 4000),
        stoppedAt: preview(stoppedAt, 4000),
      });
    },
  };
})`;
}
