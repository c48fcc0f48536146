/** Option letters and the long names of `set -o`. */
export const optionNames: Readonly<Record<string, string>> = {
  e: 'errexit',
  u: 'nounset',
  x: 'xtrace',
  f: 'noglob',
  C: 'noclobber',
  E: 'errtrace',
  a: 'allexport',
  n: 'noexec',
  v: 'verbose',
  h: 'hashall',
  B: 'braceexpand',
  m: 'monitor',
  b: 'notify',
  T: 'functrace',
};
