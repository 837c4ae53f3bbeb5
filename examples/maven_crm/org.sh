#!/usr/bin/env bash
# Writes an org.yaml from the exports: agents and their managers, one team of agents and one of account managers. The data
# has no account manager; the agents who work no deal stand in. Usage: org.sh FOLDER_OF_THE_DATA >org.yaml
set -euo pipefail

awk -F, '
  function listed(list, name) { return list (list == "" ? "" : ", ") name }

  FNR == 1 { next }
  FILENAME ~ /sales_pipeline/ { works[$2] = 1; next }
  !($2 in office) { managers[++leaders] = $2; office[$2] = $3 }
  {
    people[++count] = $1
    manager[$1] = $2
    if ($1 in works) agents = listed(agents, $1); else keepers = listed(keepers, $1)
  }

  END {
    print "# Written by org.sh from sales_teams.csv; the head of sales is in no export."
    print "org: maven\ntimezone: America/Chicago\ncurrency: USD\n\npeople:"
    print "  - { id: head of sales, title: Head of Sales }"
    for (i = 1; i <= leaders; ++i)
      printf "  - { id: %s, title: Sales Manager %s, manager: head of sales }\n", managers[i], office[managers[i]]
    for (i = 1; i <= count; ++i)
      printf "  - { id: %s, title: %s, manager: %s }\n", people[i],
        (people[i] in works) ? "Sales Agent" : "Account Manager", manager[people[i]]
    print "\npositions: { head_of_sales: head of sales }\n\nteams:"
    printf "  - { id: agents, role: AE, members: [%s], assign: round_robin, fallback: head of sales }\n", agents
    printf "  - { id: keepers, role: AM, members: [%s], assign: least_loaded, fallback: head of sales }\n", keepers
    print "\nstructures: [ { use: one_manager } ]\n\ncoverage:\n  AE: [ { team: agents } ]\n  AM: [ { team: keepers } ]"
  }' "$1/sales_pipeline.csv" "$1/sales_teams.csv"
