/** Where the site is published, and where its source lives. Feeds, the sitemap and canonical links need absolute
 *  addresses, so a build for publication says `PODLAB_SITE=https://… npm run build`; without it they name the address
 *  at which `npm start` serves. */
export function siteOrigin(env: Readonly<Record<string, string | undefined>>): string {
  const given = env['PODLAB_SITE'];
  if (given === undefined || given === '') return 'http://127.0.0.1:4321';
  return httpOrigin('PODLAB_SITE', given);
}

/** The address under which a file of the repository can be edited, or undefined when nobody said which it is:
 *  `PODLAB_EDIT=https://github.com/OWNER/podlab/edit/main/`. */
export function editBase(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const given = env['PODLAB_EDIT'];
  if (given === undefined || given === '') return undefined;
  httpOrigin('PODLAB_EDIT', given);
  return given.endsWith('/') ? given : `${given}/`;
}

function httpOrigin(variable: string, given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new Error(
      `${variable}: expected an address such as https://podlab.example, found ${JSON.stringify(given)}. Correct it or unset it.`,
    );
  }
  return url.origin;
}
