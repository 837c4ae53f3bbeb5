#!/usr/bin/env bash
# Completions as shells ask for them, and the manual pages. Usage: completions.sh BATON
source "$(dirname "$0")/harness.sh"

# ---- bash, asked as readline asks it

"$baton" completions bash >baton.bash || fail "completions bash"
source ./baton.bash
complete -p baton >/dev/null || fail "nothing completes baton"
mkdir -p "here/acme" "here/two words" && touch here/events.jsonl here/map.yaml && cd here || exit 1

# offered WORD...: sets COMPREPLY to what is offered for the last word.
offered() {
  COMP_WORDS=("$@")
  COMP_CWORD=$(($# - 1))
  COMPREPLY=()
  _baton
}

# completes EXPECTED WORD...: what is offered for the last word, sorted, joined by blanks.
completes() {
  local expected=$1 got
  shift
  offered "$@"
  got=$(printf '%s\n' ${COMPREPLY[@]+"${COMPREPLY[@]}"} | LC_ALL=C sort | paste -sd ' ')
  [[ $got == "$expected" ]] || fail "$*: '$got', not '$expected'"
}

completes "check completions" baton c
completes "check" baton che
completes "--version" baton --v
completes "github human json sarif" baton check --format ""
completes "json" baton check --format j
completes "json" baton check --format = j
completes "github human json sarif" baton check --format =
completes "--deny" baton check acme --d
completes "acme two words" baton check ""
completes "two words" baton check tw
completes "acme events.jsonl map.yaml two words" baton run ""
completes "events.jsonl" baton run acme ev
completes "events.jsonl" baton run acme other.jsonl --jobs 2 --until 2026-01-01 ev
completes "" baton run acme events.jsonl --until ""
completes "events.jsonl" baton who acme A-1 --events ev
completes "" baton who acme A
completes "map.yaml" baton import --map ma
completes "acme" baton init a
completes "" baton init acme ""
completes "ae_keeps_expansion ae_keeps_expansion_csm" baton init acme --structure ae_k
completes "bash fish zsh" baton completions ""
completes "" baton completions bash ""
completes "B402" baton help B402
completes "run" baton help ru
completes "" baton nonsense ""
cd ..

# Every option of every help page is completed.
for command in $("$baton" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
  for option in $("$baton" "$command" --help | sed -n '/^Options:/,/^$/p' | grep -oE '^  (-[a-z], )?--[a-z-]+' | grep -oE -- '--[a-z-]+'); do
    offered baton "$command" "$option"
    [[ " ${COMPREPLY[*]-} " == *" $option "* ]] || fail "$command $option is not completed"
  done
done

# ---- zsh and fish

for shell in zsh fish; do
  "$baton" completions "$shell" >"script.$shell" || fail "completions $shell"
  command -v "$shell" >/dev/null || { echo "$shell is not here: its script is not checked"; continue; }
  "$shell" -n "script.$shell" || fail "completions $shell: the script cannot be read"
done
if command -v fish >/dev/null; then
  [[ $(fish -c 'source script.fish; complete -C "baton check --format s"') == sarif* ]] || fail "fish: check --format"
fi
"$baton" completions tcsh >out 2>err
[[ $? == 2 ]] && grep -qF "\`tcsh\` is no shell that has completions; there are some for bash, zsh, fish" err || fail "tcsh"

# ---- the manual

"$baton" manual man 2026-01-15 || fail "manual"
for command in $("$baton" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
  [[ -s man/baton-$command.1 ]] || fail "baton-$command(1) is missing"
  grep -q "baton\\\\-$command" man/baton.1 || fail "baton(1) does not name $command"
done
"$baton" --help | grep -q "  manual" && fail "manual is for the build alone"
for page in man/*.1; do
  if command -v man >/dev/null; then
    LC_ALL=C.UTF-8 MANROFFSEQ='' man --warnings -l "$page" 2>err >text || fail "$page"
    [[ -s err ]] && fail "$page: $(cat err)"
  fi
  if command -v mandoc >/dev/null; then
    mandoc -T lint -W warning "$page" >out || fail "$page: $(cat out)"
  fi
done

((failures == 0)) && echo "all well"
exit $((failures > 0))
