/** Whether a resource is counted in bytes. */
function isBytes(resource: string): boolean {
  return resource === 'memory' || resource === 'ephemeral-storage' || resource.startsWith('hugepages-');
}

const binaryUnits = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'];

/** An amount as the plugins count it (millicores, bytes, pieces), written with its unit. Bytes are rounded to two decimals:
 *  `exactAmount` has them all. */
export function formatAmount(resource: string, amount: number): string {
  if (resource === 'cpu') return `${amount}m`;
  if (!isBytes(resource)) return String(amount);
  let scaled = amount;
  let unit = 0;
  while (Math.abs(scaled) >= 1024 && unit < binaryUnits.length - 1) {
    scaled /= 1024;
    unit += 1;
  }
  return `${Number(scaled.toFixed(2))}${binaryUnits[unit]}`;
}

/** An amount with every digit that the plugins compare. */
export function exactAmount(resource: string, amount: number): string {
  return resource === 'cpu' ? `${amount}m` : String(amount);
}

/** A percentage with at most one decimal, with its sign. */
export function formatPercent(percent: number): string {
  return Number.isFinite(percent) ? `${Number(percent.toFixed(1))} %` : String(percent);
}
