#!/usr/bin/env bash
# `baton fmt` as scripts see it: what is written where, exit statuses, and that nothing is lost. Usage: fmt.sh BATON
set -u
baton=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
failures=0

fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

# expect STATUS OUT ERR COMMAND...: the exit status, standard output, and a text on standard error.
expect() {
  local status=$1 out=$2 err=$3
  shift 3
  "$@" >out 2>err
  local got=$?
  [[ $got == "$status" ]] || fail "$* : exit $got, not $status: $(head -c 300 err)"
  [[ "$(cat out)" == "$out" ]] || fail "$* : wrote '$(cat out)', not '$out'"
  if [[ -z $err ]]; then [[ ! -s err ]] || fail "$* : said $(cat err)"; fi
  grep -qF -- "$err" err || [[ -z $err ]] || fail "$* : did not say '$err' but: $(head -c 300 err)"
}

# is FILE TEXT: what the file holds, to the last byte.
is() {
  printf '%b' "$2" | cmp -s - "$1" || fail "$1 holds $(cat -A "$1")"
}

mkdir -p acme/sub acme/.hidden
printf 'role  AE' >acme/a.baton
printf 'role AE\n' >acme/good.baton
printf '\xef\xbb\xbfrole AM # x\r\n' >acme/sub/b.baton
printf 'role  RM' >acme/.hidden/c.baton
printf 'role  ???' >acme/notes.txt
chmod 640 acme/a.baton

expect 1 $'acme/a.baton\nacme/sub/b.baton' '2 of 3 files would change' "$baton" fmt --check acme
is acme/a.baton 'role  AE'
expect 1 $'--- acme/a.baton\n+++ acme/a.baton\n@@ -1 +1 @@\n-role  AE\n\\ No newline at end of file\n+role AE' \
  '1 of 1 file would change' "$baton" fmt --diff acme/a.baton
is acme/a.baton 'role  AE'

cd acme/sub || exit 1
expect 1 'b.baton' '1 of 1 file would change' "$baton" fmt --check .
rm out err
cd ../.. || exit 1
before=$(stat -c %i,%Y acme/good.baton)
expect 0 $'acme/a.baton\nacme/sub/b.baton' '2 of 3 files changed' "$baton" fmt acme
is acme/a.baton 'role AE\n'
is acme/sub/b.baton 'role AM  # x\n'
is acme/.hidden/c.baton 'role  RM'
[[ $(stat -c %i,%Y acme/good.baton) == "$before" ]] || fail "a file that does not change was written"
[[ $(stat -c %a acme/a.baton) == 640 ]] || fail "permissions: $(stat -c %a acme/a.baton)"
[[ $(find acme -type f | wc -l) == 5 ]] || fail "files left behind: $(find acme -type f)"
expect 0 '' '3 files, nothing to change' "$baton" fmt --check acme
expect 0 '' '1 file, nothing to change' "$baton" fmt acme/a.baton ./acme/a.baton

printf 'role  AE {' >broken.baton
printf 'role  AM' >fine.baton
expect 1 'fine.baton' 'error[B101]' "$baton" fmt broken.baton fine.baton
grep -qF '1 with errors left alone' err || fail "errors: $(cat err)"
is broken.baton 'role  AE {'
is fine.baton 'role AM\n'

printf 'role  AM' >fine.baton
expect 2 'fine.baton' '`nowhere.baton` cannot be read' "$baton" fmt nowhere.baton fine.baton
is fine.baton 'role AM\n'
mkdir empty
expect 2 '' '`empty` holds no `.baton` files' "$baton" fmt empty
expect 2 '' 'no files are given' "$baton" fmt

printf 'role  AE\r\n' >in
"$baton" fmt - <in >out 2>err || fail "standard input: $?"
is out 'role AE\n'
[[ ! -s err ]] || fail "standard input: $(cat err)"
"$baton" fmt --check - <in >out 2>err && fail "standard input would change"
is out 'standard input\n'
"$baton" fmt - <broken.baton >out 2>err && fail "standard input with errors"
is out ''
grep -qF 'standard input:1:' err || fail "standard input with errors: $(cat err)"

ln -s acme/a.baton link.baton
printf 'role  AE' >acme/a.baton
expect 0 'link.baton' '1 of 1 file changed' "$baton" fmt link.baton
[[ -L link.baton ]] || fail "the link was replaced"
is acme/a.baton 'role AE\n'

# References by line follow the statement that they mean; of files that are no part of the run it is said.
"$baton" init project --structure ae_am >out || fail "init: $(cat out)"
cat >project/policy.baton <<'BATON'
use good_practice
use ae_am


structure ours "Ours" extends ae_am {
  AM owns account_plan
     when key
  AM owns account_plan unless key
}
BATON
cat >project/tests.baton <<'BATON'
test "t" {
 structure ours account { segment: smb, region: amer, key: true } on 2026-01-05 deal.opened { deal: D1, kind: new }
 on 2026-02-05 deal.closed_won { deal: D1 } on 2026-02-05 onboarding.completed expect AM owns account_plan because line 7
 on 2026-02-06 account.updated { key: false }
  expect AM owns account_plan because "policy.baton:8" }
BATON
"$baton" test project >out 2>&1 || fail "the tests before the layout: $(cat out)"
cp -r project alone
expect 1 $'project/policy.baton\nproject/tests.baton' '2 of 2 files would change' "$baton" fmt --check project
expect 0 'alone/policy.baton' 'warning: alone/tests.baton:5: `because "policy.baton:8"` means a statement that now' \
  "$baton" fmt alone/policy.baton
expect 0 $'project/policy.baton\nproject/tests.baton' '2 of 2 files changed' "$baton" fmt project
grep -qF 'because line 5' project/tests.baton && grep -qF 'because "policy.baton:6"' project/tests.baton ||
  fail "references: $(cat project/tests.baton)"
expect 0 '' 'nothing to change' "$baton" fmt project
"$baton" test project >out 2>&1 || fail "the tests after a layout: $(cat out)"

if [[ $(id -u) != 0 ]]; then
  printf 'role  AE' >acme/a.baton
  chmod 440 acme/a.baton
  expect 2 '' 'cannot be written' "$baton" fmt acme/a.baton
  is acme/a.baton 'role  AE'
fi

[[ $failures == 0 ]] && echo "all as expected"
exit $((failures > 0))
