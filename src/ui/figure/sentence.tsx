/** Text in which names such as `node-a` or `web-x2k9p` are not broken at their hyphens. */
export function Sentence({ children }: { readonly children: string }) {
  // Every other part is a name.
  const parts = children.split(/([a-z0-9]+(?:-[a-z0-9]+)+)/);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 0 ? (
          part
        ) : (
          <span class="fig-nowrap" key={`${index} ${part}`}>
            {part}
          </span>
        ),
      )}
    </>
  );
}
