import type { DeschedulerVersion } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';

// Where the recordings of the real descheduler are. They are files of their own, fetched when somebody wants to compare.

const addresses = import.meta.glob<string>(
  ['../../../test/golden/descheduler/*.json', '!../../../test/golden/descheduler/validation*.json'],
  { query: '?url', import: 'default', eager: true },
);

const addressOf = (file: string) => addresses[`../../../test/golden/descheduler/${file}.json`];

/** The recordings of a plugin at a release: the text of that release, and the one with the inputs of both. Throws when there are
 *  none, or when they cannot be fetched. */
export async function recordingsOf(name: string, version: DeschedulerVersion): Promise<string[]> {
  const files = version === 'v0.28.1' ? [name] : [`${name}.${version}`, name];
  return Promise.all(
    files.map(async (file) => {
      const address = addressOf(file);
      if (address === undefined) throw new Error(`there are no recordings of ${file}`);
      const response = await fetch(address);
      if (!response.ok) throw new Error(`${address}: ${response.status} ${response.statusText}`);
      return response.text();
    }),
  );
}
