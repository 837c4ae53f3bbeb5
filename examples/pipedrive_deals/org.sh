#!/usr/bin/env bash
# Writes an org.yaml from the exports. Whoever ever owns a deal sells; of the others, those who make calls after the close
# look after customers, and the rest renew. Usage: org.sh FOLDER_OF_THE_DATA >org.yaml
set -euo pipefail

awk -F, '
  function add(team, id) { members[team] = members[team] (members[team] == "" ? "" : ", ") id }

  FNR == 1 { next }
  FILENAME ~ /deal_changes/ { if ($3 == "user_id") sells[$4] = 1; next }
  FILENAME ~ /activity/ { if ($2 == "after_close_call") calls[$3] = 1; next }
  {
    team = ($1 in sells) ? "sales" : ($1 in calls) ? "success" : "renewals"
    title["sales"] = "Account Executive"; title["success"] = "Customer Success Manager"; title["renewals"] = "Account Manager"
    add(team, "u" $1)
    people[++count] = sprintf("  - { id: u%s, name: %s, title: %s }", $1, $2, title[team])
  }

  END {
    print "# Written by org.sh from users.csv, deal_changes.csv and activity.csv."
    print "org: pipedrive\ntimezone: UTC\n\npeople:"
    for (i = 1; i <= count; ++i) print people[i]
    print "\nteams:"
    printf "  - { id: sales, role: AE, members: [%s], assign: least_loaded }\n", members["sales"]
    printf "  - { id: success, role: CSM, members: [%s], assign: least_loaded }\n", members["success"]
    printf "  - { id: renewals, role: AM, members: [%s], assign: least_loaded }\n", members["renewals"]
    print "\nstructures: [ { use: after_the_sale } ]\n"
    print "coverage:\n  AE: [ { team: sales } ]\n  CSM: [ { team: success } ]\n  AM: [ { team: renewals } ]"
  }' "$1/deal_changes.csv" "$1/activity.csv" "$1/users.csv"
