#!/usr/bin/env bash
# The policies that come with Baton keep what their own tests promise: sound, without a warning, every test passed, nearly
# all of them exercised, and no mistake in them that no test would notice. Of the mistakes MISTAKES are tried in each
# project, picked evenly (none unless given); a number above a thousand tries them all.
# Usage: policies.sh BATON SOURCE_DIR [MISTAKES]
set -u
baton=$1
source_dir=$2
mistakes=${3:-0}
failures=0

for project in rules/tests examples/{first,acme,ravenstack,salesforce,hubspot,zendesk,maven_crm,pipedrive_deals}; do
  echo "$project"
  "$baton" check "$source_dir/$project" --deny warnings || failures=$((failures + 1))
  "$baton" test "$source_dir/$project" --coverage-min 90 || failures=$((failures + 1))
  ((mistakes > 0)) || continue
  tried=$("$baton" test "$source_dir/$project" --mutate --mutate-max "$mistakes" | grep -A20 "^mistakes:")
  echo "$tried"
  [[ $tried == *"; 0 noticed by nothing"* ]] || failures=$((failures + 1))
done

exit $((failures > 0))
