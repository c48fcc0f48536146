# The scripts of a lab: steps in their order, the check of a step by the step's number, wrong attempts by their check.

step_files() { printf '%s\n' "$lab"/steps/[0-9][0-9]-*.sh; }

number_of() {
  local name
  name=$(basename "$1")
  printf '%s' "${name%%-*}"
}

# The script of a step, by its number with or without the leading zero.
step_file() {
  local file
  for file in $(step_files); do
    if [ "$((10#$(number_of "$file")))" -eq "$((10#$1))" ]; then printf '%s' "$file"; fi
  done
}

# The check that has a step's number, empty when the step has none.
check_of() {
  local file
  for file in "$lab"/checks/"$1"-*.sh; do
    if [ -f "$file" ]; then printf '%s' "$file"; fi
  done
}

list_labs() {
  local file
  if [ -z "$1" ]; then
    for file in "$labs"/*/lab.yaml; do basename "$(dirname "$file")"; done
    return 0
  fi
  lab=$labs/$1
  [ -f "$lab/lab.yaml" ] || refuse "there is no lab '$1'; labs/run --list names them"
  for file in $(step_files); do
    printf '%s%s\n' "$(basename "$file" .sh)" "$([ -n "$(check_of "$(number_of "$file")")" ] && printf ' (checked)')"
  done
}

# Runs a script where the lab's files are. Its output is kept in `output`.
run_script() {
  output=$(cd "$lab" && bash "$1" 2>&1 </dev/null)
}

run_steps() {
  local file number name check
  for file in $(step_files); do
    number=$(number_of "$file")
    if [ -n "$last_step" ] && [ "$((10#$number))" -gt "$((10#$last_step))" ]; then break; fi
    name=$(basename "$file" .sh)
    check=$(check_of "$number")
    if [ "$verify" = yes ] && [ -n "$check" ]; then
      if run_script "$check"; then
        fail_line "check $name passes before its step: $output"
      else
        pass_line "check $name fails before its step: $output"
      fi
    fi
    if ! run_script "$file"; then
      fail_line "step $name"
      printf '%s\n' "$output" | indented
      return 1
    fi
    pass_line "step $name"
    if [ -n "$check" ]; then run_check "$check" || return 1; fi
  done
}

run_check() {
  local name
  name=$(basename "$1" .sh)
  if run_script "$1"; then
    pass_line "check $name: $output"
  else
    fail_line "check $name: $output"
    return 1
  fi
}

run_checks() {
  local check
  for check in "$lab"/checks/[0-9][0-9]-*.sh; do
    if [ -n "$last_step" ] && [ "$((10#$(number_of "$check")))" -gt "$((10#$last_step))" ]; then break; fi
    run_check "$check"
  done
}

# The value of a `# key: value` line at the head of a wrong attempt.
header() {
  local line
  while IFS= read -r line; do
    case $line in "# $2: "*) printf '%s' "${line#"# $2: "}"; return 0 ;; esac
  done <"$1"
}

# Each wrong attempt gets a cluster of its own: the steps before its check, then the attempt, then the check, which has
# to fail with the message that the attempt names.
run_wrong_attempts() {
  local file name number expected check
  for file in "$lab"/wrong/*.sh; do
    name=$(basename "$file" .sh)
    number=$(header "$file" check)
    expected=$(header "$file" expect)
    if [ -n "$last_step" ] && [ "$((10#$number))" -gt "$((10#$last_step))" ]; then continue; fi
    kind_command delete cluster --name "$(cluster_name)" --kubeconfig "$KUBECONFIG" >/dev/null 2>&1
    start_cluster || return 1
    if ! steps_before "$number"; then continue; fi
    check=$(check_of "$number")
    if ! run_script "$file"; then
      fail_line "wrong attempt $name could not be made"
      printf '%s\n' "$output" | indented
    elif run_script "$check"; then
      fail_line "wrong attempt $name passes the check: $output"
    else
      case $output in
        *"$expected"*) pass_line "wrong attempt $name is told: $output" ;;
        *) fail_line "wrong attempt $name is told: $output (expected: $expected)" ;;
      esac
    fi
  done
}

steps_before() {
  local file
  for file in $(step_files); do
    if [ "$((10#$(number_of "$file")))" -ge "$((10#$1))" ]; then return 0; fi
    if ! run_script "$file"; then
      fail_line "step $(basename "$file" .sh), before a wrong attempt"
      printf '%s\n' "$output" | indented
      return 1
    fi
  done
}
