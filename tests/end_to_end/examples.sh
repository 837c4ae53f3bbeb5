#!/usr/bin/env bash
# The examples from end to end: sound, replayed without a reject, and the same bytes whatever the order of delivery.
# Usage: examples.sh BATON ACME_EVENTS SOURCE_DIR
set -euo pipefail
baton=$1
acme_events=$2
source_dir=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# replay PROJECT EVENTS: checks the summary and that order, repeats, files and jobs do not show.
replay() {
  local project=$1 events=$2 lines
  lines=$(wc -l <"$events")
  "$baton" check "$project" --deny warnings >/dev/null
  "$baton" run "$project" "$events" -o once 2>summary
  grep -qxF "read $lines = decided $lines + ignored 0 + duplicate 0 + rejected 0" summary || { cat summary; exit 1; }
  "$baton" run "$project" "$events" -o twice 2>/dev/null
  cmp once twice
  shuf --random-source=<(yes) "$events" >shuffled
  "$baton" run "$project" shuffled --jobs 2 -o third 2>/dev/null
  cmp once third
  split -n l/3 shuffled part.
  "$baton" run "$project" part.aa part.ac part.ab part.aa --jobs 1 -o fourth 2>summary
  cmp once fourth
  rm part.*
  [[ $(sed 's/.*"id":"\([^"]*\)".*/\1/' once | LC_ALL=C sort | uniq -d | wc -l) == 0 ]] || { echo "an id twice"; exit 1; }
  echo "$(basename "$project"): $lines events, $(wc -l <once) decisions"
}

# The README's policy is the first example, word for word, and it is sound.
awk '/^```$/ { inside = !inside; next } inside' "$source_dir/README.md" >readme.baton
cmp readme.baton "$source_dir/examples/first/first.baton"
"$baton" check "$source_dir/examples/first" --deny warnings >/dev/null

"$acme_events" 3 >acme.jsonl
replay "$source_dir/examples/acme" acme.jsonl

data=$source_dir/../shared/data/ravenstack
if [[ -d $data ]]; then
  "$baton" import --map "$source_dir/examples/ravenstack/map.yaml" "$data"/{accounts,subscriptions,support_tickets,churn_events}.csv \
    -o ravenstack.jsonl 2>summary
  grep -qF "read 8100 rows = imported 7322 + skipped 778 + rejected 0" summary || { cat summary; exit 1; }
  grep -qF "skipped 778: a trial is no contract" summary
  replay "$source_dir/examples/ravenstack" ravenstack.jsonl
else
  echo "ravenstack: its data is not here, skipped"
fi
