#!/usr/bin/env bash
# A new project of every structure is sound, its tests hold and its files can be read; nothing is ever written over.
# Usage: init.sh BATON SOURCE_DIR [STRUCTURE...]    (none: all of the library)
source "$(dirname "$0")/harness.sh"

knows() { "$baton" "$1" --help >/dev/null 2>&1; }

# ---- structures of the library

mapfile -t structures < <(grep -ohE '^structure [a-z_]+' "$source_dir"/rules/*.baton | cut -d ' ' -f 2)
((${#structures[@]} >= 17)) || fail "only ${#structures[@]} structures are in rules/"
(($# > 2)) && structures=("${@:3}")
for structure in "${structures[@]}"; do
  expect 0 "baton check all/$structure" "$baton" init "all/$structure" --structure "$structure"
  expect 0 "exactly one owner" "$baton" check "all/$structure" --deny warnings
  if knows test; then expect 0 "proved" "$baton" test "all/$structure"; fi
  if knows fmt; then expect 0 "" "$baton" fmt --check "all/$structure"/*.baton; fi
  if knows diff; then expect 0 "" "$baton" diff "all/$structure" "all/$structure" --format markdown; fi
  expect 0 "" "$baton" matrix "all/$structure"
  (($(grep -c '^test ' "all/$structure/tests.baton") >= 3)) || fail "$structure has too few tests"
  for kind in cases invariant; do grep -q "^$kind " "all/$structure/tests.baton" || fail "$structure has no $kind"; done
  "$baton" init --help | grep -qE "^  $structure  +[A-Z]" || fail "--help does not list $structure"
done
grep -rnE '@[A-Z]+' all --include=* | grep -v '/\.github/' && fail "marks of the templates are left"
grep -qE 'team: (growth|renewals|directors|prospecting|success)' all/ae_am/org.yaml && fail "teams that ae_am does not need"

# What policy.baton suggests is sound as it stands.
for structure in "${structures[@]}"; do
  sed -i 's/^#   //' "all/$structure/policy.baton"
  sed -i "s/use: $structure/use: ours/" "all/$structure/org.yaml"
  expect 0 "exactly one owner" "$baton" check "all/$structure" --deny warnings
done

# ---- the other files

expect 0 "baton matrix acme" "$baton" init acme
for file in org.yaml policy.baton tests.baton README.md .github/workflows/baton.yml .pre-commit-config.yaml; do
  [[ -s acme/$file ]] || fail "$file is missing"
  grep -qxF "  acme/$file" out || fail "$file is not named"
done
[[ -x acme/.githooks/pre-commit ]] || fail "the hook cannot be run"
sh -n acme/.githooks/pre-commit || fail "the hook is no shell script"
grep -q "BATON_VERSION: v[0-9]" acme/.github/workflows/baton.yml || fail "the workflow names no version"
if python3 -c 'import yaml' 2>/dev/null; then
  for file in org.yaml .github/workflows/baton.yml .pre-commit-config.yaml; do
    python3 -c 'import sys, yaml; yaml.safe_load(open(sys.argv[1]))' "acme/$file" || fail "$file is no YAML"
  done
fi
if command -v actionlint >/dev/null; then
  actionlint acme/.github/workflows/baton.yml >out || fail "the workflow: $(cat out)"
fi
# ---- before a commit, and on a pull request

export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
export GIT_CONFIG_GLOBAL=$folder/gitconfig GIT_CONFIG_SYSTEM=/dev/null HOME=$folder
mkdir bin && ln -s "$baton" bin/baton
new_repository() { git init -q -b main "$1" && cd "$1" && git commit -q --allow-empty -m "begun"; }
# refuses WHAT: a commit of the index is stopped by the hook.
refuses() {
  git commit -qm "$1" >/dev/null 2>&1 && fail "the hook let through: $1"
  git commit -q --no-verify -m "$1"
}
# accepts WHAT
accepts() { git commit -qm "$1" >"$folder/said" 2>&1 || fail "the hook stopped: $1: $(cat "$folder/said")"; }

hooks() {  # the project's folder from the top of the repository, with a slash at its end
  local inside=$1
  git config core.hooksPath "$inside.githooks" && git add . && accepts "a new project"
  cp "${inside}org.yaml" "$folder/sound.yaml"
  sed -i '/AE:/,/otherwise/d' "${inside}org.yaml" && git add . && refuses "no AE"
  cp "$folder/sound.yaml" "${inside}org.yaml" && git add . && accepts "an AE again"
  # What is committed counts, not what lies in the folder.
  sed -i '/AE:/,/otherwise/d' "${inside}org.yaml" && git add . && cp "$folder/sound.yaml" "${inside}org.yaml"
  refuses "no AE in the index"
  git add . && accepts "mended"
  sed -i '/AE:/,/otherwise/d' "${inside}org.yaml" && echo more >>"${inside}README.md" && git add "${inside}README.md"
  accepts "other words, with a broken folder"
  git checkout -q -- "${inside}org.yaml"
}

# The script of the workflow's step that bears this name.
step_of() {  # NAME FILE
  awk -v name="      - name: $1" '$0 == name {on = 1; next} on && /^      - /{exit} on && run {sub(/^          /, ""); print}
    on && /^        run: \|/{run = 1}' "$2" | sed '/^ *# /d'
}
# comment BASE: what the workflow says on a pull request from HEAD into BASE, from the top of the repository.
comment() {
  step_of "Who owns what differently" .github/workflows/baton.yml | sed "s|/tmp/|$folder/|g" >"$folder/step"
  local head
  head=$(git rev-parse HEAD)
  git checkout -q --detach
  PROJECT=$(sed -n 's/^  PROJECT: "\([^"]*\)".*/\1/p' .github/workflows/baton.yml) BASE=main BASE_SHA=$(git rev-parse "$1") \
    GITHUB_WORKSPACE=$PWD GITHUB_STEP_SUMMARY=$folder/summary bash -e -o pipefail "$folder/step" >"$folder/said" 2>&1 ||
    fail "the comparison turns the pull request red: $(cat "$folder/said")"
  git checkout -q -B main "$head"
}

if command -v git >/dev/null && knows test && knows fmt && knows diff; then
  export PATH="$folder/bin:$PATH"
  # A fresh repository, with a README of its own.
  (
    new_repository top && echo "ours" >README.md && git add . && git commit -qm "a README"
    "$baton" init . >"$folder/said" || fail "init in a fresh repository"
    grep -qx "There already, and left as it was:" "$folder/said" && grep -qx "  README.md" "$folder/said" || fail "README.md: $(cat "$folder/said")"
    [[ $(cat README.md) == ours ]] || fail "README.md was written over"
    hooks ""
    sed -i '/^  AM:/,/otherwise/d' org.yaml && git add . && git commit -q --no-verify -m "not sound"
    git checkout -q HEAD~1 -- org.yaml && accepts "sound"
    comment HEAD~1
    grep -q 'error\[B' "$folder/diff.md" && grep -q '^`main` cannot be compared with' "$folder/diff.md" ||
      fail "the comment on what mends main: $(cat "$folder/diff.md")"
    echo '# more' >>policy.baton && git add . && accepts "more"
    comment HEAD~1
    grep -q '^main → this-pull-request' "$folder/diff.md" || fail "the heading: $(cat "$folder/diff.md")"
    comment "$(git rev-list --max-parents=0 HEAD)"
    grep -qx 'This pull request begins the project.' "$folder/diff.md" || fail "$(cat "$folder/diff.md")"
    ((failures == 0))
  ) || failures=$((failures + 1))
  # Deep in a repository of several projects.
  (
    new_repository deep && mkdir orgs
    "$baton" init "orgs/the north" >"$folder/said" || fail "init deep in a repository"
    grep -qF "is in the git repository" "$folder/said" || fail "nothing is said of the repository: $(cat "$folder/said")"
    sed -n '/at its top only/,/^The workflow/p' "$folder/said" | grep '^  ' >"$folder/moves"
    sh -e "$folder/moves" || fail "what to move: $(cat "$folder/moves")"
    [[ $(git config core.hooksPath) == "orgs/the north/.githooks" ]] || fail "hooksPath: $(git config core.hooksPath)"
    grep -qxF '  PROJECT: "orgs/the north" # the project'"'"'s folder in this repository' .github/workflows/baton.yml || fail "PROJECT"
    hooks "orgs/the north/"
    comment HEAD~1
    grep -q '^main → this-pull-request' "$folder/diff.md" || fail "deep: $(cat "$folder/diff.md")"
    ((failures == 0))
  ) || failures=$((failures + 1))
fi

# ---- where it goes

mkdir empty && expect 0 "  empty/org.yaml" "$baton" init empty
mkdir "Two words" && (cd "Two words" && "$baton" init . >../out && grep -qxF 'org: "two_words"' org.yaml) || fail "init ."
expect 0 "baton check 'it'\\''s new'" "$baton" init "it's new"
mkdir repository && mkdir repository/.git && expect 0 "" "$baton" init repository
expect 0 "" "$baton" init deep/in/folders
expect 0 "" "$baton" init 2026 && grep -qxF 'org: "acme"' 2026/org.yaml || fail "a name for 2026"
for name in null true no on '~' 1e3; do
  expect 0 "" "$baton" init "names/$name"
  expect 0 "exactly one owner" "$baton" check "names/$name"
done
expect 0 "" "$baton" init module --structure sdr_ae && grep -qF "use: sdr_ae_am," module/org.yaml || fail "a module's name"

cp -r acme kept
expect 2 "\`acme/holidays/company.ics\` is there already" "$baton" init acme
diff -r acme kept || fail "init wrote over what was there"
mkdir -p busy/.githooks && touch busy/{a,b,README.md,.githooks/pre-commit}
expect 0 "  busy/.githooks/pre-commit" "$baton" init busy
[[ ! -s busy/README.md && ! -s busy/.githooks/pre-commit ]] || fail "init wrote over what stands beside a project"
mkdir -p other/deep && touch other/deep/old.baton
expect 2 "\`other/deep/old.baton\` would be part of the new project" "$baton" init other
ln -s nowhere other/org.yaml && rm -r other/deep
expect 2 "\`other/org.yaml\` is there already" "$baton" init other
rm -r other
touch file
expect 2 "\`file\` is there already, and is no folder" "$baton" init file
expect 2 "cannot be made" "$baton" init file/below
ln -s nowhere dangling
expect 2 "is there already" "$baton" init dangling
expect 2 "\`--structure\`: the value is empty" "$baton" init other --structure ''
expect 2 "the library has no structure \`ae_ma\`, did you mean \`ae_am\`?" "$baton" init other --structure ae_ma
[[ ! -e other ]] || fail "a folder was made for nothing"
expect 2 "" "$baton" init

((failures == 0)) && echo "all well"
exit $((failures > 0))
