import { useEffect, useState } from 'preact/hooks';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly range: readonly [number, number];
  readonly onChange: (value: number) => void;
}

/** A whole number within a range. What is typed counts once it is one; when the field is left it shows what counts. */
export function NumberField({ label, value, range: [least, most], onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState(String(value));
  useEffect(() => setTyped(String(value)), [value]);
  const number = /^\d+$/.test(typed) ? Number(typed) : Number.NaN;
  const isGood = number >= least && number <= most;
  return (
    <label class="ct-field">
      <span>{label}</span>
      <input
        inputMode="numeric"
        value={typed}
        aria-invalid={!isGood}
        size={Math.max(3, String(most).length)}
        title={`${least}–${most}`}
        onInput={(event) => {
          const text = event.currentTarget.value.trim();
          setTyped(text);
          const next = Number(text);
          if (/^\d+$/.test(text) && next >= least && next <= most) onChange(next);
        }}
        onBlur={() => setTyped(String(value))}
      />
    </label>
  );
}
