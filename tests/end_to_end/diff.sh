#!/usr/bin/env bash
# `baton diff` as scripts see it: folders and revisions of git, exit statuses, formats, recorded events.
# Usage: diff.sh BATON SOURCE_DIR
source "$(dirname "$0")/harness.sh"
corpus=$source_dir/tests/corpus/diff
mkdir tmp
export TMPDIR=$folder/tmp

# expect STATUS TEXT COMMAND...: the exit status, and a text somewhere in what is written.
expect() {
  local status=$1 text=$2
  shift 2
  local said
  said=$("$@" 2>&1)
  local got=$?
  [[ $got == "$status" ]] || fail "$* : exit $got, not $status: ${said:0:300}"
  grep -qF -- "$text" <<<"$said" || fail "$* : did not say '$text' but: ${said:0:300}"
  [[ -z $(ls "$TMPDIR") ]] || fail "$* : left behind $(ls "$TMPDIR")"
}

expect 0 'no difference in which role owns what: proved for every account at every moment' "$baton" diff "$corpus/first" "$corpus/first"
expect 0 'renewal.lead: AM -> CSM' "$baton" diff "$corpus/first" "$corpus/bounds"
expect 0 'where contract.arr >= 50k and contract.arr < 100k' "$baton" diff "$corpus/first" "$corpus/bounds"
expect 0 'finish within 5 business days becomes within 3 business days' "$baton" diff "$corpus/first" "$corpus/clauses"
expect 0 '| **grr** | AM | CSM | all accounts | always |' "$baton" diff "$corpus/first" "$corpus/bounds" --format markdown
expect 0 '"not_proved": []' "$baton" diff "$corpus/first" "$corpus/bounds" --format json
expect 0 'kai gains 3 responsibilities of 2 accounts (acme, globex); loses 1 responsibility of 1 account (acme)' "$baton" diff "$corpus/first" "$corpus/bounds" --events "$corpus/first.jsonl"
sed 's/"250000"/"much"/' "$corpus/first.jsonl" >odd.jsonl
expect 3 'could not be used under' "$baton" diff "$corpus/first" "$corpus/bounds" --events odd.jsonl
: >none.jsonl
expect 0 'recorded events: none could be used' "$baton" diff "$corpus/first" "$corpus/bounds" --events none.jsonl
expect 0 'None could be used.' "$baton" diff "$corpus/first" "$corpus/bounds" --events none.jsonl --format markdown
expect 0 '"at": null' "$baton" diff "$corpus/first" "$corpus/bounds" --events none.jsonl --format json
for i in {01..23}; do
  sed "s/\"id\":\"/&$i-/; s/\"acme\"/\"acme-$i\"/; s/\"globex\"/\"globex-$i\"/" "$corpus/first.jsonl"
done >many.jsonl
expect 0 'recorded events: 46 of 46 accounts differ' "$baton" diff "$corpus/first" "$corpus/bounds" --events many.jsonl
expect 0 '  and 26 more; `--format json` lists them all' "$baton" diff "$corpus/first" "$corpus/bounds" --events many.jsonl
expect 0 'of 23 accounts (acme-01, acme-02, acme-03, acme-04, acme-05, ...)' "$baton" diff "$corpus/first" "$corpus/bounds" --events many.jsonl
expect 0 '- and 26 more' "$baton" diff "$corpus/first" "$corpus/bounds" --events many.jsonl --format markdown
expect 2 'nothing.jsonl' "$baton" diff "$corpus/first" "$corpus/bounds" --events nothing.jsonl
expect 2 'they must stand in a file' "$baton" diff "$corpus/first" "$corpus/bounds" --events -
expect 2 'compares two versions: OLD and NEW' "$baton" diff "$corpus/first"
cp -r "$corpus/first" broken
sed -i '/AM  *owns  *expansion .*otherwise/d' broken/small.baton
expect 1 'is not sound, so nothing can be proved about it' "$baton" diff "$corpus/first" broken
mkdir empty
expect 1 "the project has no \`org.yaml\`" "$baton" diff empty "$corpus/first"
expect 2 '`git` is not installed' env PATH=/nowhere "$baton" diff HEAD "$corpus/first"

if command -v git >/dev/null; then
  export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null GIT_CEILING_DIRECTORIES=$folder
  export GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x@example.com GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x@example.com
  unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
  expect 2 'is no folder, and no revision either' "$baton" diff main broken
  git init -q repository && cd repository || exit 1
  mkdir -p 'sales policy'
  cp "$corpus"/first/* 'sales policy/'
  git add . && git commit -qm first && git tag first
  cp "$corpus"/bounds/* 'sales policy/'
  git commit -qam second
  expect 0 '5 differences in which role owns what' "$baton" diff HEAD~1 'sales policy'
  expect 0 'no difference in which role owns what' "$baton" diff HEAD 'sales policy'
  expect 2 '`HEAD~7` is neither a folder nor a revision that git knows' "$baton" diff HEAD~7 'sales policy'
  cp -r 'sales policy' new
  expect 2 '`new` is not in the revision `first`' "$baton" diff first new
  [[ -z $(git status --porcelain -uno) ]] || fail "the repository was changed"
  cd 'sales policy' || exit 1
  expect 0 '5 differences in which role owns what' "$baton" diff first .
  expect 0 '5 differences in which role owns what' "$baton" diff first HEAD
  expect 0 'first → HEAD, proved' "$baton" diff first HEAD --format markdown
  expect 2 'neither a folder nor a revision' "$baton" diff 'first; touch x' HEAD
  [[ ! -e x ]] || fail "a shell was asked"
fi

[[ $failures == 0 ]] && echo "all well"
exit "$((failures > 0))"
