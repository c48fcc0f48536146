import type { Pod } from 'kubernetes-types/core/v1';

/** What the manifest URL answers: a list of pods, or an error that changes nothing.
 *  @models pkg/kubelet/config/http.go sourceURL.extractFromURL */
export type ManifestAnswer = { readonly pods: readonly Pod[] } | { readonly error: string };

/** All of a node that outlives its kubelet: files, control groups, mounts.
 *  @ours */
export class NodeDisk {
  /** The directory of static pods: manifests by file name. */
  readonly manifests = new Map<string, Pod>();
  manifestURL: ManifestAnswer | undefined;
  onManifestURLChange: () => void = () => {};
  readonly cgroups = new Set<string>();
  /** The pods with a directory under /var/lib/kubelet/pods, and those with volumes mounted in it. */
  readonly podDirectories = new Set<string>();
  readonly mounted = new Set<string>();
  /** The pods with a directory under /var/log/pods. */
  readonly logDirectories = new Set<string>();
  /** Told that a manifest has been written or removed, as inotify does. */
  onManifestChange: () => void = () => {};

  /** What the manifest URL answers from now on. */
  serveManifest(answer: ManifestAnswer): void {
    this.manifestURL = answer;
    this.onManifestURLChange();
  }

  writeManifest(file: string, manifest: Pod): void {
    this.manifests.set(file, manifest);
    this.onManifestChange();
  }

  removeManifest(file: string): void {
    if (this.manifests.delete(file)) this.onManifestChange();
  }
}
