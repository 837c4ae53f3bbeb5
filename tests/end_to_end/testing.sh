#!/usr/bin/env bash
# The tester is tested: projects whose tests pass, fail, cannot be run, are skipped, or are not there.
# Usage: testing.sh BATON SOURCE_DIR
source "$(dirname "$0")/harness.sh"

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
expect 1 "::error file=unsound/first.baton" "$baton" test unsound --allow-none --format github
expect 1 '"code": "B402"' "$baton" test unsound --allow-none --format json

project broken <<<'role role role'
expect 1 "so no test was run" "$baton" test broken --allow-none
expect 1 '"results": []' "$baton" test broken --allow-none --format json

# Readers of JUnit's XML see no exit status: the first error stands there as a test.
expect 1 "" "$baton" test unsound --allow-none --junit unsound.xml
is_junit unsound.xml
grep -q '<testcase name="the project is sound" classname="unsound/first.baton">' unsound.xml || fail "$(cat unsound.xml)"
expect 1 "" "$baton" test broken --allow-none --junit broken.xml
is_junit broken.xml
grep -q '<testsuites name="baton" tests="1" failures="0" errors="1">' broken.xml || fail "no error: $(cat broken.xml)"
grep -q '<error type="error" message="B1[0-9]*: ' broken.xml || fail "no message: $(cat broken.xml)"

# ---- what can come of a test

project good <<'END'
test "the AM takes over" {
  account { segment: smb, region: amer }
  on 2026-01-05 deal.opened { deal: D1, kind: new }
  on 2026-02-02T15:00 deal.closed_won { deal: D1 }
  expect stage is onboarding
  expect handoff sales_to_am open
  expect AE owns relationship because handoff sales_to_am
  at 2026-02-16T17:00 expect handoff sales_to_am overdue
  expect no escalation handoff_overdue
  expect next change at 2026-04-13T09:00
  on 2026-02-20T10:00 risk.raised
  expect escalation churn_risk calls owner of relationship
  expect next change at 2026-02-23T17:00
}
test "later" skip because "the region opens in June" {
  account { segment: smb, region: amer }
  on 2026-01-05 deal.opened { deal: D1, kind: new }
  expect stage is prospect
}
test "an event that cannot be used" {
  account { segment: smb, region: amer }
  on 2026-01-05 deal.opened { deal: D1, kind: new }
  on 2026-01-06 handoff.accepted { handoff: sales_to_am }
  expect rejected
}
test "what has been" {
  events "past.jsonl"
  account acme { }
  at 2026-02-02T09:59 expect stage is opportunity
  expect stage is onboarding
}
invariant "the AE never carries retention" { AE never carries nrr, grr }
END
event() {  # ID TIME TYPE DATA
  printf '{"specversion":"1.0","id":"%s","source":"crm","type":"%s","subject":"acme","time":"%s","data":%s}\n' "$1" "$3" "$2" "$4"
}
{
  event 2 2026-02-02T15:00:00Z deal.closed_won '{"deal":"D1"}'
  event 1 2026-01-05T15:00:00Z deal.opened '{"deal":"D1","kind":"new"}'
  event 0 2026-01-05T14:00:00Z account.updated '{"segment":"smb","region":"amer"}'
  event 2 2026-02-03T15:00:00Z deal.closed_lost '{"deal":"D1"}'
} >good/past.jsonl
expect 0 "4 tests: 3 passed, 1 skipped; 1 invariant proved" "$baton" test good
expect 0 "2 tests: 1 passed, 1 skipped" "$baton" test good --filter 'takes|^later$'
expect 1 "no test's title matches \`nothing\`" "$baton" test good --filter nothing
expect 0 "" "$baton" test good --filter nothing --allow-none
expect 0 "skipped later (tests.baton:15): the region opens in June" "$baton" test good --verbose

project bad <<'END'
test "the AM has it at once" {
  account { segment: smb, region: amer }
  on 2026-01-05 deal.opened { deal: D1, kind: new }
  on 2026-02-02T15:00 deal.closed_won { deal: D1 }
  expect AM owns relationship
  expect stage is customer
}
test "what cannot be used" {
  account { segment: smb, region: amer }
  on 2026-01-05 deal.opened { deal: D1, kind: new }
  on 2026-01-06 handoff.accepted { handoff: sales_to_am }
  expect stage is opportunity
}
test "nothing has begun it" {
  events "past.jsonl"
  expect stage is opportunity
}
test "a file that is not there" {
  events "nowhere.jsonl"
  expect stage is opportunity
}
invariant "the AE never sells" { AE never owns closing }
END
cp good/past.jsonl bad
expect 1 "4 tests: 0 passed, 2 failed, 2 errors; 0 invariants proved, 1 failed" "$baton" test bad
grep -q 1969 out && fail "a time before all times: $(grep 1969 out)"
grep -qF "no event has begun the account yet" out || fail "an account without a name: $(cat out)"
"$baton" test bad --filter 'at once' >out
wrote "bad" <<'END'
FAILED  the AM has it at once (tests.baton:1)

  tests.baton:5:3
  expected AM owns relationship
     found AE (ada) owns relationship
           since handoff sales_to_am is open and the giver holds what it moves (first.baton:16:3)
        2026-01-05T00:00  deal.opened { deal: D1, kind: new, segment: smb, region: amer }: stage opportunity; AE (ada) owns relationship, comms, escalation; AE (ada) carries quota, pipeline, pipeline_coverage, win_rate and 2 more; AE (ada) owns closing of D1
        2026-02-02T15:00  deal.closed_won { deal: D1 }: stage onboarding; AM (mia) owns onboarding, adoption, health; AM (mia) carries nrr, grr, churn, renewal_rate and 2 more; handoff sales_to_am open; sla onboarding_done running
      > 2026-02-02T15:00
        2026-02-04T17:00  next: item expectations of handoff sales_to_am should be done

  tests.baton:6:3
  expected stage is customer
     found the stage is onboarding
        (as above)
      > 2026-02-02T15:00

1 test: 0 passed, 1 failed
END
expect 1 "::error file=bad/tests.baton,line=5,col=3,title=test the AM has it at once::" "$baton" test bad --format github
expect 1 '"outcome": "error"' "$baton" test bad --format json
expect 1 "" "$baton" test bad --junit bad.xml
is_junit bad.xml
grep -q '<failure type="expectation" message="expected AM owns relationship, found AE' bad.xml || fail "bad.xml: $(cat bad.xml)"
grep -q '<testsuite name="bad/tests.baton"' bad.xml || fail "bad.xml: a file is not called as from here"
(cd bad && "$baton" test . --junit ../inside.xml >/dev/null)
grep -q '<testsuite name="tests.baton"' inside.xml || fail "inside.xml: $(cat inside.xml)"
"$baton" test "$PWD/bad" --junit whole.xml >/dev/null
grep -q '<testsuite name="bad/tests.baton"' whole.xml || fail "a folder below this one, given in full: $(cat whole.xml)"
for jobs in 1 2 7; do
  "$baton" test bad --jobs $jobs --format json >"jobs$jobs.json"
  cmp -s jobs1.json "jobs$jobs.json" || fail "the number of jobs shows"
done

# ---- coverage

expect 0 "ours (library)" "$baton" test good --coverage
grep -qE '^coverage: [0-9]+ of [0-9]+, [0-9]+%$' out || fail "coverage does not end with its count: $(tail -3 out)"
grep -qF 'first.baton:5:3  `AE owns prospecting` never holds' out && fail "a prospect began, so AE owned prospecting"
grep -qF '`deal.kind is not new` is never true in `AM owns closing when deal.kind is not new`' out || fail "conditions"
cp out printed
"$baton" test good --coverage --jobs 7 | cmp -s - printed || fail "the number of jobs shows in the coverage"
expect 0 "" "$baton" test good --coverage-min 1
expect 1 "and \`--coverage-min\` asks for 99%" "$baton" test good --coverage-min 99
expect 2 "the file is to end in \`.info\` (LCOV) or \`.html\`" "$baton" test good --coverage=coverage.txt
expect 0 "" "$baton" test good --coverage=coverage.info
[[ $(head -2 coverage.info) == $'TN:\nSF:good/first.baton' && $(tail -1 coverage.info) == end_of_record ]] || fail "coverage.info"
if command -v genhtml >/dev/null; then
  genhtml coverage.info --branch-coverage -q -o page >out 2>&1 || fail "genhtml: $(cat out)"
fi
"$baton" init shipped >/dev/null
expect 0 "\`library.info\` is empty" "$baton" test shipped --coverage=library.info
[[ ! -s library.info ]] || fail "files that are not there: $(head -3 library.info)"
expect 0 "" "$baton" test good --coverage=coverage.html
grep -q '<tr class="yes"><td class="n">6</td>' coverage.html && fail "line 6 is covered in part only"
grep -q '<tr class="part"><td class="n">6</td>' coverage.html || fail "coverage.html does not mark line 6"
"$baton" test good --coverage --format json 2>table >out
grep -q '^coverage: ' table || fail "beside JSON the coverage goes to standard error"
grep -q '^coverage' out && fail "coverage in the JSON"

# ---- mistakes

expect 0 "mistakes: " "$baton" test good --mutate --filter takes
grep -qF 'handoff sales_to_am dropped: no test noticed' out && fail "a test expects sales_to_am"
grep -qF 'handoff sales_to_am with its finish' out && fail "a test expects it overdue to the minute"
grep -qF 'first.baton:16:3  in ours: handoff sales_to_am without its item data_terms: no test noticed' out || fail "$(cat out)"
sed 's/ tried in .* s:/ tried:/' out >first
"$baton" test good --mutate --filter takes --jobs 3 | sed 's/ tried in .* s:/ tried:/' | cmp -s - first || fail "jobs show"
expect 0 "mistakes: 3 of " "$baton" test good --mutate --mutate-max 3
expect 1 "so no mistakes were tried" "$baton" test unsound --mutate --allow-none
expect 2 "" "$baton" test good --mutate-max 0

((failures == 0)) && echo "all well"
exit $((failures > 0))
