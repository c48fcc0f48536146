# Counts and prints what a run of a lab has found.

passed=0 failed=0 skipped=0

pass_line() {
  passed=$((passed + 1))
  printf 'ok      %s\n' "$1"
}

fail_line() {
  failed=$((failed + 1))
  printf 'FAILED  %s\n' "$1"
}

skip() {
  skipped=$((skipped + 1))
  printf 'skipped %s\n' "$1"
}

# Output of a script, set apart from the lines of the report.
indented() {
  while IFS= read -r line || [ -n "$line" ]; do printf '        %s\n' "$line"; done
}

# The last line, and the status: 1 when something failed, 3 when nothing was run at all.
finish() {
  printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
  if [ "$failed" -gt 0 ]; then exit 1; fi
  if [ "$passed" -eq 0 ]; then exit 3; fi
  exit 0
}
