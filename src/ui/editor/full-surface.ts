import type { ComponentType } from 'preact';
import type { Language } from '../../projections/language.ts';
import type { CodeSurfaceProps } from './code-surface.ts';

/** Everything of Monaco, and nothing of it sooner. Its own words come first: it reads them when it is loaded. */
export async function loadFullSurface(lang: Language): Promise<ComponentType<CodeSurfaceProps>> {
  if (lang === 'zh') await import('monaco-editor/nls/lang/zh-cn');
  const [{ MonacoSurface }, { setUpMonaco }] = await Promise.all([
    import('./monaco-surface.tsx'),
    import('./monaco.ts'),
  ]);
  await setUpMonaco();
  return MonacoSurface;
}

/** Where Monaco is no help: it does not know on-screen keyboards. */
export function isTouchScreen(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}
