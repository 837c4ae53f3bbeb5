#!/usr/bin/env bash
# Hostile input, a group at a time: every file of tests/corpus/hostile/GROUP, and what is too large or too odd to be
# kept as a file and is made here. Each command must end by itself, within seconds and bounded memory, with an exit
# status of the contract; its first lines are compared with GROUP.expected, and nothing that it writes may be long or
# hold a control character. With BATON_REWRITE_GOLDENS=1 the expectation is written anew, to be read in the diff.
#
# Usage: hostile.sh BATON SOURCE_DIR GROUP [sanitized]   (a sanitizer reserves more address space than is allowed here)
source "$(dirname "$0")/harness.sh"
group=$3
corpus=$source_dir/tests/corpus/hostile
export LC_ALL=C

seconds=20                 # of the processor, for one command; also under a sanitizer
longest_wait=200           # seconds of the clock, which is all that a busy machine may need
lines_kept=6               # of each command's message, and its first help
longest_line=2000          # bytes; only what `fmt --diff` shows of a file may be longer
line_kept=240              # bytes of each
longest_output=100000      # bytes
memory_kib=$((1536 * 1024))  # of address space, threads' stacks included
[[ ${4:-} == sanitized ]] || ulimit -v "$memory_kib"
ulimit -t "$seconds"

# Everything that a message may hold but ASCII: well-formed UTF-8 without control characters and turned writing.
tricks=$'\xe2\x80[\xaa-\xae\x8e\x8f\x8b]|\xe2\x81[\xa6-\xa9]|\xef\xbb\xbf|\xc2[\x80-\x9f]'

# try NAME COMMAND...: runs it, judges what holds for every input, and notes how it ended.
try() {
  local name=$1 status line bytes=0 shown=0 helps=0
  shift
  timeout "$longest_wait" "$baton" "$@" >out 2>err </dev/null
  status=$?
  printf '## %s\nexit %s\n' "$name" "$status" >>seen
  ((status <= 3)) || fail "$name: exit $status (124 and 137: it did not end): $(head -c 300 err)"
  while IFS= read -r line || [[ -n $line ]]; do
    bytes=$((bytes + ${#line} + 1))
    ((${#line} <= longest_line)) || [[ $name == fmt* ]] || fail "$name: a line of ${#line} bytes: ${line:0:200}"
    [[ $line != *[$'\x01'-$'\x08\x0b'-$'\x1f\x7f']* && ! $line =~ $tricks ]] || fail "$name: a character that plays tricks: $line"
    [[ $line != help:* ]] || ((helps++))
    if ((shown++ < lines_kept)) || [[ $line == help:* && $helps == 1 ]]; then
      printf '%s\n' "${line:0:line_kept}" >>seen
    fi
  done < <(cat err out)
  ((bytes <= longest_output)) || fail "$name: $bytes bytes were written"
}

# A project in `p`, beside whose policy or in place of whose files the hostile one stands.
cp -r "$corpus/project" p
files=("$corpus/$group"/*)
source "$source_dir/tests/end_to_end/hostile_groups.sh"
"group_$group"

if [[ -n ${BATON_REWRITE_GOLDENS:-} ]]; then
  cp seen "$corpus/$group.expected"
elif ! diff -u --label expected --label seen "$corpus/$group.expected" seen >difference; then
  fail "$group: the messages differ from tests/corpus/hostile/$group.expected: $(head -c 4000 difference)"
fi
((failures == 0)) && echo "all well: $(grep -c '^## ' seen) inputs"
exit $((failures > 0))
