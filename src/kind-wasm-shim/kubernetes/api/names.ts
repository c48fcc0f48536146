import type { RandomStream } from '../../kernel/random.ts';

// No vowels, and no digits that look like one: a generated name is never a word.
const nameAlphabet = 'bcdfghjklmnpqrstvwxz2456789';
const hexDigits = '0123456789abcdef';

/** Five random characters for the end of a generated name.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/rand/rand.go String */
export function nameSuffix(random: RandomStream): string {
  return random.text(5, nameAlphabet);
}

/** A version 4 UUID from a named stream.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/uuid/uuid.go NewUUID */
export function newUID(random: RandomStream): string {
  const variant = random.pick(['8', '9', 'a', 'b']);
  const hex = (length: number) => random.text(length, hexDigits);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
}

/** The 64 hexadecimal digits that containerd gives a sandbox or a container. */
export function newContainerID(random: RandomStream): string {
  return random.text(64, hexDigits);
}

/** A 32-bit number in the characters of generated names, as a pod template hash is written.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/rand/rand.go SafeEncodeString */
export function safeEncode(number: number): string {
  return [...String(number >>> 0)].map((digit) => nameAlphabet[digit.charCodeAt(0) % nameAlphabet.length]).join('');
}
