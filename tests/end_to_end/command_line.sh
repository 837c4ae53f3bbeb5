#!/usr/bin/env bash
# The command line as scripts see it: exit statuses, standard output and error, and answers that do not depend on the
# order of delivery. Usage: command_line.sh BATON SOURCE_DIR
source "$(dirname "$0")/harness.sh"

acme=$source_dir/examples/acme
event() {  # ID TIME TYPE DATA
  printf '{"specversion":"1.0","id":"%s","source":"crm","type":"%s","subject":"acme","time":"%s","data":%s}\n' "$1" "$3" "$2" "$4"
}
{
  event 1 2025-03-03T15:00:00Z account.updated '{"segment":"smb","region":"amer"}'
  event 2 2025-03-04T15:00:00Z account.updated '{"arr":"12.50"}'
  event 3 2025-03-05T15:00:00Z mail.sent '{}'
} >good.jsonl
{
  cat good.jsonl
  event 2 2025-03-06T15:00:00Z account.updated '{"arr":"13"}'
  event 4 2025-03-06T15:00:00Z account.updated '{"arr":"12.345"}'
  echo '{"half'
} >mixed.jsonl

expect 2 "Usage" "$baton"
expect 0 "matrix" "$baton" --help
expect 0 "--until" "$baton" run --help
expect 2 "\`fly\` is no command" "$baton" fly
expect 2 "did you mean \`check\`?" "$baton" chek
expect 2 "not yet part of this version" "$baton" book
expect 2 "\`nowhere\` is no folder" "$baton" check nowhere
expect 0 "nobody owns it" "$baton" help B402
expect 0 "AM owns relationship otherwise" "$baton" help B402
grep -qE '^(#|```)' out && fail "help: Markdown shows"
expect 0 "people:" "$baton" help examples
expect 0 "nobody owns it" "$baton" help b402
expect 0 "Usage: baton run" "$baton" help run
expect 0 "Commands: check, run, who, " "$baton" help
expect 2 "there is no help on \`rum\`; did you mean \`run\`?" "$baton" help rum
expect 2 "which \`baton help\` lists" "$baton" help B000
expect 2 "\`--frob\` is no option of \`baton\`" "$baton" --frob
expect 2 "\`--jbs\` is no option of \`baton run\`; did you mean \`--jobs\`?" "$baton" run "$acme" e.jsonl --jbs 2
expect 2 "\`--frob\` is no option of \`baton who\`" "$baton" who "$acme" acme --frob
expect 2 "\`--jobs\`: \`0\` is no whole number from 1 to 256" "$baton" run "$acme" e.jsonl --jobs 0
expect 2 "\`--jobs\`: \`x\` is no whole number from 1 to 256" "$baton" run "$acme" e.jsonl --jobs x
expect 2 "\`--until\`: the value is empty" "$baton" run "$acme" e.jsonl --until ''
expect 2 "\`--at\`: the value is empty" "$baton" who "$acme" acme --events e.jsonl --at ''
expect 2 "\`--until\` is given without a value" "$baton" run "$acme" e.jsonl --until
expect 2 "\`--until\` is given more than once" "$baton" run "$acme" e.jsonl --until 2025-01-01 --until 2025-01-02
expect 2 "\`baton who\` needs \`--events FILE\`" "$baton" who "$acme" acme
expect 2 "\`extra\` is one argument too many for \`baton check\`" "$baton" check "$acme" extra
expect 2 "\`jsn\` is not known; did you mean \`json\`?" "$baton" check "$acme" --format jsn
expect 2 '\x1B[31m\u{202E}' "$baton" $'\033[31m\u202e'
for page in "" $("$baton" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
  "$baton" $page --help >out || fail "$page --help"
  [[ -z $page ]] || grep -q '^Examples:' out || fail "$page --help: no examples"
  LC_ALL=C.UTF-8 grep -nE '.{81}|TEXT|UINT|[0-9]x\)|:\{' out && fail "$page --help: too wide, or words of the library"
done
expect 2 "\`nowhere\` is no folder, and the current folder is no project" "$baton" run nowhere good.jsonl
expect 2 "yaml" "$baton" check "$acme" --format yaml
expect 1 "" "$baton" check .
expect 0 "exactly one owner" "$baton" check "$acme"

# Programs are told files as the current folder calls them, people as the project does.
mkdir -p orgs/p/more && cp "$acme/org.yaml" orgs/p && cp -r "$acme/holidays" orgs/p && echo 'role role' >orgs/p/more/policy.baton
expect 1 "::error file=orgs/p/more/policy.baton,line=1" "$baton" check ./orgs/p/ --format github
expect 1 '"uri": "orgs/p/more/policy.baton"' "$baton" check orgs/../orgs/p --format sarif
expect 1 '"file": "orgs/p/more/policy.baton"' "$baton" check "$PWD/orgs/p" --format json
expect 1 "--> more/policy.baton:1" "$baton" check orgs/p
(cd orgs/p && "$baton" check --format github) >out
grep -q "file=more/policy.baton" out || fail "check: from within the project: $(cat out)"
(cd orgs/p/more && "$baton" check .. --format github) >out
grep -q "file=../more/policy.baton" out || fail "check: from below the project: $(cat out)"

expect 0 "read 3 = decided 2 + ignored 1 + duplicate 0 + rejected 0" "$baton" run "$acme" good.jsonl
[[ $(wc -l <out) == 2 ]] || fail "run: two decisions"
expect 3 "read 6 = decided 2 + ignored 1 + duplicate 1 + rejected 2" "$baton" run "$acme" mixed.jsonl -o o.jsonl --rejects r.jsonl
grep -qF '"line":5,"file":"mixed.jsonl","error":"`arr` is `12.345`: USD has 2 digits behind the point"' r.jsonl || fail "rejects: $(cat r.jsonl)"
"$baton" run "$acme" mixed.jsonl >/dev/null 2>err
diff err - <<'END' || fail "rejects on standard error are for people"
mixed.jsonl:6: the line is not JSON: a text is not closed
mixed.jsonl:5: `arr` is `12.345`: USD has 2 digits behind the point
read 6 = decided 2 + ignored 1 + duplicate 1 + rejected 2
1 event of type `mail.sent` is declared nowhere
END
sed 's/account.updated/acount.updated/' good.jsonl | tail -2 >misspelt.jsonl
expect 0 "1 event of type \`acount.updated\` is declared nowhere; did you mean \`account.updated\`?" "$baton" run "$acme" good.jsonl misspelt.jsonl
for i in {1..12}; do event "t$i" 2025-03-05T15:00:00Z "type.n$i" '{}'; done >types.jsonl
expect 0 "and 2 events of further types" "$baton" run "$acme" types.jsonl
expect 2 "\`/dev/zero\` is a device; a file or a pipe is needed here" "$baton" run "$acme" /dev/zero
printf '\xff\xfe{\0' >wide.jsonl
expect 2 "\`wide.jsonl\` is written in UTF-16; save it as UTF-8" "$baton" run "$acme" wide.jsonl
expect 0 "+ later 2" "$baton" run "$acme" good.jsonl --until 2025-03-03
expect 2 "cannot be read" "$baton" run "$acme" nowhere.jsonl
expect 2 "cannot be read" "$baton" run "$acme" .
expect 2 "no events are given" "$baton" run "$acme"
expect 2 "cannot be written" "$baton" run "$acme" good.jsonl -o nowhere/o.jsonl
if [[ -w /dev/full ]]; then expect 2 "cannot be written" "$baton" run "$acme" good.jsonl -o /dev/full; fi
cp good.jsonl kept.jsonl
expect 2 "would be overwritten" "$baton" run "$acme" good.jsonl -o ./good.jsonl
expect 2 "would be overwritten" "$baton" run "$acme" good.jsonl --rejects "$PWD/good.jsonl"
expect 2 "named twice" "$baton" run "$acme" good.jsonl -o both.jsonl --rejects ./both.jsonl
cmp -s good.jsonl kept.jsonl || fail "the events were overwritten"

"$baton" run "$acme" good.jsonl >one 2>/dev/null
tac good.jsonl | gzip >turned.jsonl.gz
"$baton" run "$acme" turned.jsonl.gz good.jsonl --jobs 3 >two 2>/dev/null
cmp -s one two || fail "order of delivery shows in the decisions"
"$baton" run "$acme" - <good.jsonl 2>/dev/null | cmp -s one - || fail "standard input"
"$baton" run "$acme" - <. >out 2>err
[[ $? == 2 && $(cat err) == 'error: standard input cannot be read: Is a directory' ]] || fail "a folder as standard input: $(cat err)"
"$baton" run "$acme" good.jsonl -o three.jsonl.zst 2>/dev/null && [[ -s three.jsonl.zst ]] || fail "zstd output"
"$baton" run "$acme" good.jsonl 2>err | head -c 1 >/dev/null
[[ ${PIPESTATUS[0]} == 0 ]] || fail "a reader that has gone: $(cat err)"

expect 0 "Who owns what" "$baton" who "$acme" acme --events good.jsonl
grep -q $'\033' out && fail "colours although this is no terminal"
expect 0 '{"account":"acme","at":"2025-03-03T15:00:00Z"' "$baton" who "$acme" acme --events good.jsonl --at 2025-03-03T10:00 --json
expect 2 "no event is about an account \`nobody\`" "$baton" who "$acme" nobody --events good.jsonl
expect 3 "mixed.jsonl:6: the line is not JSON" "$baton" who "$acme" acme --events mixed.jsonl
sed 's/"subject":"acme"/"subject":"other"/' mixed.jsonl | head -5 >others.jsonl
expect 0 "1 line about other accounts could not be used" "$baton" who "$acme" acme --events good.jsonl others.jsonl
grep -q '12.345' err && fail "who: another account's reject was shown"
expect 0 "relationship" "$baton" matrix "$acme" ae_am
expect 2 "no structure is called \`nix\`; the project has " "$baton" matrix "$acme" nix
expect 2 "no structure is called \`ae_an\`; did you mean \`ae_am\`?" "$baton" matrix "$acme" ae_an
expect 2 "no structure is called" "$baton" graph "$acme" --structure nix
expect 2 "svg" "$baton" matrix "$acme" --format png
expect 0 "AE; AM from day 60" "$baton" matrix "$acme" amer_keeps_expansion
expect 0 "| **renewal.lead** |" "$baton" matrix "$acme" ae_am --format markdown
expect 0 "" "$baton" matrix "$acme" --format html -o owners.html
expect 0 "" "$baton" matrix "$acme" --format svg -o owners.svg
grep -q "</html>" owners.html && grep -q "</svg>" owners.svg || fail "matrix: half a picture"
"$baton" matrix "$source_dir/examples/first" --format svg | cmp -s - "$source_dir/docs/first.svg" ||
  fail "docs/first.svg is not what baton matrix examples/first --format svg draws now"
expect 2 "would be overwritten" "$baton" matrix "$acme" --format svg -o "$acme/org.yaml"
expect 2 "cannot be written" "$baton" matrix "$acme" --format svg -o nowhere/owners.svg
expect 0 "digraph" "$baton" graph "$acme" --what escalations --format dot
expect 2 "install the package \`graphviz\`" env PATH=/nowhere "$baton" graph "$acme" --what lifecycle
expect 0 "digraph" env PATH=/nowhere "$baton" graph "$acme" --format dot
if command -v dot >/dev/null; then
  expect 0 "" "$baton" graph "$acme" -o graph.svg
  [[ $(grep -c "</svg>" graph.svg) -ge 8 ]] || fail "graph: not all drawings are there"
fi

printf 'source: s\nevents:\n  - { type: account.updated, id: "{a}", subject: "{a}", time: "{d}" }\n' >map.yaml
printf 'a,d\nx,2025-01-01\ny,soon\n' >rows.csv
expect 3 "read 2 rows = imported 1 + skipped 0 + rejected 1, wrote 1 event" "$baton" import --map map.yaml rows.csv
expect 2 "has no column" "$baton" import --map map.yaml map.yaml
"$baton" import --map map.yaml rows.csv 2>err >/dev/null
grep -qxF 'rows.csv:3: `time`: `soon` is no date or time' err || fail "import: $(cat err)"
printf 'b\n1\n' >short.csv
expect 2 "\`short.csv\` has no column \`a\`" "$baton" import --map map.yaml rows.csv short.csv -o never.jsonl
[[ ! -e never.jsonl ]] || fail "import: a file was written although the mapping does not fit"
sed 's/^source/zone: Berlin\nsource/' map.yaml >zone.yaml
expect 2 "zone.yaml:1: \`Berlin\` is no time zone; did you mean \`Europe/Berlin\`?" "$baton" import --map zone.yaml rows.csv
sed 's|^source|lookup: { t: { file: /dev/zero, key: a } }\nsource|' map.yaml >endless.yaml
expect 2 "\`/dev/zero\` is a device or a pipe" "$baton" import --map endless.yaml rows.csv
expect 2 "\`/dev/zero\` is a device; a file or a pipe is needed here" "$baton" import --map /dev/zero rows.csv
: >empty.yaml
expect 2 "empty.yaml:1: the mapping is empty: it needs at least \`source\`" "$baton" import --map empty.yaml rows.csv
expect 2 "no CSV file is given" "$baton" import --map map.yaml
expect 2 "would be overwritten" "$baton" import --map map.yaml rows.csv -o rows.csv

# A project's own folder `rules` is not the library, even where a file bears a module's name.
cp -r "$source_dir/examples/first" own && mkdir own/rules && mv own/first.baton own/rules/standard.baton
expect 0 "every possible account has exactly one owner" "$baton" check own
sed 's/AE owns prospecting/AE owns prospectin/' own/rules/standard.baton >own/rules/wrong && mv own/rules/wrong own/rules/standard.baton
expect 1 "own/rules/standard.baton" "$baton" check own --format github

((failures == 0)) && echo "all well"
exit $((failures > 0))
