import { useEffect, useState } from 'preact/hooks';
import { type LabSession, labSession } from './lab-session.ts';

/** The page's session, and a new drawing at each of its changes; undefined in the first frame, which is made when the
 *  site is built and knows nothing of a reader. */
export function useSession(slug: string, stepIds: readonly string[]): LabSession | undefined {
  const [session, setSession] = useState<LabSession>();
  const [, setCount] = useState(0);
  useEffect(() => {
    const found = labSession(slug, stepIds);
    setSession(found);
    return found.listen(() => setCount((count) => count + 1));
  }, [slug]);
  return session;
}
