# To be sourced: counts checks, shows what a failed one said, and keeps a folder $work while the script runs.
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# The name of a check, and the command that must succeed.
check() {
  local name=$1
  shift
  if "$@" >"$work/said" 2>&1; then
    echo "ok      $name"
    passed=$((passed + 1))
  else
    echo "failed  $name"
    sed 's/^/        /' "$work/said"
    failed=$((failed + 1))
  fi
}
