#!/usr/bin/env bash
# The policies that come with Baton keep what their own tests promise: sound, without a warning, every test passed.
# Usage: policies.sh BATON SOURCE_DIR
set -u
baton=$1
source_dir=$2
failures=0

for project in rules/tests examples/{first,acme,ravenstack,salesforce,hubspot,zendesk,maven_crm,pipedrive_deals}; do
  echo "$project"
  "$baton" check "$source_dir/$project" --deny warnings || failures=$((failures + 1))
  "$baton" test "$source_dir/$project" || failures=$((failures + 1))
done

exit $((failures > 0))
