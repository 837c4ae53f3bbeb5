#!/usr/bin/env bash
# The tester is tested: projects whose tests pass, fail, cannot be run, are skipped, or are not there.
# Usage: testing.sh BATON SOURCE_DIR
set -u
baton=$1
source_dir=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
failures=0

fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

# expect STATUS TEXT COMMAND...: the exit status, and a text in what was written.
expect() {
  local status=$1 text=$2
  shift 2
  "$@" >out 2>err </dev/null
  local got=$?
  [[ $got == "$status" ]] || fail "$* : exit $got, not $status: $(head -c 400 out) $(head -c 300 err)"
  [[ -z $text ]] || cat out err | grep -qF -- "$text" || fail "$* : did not write '$text' but: $(head -c 900 out) $(head -c 300 err)"
}

# wrote FILE: the whole of standard output, the expected text on standard input.
wrote() {
  diff - out >difference || fail "$1: $(cat difference)"
}

# project NAME: a copy of the first example, with what stands on standard input as its tests.
project() {
  cp -r "$source_dir/examples/first" "$1"
  cat >"$1/tests.baton"
}

# is_junit FILE: XML that can be read, with the elements and attributes that readers of JUnit's XML ask for.
is_junit() {
  if command -v xmllint >/dev/null; then
    xmllint --noout "$1" 2>err || fail "$1 is no XML: $(cat err)"
  fi
  local elements
  elements=$(grep -oE '<[a-z]+' "$1" | sort -u | tr -d '<' | tr '\n' ' ')
  local name
  for name in $elements; do
    [[ " testsuites testsuite testcase failure error skipped " == *" $name "* ]] || fail "$1 has an element $name"
  done
  grep -q '<testsuites name="baton" tests="[0-9]*" failures="[0-9]*" errors="[0-9]*">' "$1" || fail "$1: testsuites"
  if grep '<testcase' "$1" | grep -qv 'name="[^"]*" classname="[^"]*"'; then fail "$1: a testcase without its names"; fi
  if grep '<testsuite ' "$1" | grep -qv 'name="[^"]*" tests="[0-9]*" failures="[0-9]*" errors="[0-9]*"'; then
    fail "$1: a testsuite without its counts"
  fi
}

# ---- nothing to run

project empty </dev/null
expect 1 "has no tests; \`--allow-none\` lets that pass" "$baton" test empty
expect 0 "0 tests: 0 passed" "$baton" test empty --allow-none
expect 2 "is no regular expression" "$baton" test empty --filter '('
expect 2 "\`nowhere\` is no folder" "$baton" test nowhere
expect 2 "yaml" "$baton" test empty --format yaml
expect 0 "" "$baton" test empty --allow-none --junit empty.xml
is_junit empty.xml
expect 2 "would be overwritten" "$baton" test empty --junit empty/first.baton
expect 2 "cannot be written" "$baton" test empty --allow-none --junit nowhere/out.xml

# ---- a project that is not sound

project unsound </dev/null
sed -i '/AM owns expansion from/d' unsound/first.baton
expect 1 "is not sound; its tests are run all the same" "$baton" test unsound --allow-none
expect 1 "::error file=first.baton" "$baton" test unsound --allow-none --format github
expect 1 '"code": "B402"' "$baton" test unsound --allow-none --format json

project broken <<<'role role role'
expect 1 "so no test was run" "$baton" test broken --allow-none
expect 1 '"results": []' "$baton" test broken --allow-none --format json

((failures == 0)) && echo "all well"
exit $((failures > 0))
