#!/usr/bin/env bash
# Exports of CRMs from end to end: every row is imported, skipped for a reason or rejected, every event is decided, and the
# documents say what the program says. Data that is no part of Baton is skipped where it is not present.
# Usage: real_data.sh BATON SOURCE_DIR
source "$(dirname "$0")/harness.sh"
mkdir bin && ln -s "$baton" bin/baton
export LC_ALL=C PATH=$folder/bin:$PATH

# imported NAME SUMMARY FILES...: into events.jsonl; the reasons for rows that were skipped add up.
imported() {
  local name=$1 summary=$2 skipped reasons
  shift 2
  expect 0 "$summary" baton import --map "$source_dir/examples/$name/map.yaml" "$@" -o events.jsonl
  skipped=$(sed -n 's/^read .* + skipped \([0-9]*\) + .*/\1/p' err)
  reasons=$(sed -n 's/^skipped \([0-9]*\): .*/\1/p' err | awk '{ sum += $1 } END { print sum + 0 }')
  [[ $skipped == "$reasons" ]] || fail "$name: $skipped rows skipped, reasons for $reasons"
}

# decided PROJECT OPTIONS...: decisions.jsonl for all of events.jsonl, the same ones whatever their order.
decided() {
  local project=$1 events
  shift
  events=$(wc -l <events.jsonl)
  expect 0 "read $events = decided $events + ignored 0 + duplicate 0 + rejected 0" \
    baton run "$project" events.jsonl "$@" -o decisions.jsonl
  shuf --random-source=<(yes) events.jsonl >shuffled.jsonl
  expect 0 "" baton run "$project" shuffled.jsonl "$@" -o again.jsonl
  cmp -s decisions.jsonl again.jsonl || fail "$project: the order of delivery shows"
  echo "$(basename "$project"): $events events, $(wc -l <decisions.jsonl) decisions"
}

# counted N TEXT: so many decisions have this text.
counted() {
  local found
  found=$(grep -cF -- "$2" decisions.jsonl)
  [[ $found == "$1" ]] || fail "$2 in $found decisions, not $1"
}

# example NAME SUMMARY: one with exports of its own, and a README that tells what the import says.
example() {
  local line
  imported "$1" "$2" "$source_dir/examples/$1"/export/*.csv
  while read -r line; do
    grep -qxF "    $line" "$source_dir/examples/$1/README.md" || fail "$1/README.md lacks: $line"
  done < <(grep -E '^(read|skipped) ' err)
  decided "$source_dir/examples/$1"
}

# page PAGE DATA: in a folder of its own, each ```sh block of the page prints the ```text block behind it.
page() {
  local state='' commands='' wanted='' printed='' line
  mkdir "$folder/$1" && cd "$folder/$1" || exit 1
  ln -s "$2" data
  ln -s "$source_dir/examples" examples
  while IFS= read -r line; do
    case $state:$line in
      ':```sh') state=sh commands='' ;;
      ':```text') state=text wanted='' ;;
      'sh:```') state='' printed=$(bash -c "$commands" 2>&1 </dev/null) ;;
      'text:```')
        state=''
        [[ $printed == "${wanted%$'\n'}" ]] || fail "docs/data/$1 says otherwise than"$'\n'"$commands$printed"
        ;;
      sh:*) commands+=$line$'\n' ;;
      text:*) wanted+=$line$'\n' ;;
    esac
  done <"$source_dir/docs/data/$1"
}

# available NAME: is the data there, and what the commands of its page need?
available() {
  [[ -d $source_dir/../shared/data/$1 ]] && command -v jq >/dev/null && return
  echo "$1: its data, or jq, is not here, skipped"
  return 1
}

# holds_for PROJECT: its policy and its tests hold with the org.yaml that was made from the data.
holds_for() {
  expect 0 "exactly one owner" baton check "$1" --deny warnings
  expect 0 " passed" baton test "$1"
}

example salesforce "read 37 rows = imported 26 + skipped 11 + rejected 0, wrote 49 events"
example hubspot "read 19 rows = imported 16 + skipped 3 + rejected 0, wrote 55 events"
example zendesk "read 49 rows = imported 30 + skipped 19 + rejected 0, wrote 41 events"

if available maven_crm; then
  page maven_crm.md "$(realpath "$source_dir/../shared/data/maven_crm")"
  holds_for maven
  decided maven --until 2018-01-01
  counted 4238 '"type":"deal.won"'
  counted 0 '"how":"round_robin"'  # no rule had to pick an agent: all are the data's
  sold=$(awk -F, '$5 == "Won" { sum += $8 } END { print sum }' data/sales_pipeline.csv)
  credited=$(jq -r '.data.credits[].amount' decisions.jsonl | awk '{ sum += $1 } END { print sum }')
  [[ $sold == "$credited" ]] || fail "maven_crm: sold $sold, credited $credited"
fi

if available pipedrive_deals; then
  page pipedrive.md "$(realpath "$source_dir/../shared/data/pipedrive_deals")"
  holds_for pipedrive
  decided pipedrive
  counted 2000 '"type":"deal.added"'
  counted 588 '"type":"onboarding.begun"'
fi

exit $((failures > 0))
