interface MenuProps {
  readonly label: string;
  readonly items: readonly { readonly name: string; readonly text: string; readonly on: boolean }[];
  readonly onChoose: (name: string) => void;
}

/** A list to choose from, which always shows its label. */
export function Menu({ label, items, onChoose }: MenuProps) {
  return (
    <span class="fig-setting">
      <select
        aria-label={label}
        value=""
        disabled={items.length === 0}
        onChange={(event) => {
          const { value } = event.currentTarget;
          event.currentTarget.value = '';
          if (value) onChoose(value);
        }}
      >
        <option value="">{label}</option>
        {items.map(({ name, text, on }) => (
          <option value={name} key={name}>
            {on ? `✓ ${text}` : text}
          </option>
        ))}
      </select>
    </span>
  );
}

/** A list with the item in it, or without it when it was there. */
export function toggled(list: readonly string[], item: string): readonly string[] {
  return list.includes(item) ? list.filter((each) => each !== item) : [...list, item];
}
