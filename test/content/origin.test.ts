import { expect, test } from 'vitest';
import { editBase, siteOrigin } from '../../src/site/origin.ts';

test('the site is where PODLAB_SITE says, else where npm start serves it', () => {
  expect(siteOrigin({ PODLAB_SITE: 'https://podlab.example/' })).toBe('https://podlab.example');
  expect(siteOrigin({})).toBe('http://127.0.0.1:4321');
  expect(() => siteOrigin({ PODLAB_SITE: 'podlab.example' })).toThrow(
    'PODLAB_SITE: expected an address such as https://podlab.example, found "podlab.example"',
  );
});

test('pages are edited where PODLAB_EDIT says, else on GitHub when that is the repository, else nowhere', () => {
  expect(editBase({ PODLAB_EDIT: 'https://git.example/x/edit' })).toBe('https://git.example/x/edit/');
  expect(editBase({}, 'git+https://github.com/owner/podlab.git')).toBe('https://github.com/owner/podlab/edit/main/');
  expect(editBase({}, 'https://git.example/owner/podlab')).toBeUndefined();
  expect(editBase({})).toBeUndefined();
  expect(() => editBase({ PODLAB_EDIT: 'x' })).toThrow('PODLAB_EDIT: expected an address');
});
