const name = 'policy';

/** The page's address with a policy in its hash: the policy alone, never anything of a cluster. */
export function addressWithPolicy(address: string, policy: string): string {
  const url = new URL(address);
  url.hash = `${name}=${toBase64(new TextEncoder().encode(policy))}`;
  return url.href;
}

/** The policy in an address. Undefined when there is none, `unreadable` when what is there is none. */
export function policyInAddress(hash: string): string | 'unreadable' | undefined {
  const [key, value] = hash.replace(/^#/, '').split('=', 2);
  if (key !== name || value === undefined) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(fromBase64(value));
    return text.trim() === '' || text.length > longest ? 'unreadable' : text;
  } catch {
    return 'unreadable';
  }
}

const longest = 200_000;

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64(text: string): Uint8Array {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
