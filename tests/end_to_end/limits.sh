#!/usr/bin/env bash
# Every limit, a constant `max_...`, `most_...`, `longest_...` or `endless_...`, is named in docs/limits.md, and everything named there is a
# constant of the sources.
# Usage: limits.sh SOURCE_DIR
set -u
cd "$1" || exit 1
failures=0

# How far numbers and loops reach that nobody's input is measured by: beyond a hundred years of days, and the like.
own_affair=' most_days most_minutes most_months most_working_ms most_rounds longest_ms most_bytes '

while read -r name; do
  [[ $own_affair == *" $name "* ]] && continue
  grep -qF "\`$name\`" docs/limits.md && continue
  echo "FAILED: docs/limits.md does not name $name"
  failures=$((failures + 1))
done < <(grep -rhoE '\b(max|most|longest|endless)_[a-z_]+ = ' --include='*.[ch]pp' engine dsl apps | sed 's/ = //' | sort -u)

while read -r name; do
  grep -rqE --include='*.[ch]pp' "constexpr .*\b$name\b" engine dsl apps && continue
  echo "FAILED: docs/limits.md names $name, and there is no such constant"
  failures=$((failures + 1))
done < <(grep -oE '`(max|most|longest|endless)_[a-z_]+`' docs/limits.md | tr -d '`' | sort -u)

((failures == 0)) && echo "all well"
exit $((failures > 0))
