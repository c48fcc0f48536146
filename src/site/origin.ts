/** Where the site is published, and where its source lives. Feeds, the sitemap and canonical links need absolute
 *  addresses, so a build for publication says `PODLAB_SITE=https://… npm run build`; without it they name the address
 *  at which `npm start` serves. */
export function siteOrigin(env: Readonly<Record<string, string | undefined>>): string {
  const given = env.PODLAB_SITE;
  if (given === undefined || given === '') return 'http://127.0.0.1:4321';
  return httpOrigin('PODLAB_SITE', given);
}

/** The address under which the files of the repository can be edited: what `PODLAB_EDIT` says, else what the
 *  `repository` of package.json means on GitHub, else undefined, and pages then carry no link to edit them. */
export function editBase(
  env: Readonly<Record<string, string | undefined>>,
  repository?: string | undefined,
): string | undefined {
  const given = env.PODLAB_EDIT;
  if (given !== undefined && given !== '') {
    httpOrigin('PODLAB_EDIT', given);
    return given.endsWith('/') ? given : `${given}/`;
  }
  const home = repository?.match(/^(?:git\+)?(https:\/\/github\.com\/[^/]+\/[^/]+?)(?:\.git)?\/?$/)?.[1];
  return home === undefined ? undefined : `${home}/edit/main/`;
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
