# What the end-to-end scripts share; sourced with BATON [SOURCE_DIR] as arguments. Works in a temporary folder of its own.
set -u
baton=$1
source_dir=${2:-}
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
  [[ $got == "$status" ]] || fail "$* : exit $got, not $status: $(head -c 900 out) $(head -c 300 err)"
  [[ -z $text ]] || cat out err | grep -qF -- "$text" || fail "$* : did not write '$text' but: $(head -c 900 out) $(head -c 300 err)"
}
