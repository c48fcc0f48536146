/** The releases of the descheduler that are modelled, oldest first. */
export const deschedulerVersions = ['v0.28.1', 'v0.36.0'] as const;

export type DeschedulerVersion = (typeof deschedulerVersions)[number];

/** The release that the articles were written for. */
export const usualVersion: DeschedulerVersion = 'v0.28.1';

/** One thing that the descheduler does otherwise since a release. Asked of a version it says whether that version does it
 *  already. */
export interface Difference {
  (version: DeschedulerVersion): boolean;
  /** The first release that does it. */
  readonly since: string;
  /** Where in the later release's source. */
  readonly where: string;
}

/** Names a difference: `const comparesPercentages = since('v0.33.0', 'pkg/…')`.
 *  @ours because upstream has one version at a time. */
export function since(release: string, where: string): Difference {
  const first = numbers(release);
  // Asked for each pod of a cluster, so it is worked out once.
  const later = new Set<DeschedulerVersion>(
    deschedulerVersions.filter((version) => isAtLeast(numbers(version), first)),
  );
  const isIn = (version: DeschedulerVersion) => later.has(version);
  return Object.assign(isIn, { since: release, where });
}

function isAtLeast(version: readonly number[], first: readonly number[]): boolean {
  const at = first.findIndex((part, index) => part !== version[index]);
  return at === -1 || (version[at] ?? 0) > (first[at] ?? 0);
}

function numbers(release: string): number[] {
  return release.slice(1).split('.').map(Number);
}
