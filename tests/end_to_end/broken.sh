#!/usr/bin/env bash
# Ten things that people break in a project, and what they are told: by `baton check`, by `baton test`, and by
# `baton diff` from the sound project to the broken one. tests/corpus/broken has a file for each, to be read by somebody
# who runs revenue operations and no programs. BATON_REWRITE_GOLDENS=1 writes them anew.
# Usage: broken.sh BATON SOURCE_DIR
source "$(dirname "$0")/harness.sh"

# told COMMAND...: the command as one would type it, what it writes, and its exit status. Of a failed test's history only
# the present moment is kept.
told() {
  echo "\$ baton $*"
  "$baton" "$@" </dev/null >said 2>&1
  local status=$?
  grep -vE '^        (\(|[0-9]{4}-.*[0-9]  [^n])' said
  echo "[exit $status]"
  echo
}

# broken NAME EXAMPLE FILE SED WHAT: an example with one file edited.
broken() {
  local name=$1 example=$2 file=$3 edit=$4 what=$5
  mkdir "$name" && cd "$name" || exit 1
  cp -r "$source_dir/examples/$example" old
  cp -r old new
  sed -i -E "$edit" "new/$file"
  {
    printf '%s\n\n' "$what"
    diff -U0 "old/$file" "new/$file" | tail -n +3 | grep '^[-+]'
    echo
    told check new
    told test new
    told diff old new
  } >told
  cmp -s "old/$file" "new/$file" && fail "$name: nothing is broken"
  local golden=$source_dir/tests/corpus/broken/$name.txt
  if [[ ${BATON_REWRITE_GOLDENS:-} == 1 ]]; then cp told "$golden"; fi
  diff -u "$golden" told || fail "$name: other words than before"
  cd .. || exit 1
}

broken statement_dropped first first.baton '/AM owns expansion from/d' \
  "A statement is lost: from the 91st day on nobody owns expansion."
broken roles_swapped first first.baton '/relationship, comms, escalation during/{s/^  AE/  A_/;s/^  AM/  AE/;s/^  A_/  AM/}' \
  "Two roles are swapped: the AM has the customer before the sale, the AE after it."
broken bound_moved acme acme.baton 's/ae_window = 60 days/ae_window = 61 days/' \
  "A bound is moved by one: the AE keeps expansion for 61 days instead of 60."
broken unit_wrong acme acme.baton 's/ae_window = 60 days/ae_window = 60 business days/' \
  "A window has the wrong unit."
broken person_missing acme org.yaml 's/members: \[dana, gus, noor\]/members: [dana, guss, noor]/' \
  "A team has a member whom nobody knows."
broken receiver_never_owns acme acme.baton 's/adoption, health from AM/adoption, health, account_plan from AM/' \
  "A handoff gives the account plan to the CSM, who never owns it."
broken two_owners first first.baton 's/AM owns expansion from ae_window/AM owns expansion from 60 days/' \
  "From the 61st to the 90th day the AE and the AM both own expansion."
broken stage_misspelt first first.baton 's/during opportunity/during oportunity/' \
  "A stage is misspelt."
broken reporting_circle acme org.yaml 's/title: Chief Revenue Officer,/title: Chief Revenue Officer, manager: ines,/' \
  "The head of everybody reports to somebody who reports to her."
broken calendar_missing acme org.yaml 's/^calendar: us$//' \
  "There are five calendars, and none for the deadlines of people who name none."

((failures == 0)) && echo "all well"
exit $((failures > 0))
