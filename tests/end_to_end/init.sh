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
if command -v git >/dev/null && knows test && knows fmt; then
  mkdir bin && ln -s "$baton" bin/baton
  (
    export PATH="$PWD/bin:$PATH" GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
    cd acme && git init -q && git config core.hooksPath .githooks && git add . && git commit -qm "a new project" &&
      sed -i '/AE:/,/otherwise/d' org.yaml && git add . && ! git commit -qm "no AE" 2>/dev/null
  ) >out 2>&1 || fail "the hook: $(cat out)"
fi

# ---- where it goes

mkdir empty && expect 0 "  empty/org.yaml" "$baton" init empty
mkdir "Two words" && (cd "Two words" && "$baton" init . >../out && grep -qxF "org: two_words" org.yaml) || fail "init ."
expect 0 "baton check 'it'\\''s new'" "$baton" init "it's new"
mkdir repository && mkdir repository/.git && expect 0 "" "$baton" init repository
expect 0 "" "$baton" init deep/in/folders
expect 0 "" "$baton" init 2026 && grep -qxF "org: acme" 2026/org.yaml || fail "a name for 2026"
expect 0 "" "$baton" init module --structure sdr_ae && grep -qF "use: sdr_ae_am," module/org.yaml || fail "a module's name"

cp -r acme kept
expect 2 "\`acme\` is not empty: it has \`.git" "$baton" init acme
diff -r acme kept || fail "init wrote over what was there"
mkdir busy && touch busy/{a,b,c,d,e,f,g}
expect 2 "it has \`a\`, \`b\`, \`c\`, \`d\`, \`e\` and 2 more" "$baton" init busy
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
