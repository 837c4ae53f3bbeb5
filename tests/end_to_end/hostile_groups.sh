# What hostile.sh does with each group of tests/corpus/hostile, and the inputs that are made rather than kept.

# repeat TEXT COUNT, lines TEXT COUNT: the text so many times, side by side or one a line.
repeat() {
  yes "$1" | head -n "$2" | tr -d '\n'
}
lines() {
  yes "$1" | head -n "$2"
}

group_policies() {
  local file name
  for file in "${files[@]}"; do
    name=${file##*/}
    cp "$file" "p/$name"
    try "check $name" check p
    try "fmt $name" fmt --diff "p/$name"
    rm "p/$name"
  done
}

group_orgs() {
  local file
  for file in "${files[@]}"; do
    cp "$file" p/org.yaml
    try "check ${file##*/}" check p
  done
}

group_holidays() {
  local file
  for file in "${files[@]}"; do
    cp "$file" p/holidays/days.ics
    try "check ${file##*/}" check p
  done
}

group_events() {
  local file
  cp -r "$corpus/events" .
  for file in events/*; do
    try "run ${file##*/}" run p "$file" -o /dev/null
  done
}

group_mappings() {
  local file
  cp "$corpus/rows/good.csv" rows.csv
  for file in "${files[@]}"; do
    cp "$file" map.yaml
    try "import by ${file##*/}" import --map map.yaml rows.csv -o /dev/null
  done
}

group_rows() {
  local file
  cp -r "$corpus/rows" .
  for file in rows/*; do
    try "import ${file##*/}" import --map p/map.yaml "$file" -o /dev/null
  done
}

group_suites() {
  local file
  for file in "${files[@]}"; do
    cp "$file" p/tests.baton
    try "test ${file##*/}" test p
  done
}

# A project of its own to spoil: `fresh NAME` makes q/.
fresh() {
  rm -rf q
  cp -r p q
}

# Limits: every input here is one step beyond one of docs/limits.md, or so large that one of them must hold.
group_limits() {
  local i event='{"specversion":"1.0","id":"1","source":"crm","type":"account.updated","subject":"acme","time":"2026-01-05T09:00:00Z","data":{"segment":"smb"'

  fresh && { lines '# a comment of a policy' 200000; } >q/large.baton
  try "a policy of more than 4 MiB" check q
  try "fmt of a policy of more than 4 MiB" fmt q/large.baton
  fresh && { cat p/org.yaml; lines '# a comment of org.yaml' 200000; } >q/org.yaml
  try "an org.yaml of more than 4 MiB" check q
  fresh && { cat p/holidays/days.ics; repeat 'x' 4200000; } >q/holidays/days.ics
  try "holidays of more than 4 MiB" check q
  fresh && { printf '# '; repeat 'x' 4000000; } >q/line.baton
  try "a comment of 4 MB" check q
  fresh && { printf 'role A1 "'; repeat 'x' 4000000; } >q/line.baton
  try "a text of 4 MB without an end" check q
  fresh && repeat 'x' 4000000 >q/line.baton
  try "a word of 4 MB" check q

  fresh && { printf 'let x = '; repeat '(' 201; printf key; repeat ')' 201; echo; } >q/deep.baton
  try "parentheses 201 deep" check q
  fresh && { printf 'let x = '; repeat '(' 1000000; } >q/deep.baton
  try "a million parentheses" check q
  fresh && { printf 'let x = '; repeat 'not ' 500000; printf 'key\n'; } >q/deep.baton
  try "not, half a million times" check q
  fresh && { printf 'structure other { '; repeat 'otherwise { ' 300000; } >q/deep.baton
  try "blocks 300,000 deep" check q
  fresh && { for ((i = 0; i < 401; i++)); do printf 'let x%d = not x%d\n' "$i" $((i + 1)); done; printf 'let x401 = key\n'; } >q/lets.baton
  try "lets 400 deep" check q
  fresh && { for ((i = 0; i < 20; i++)); do printf 'let x%d = x%d or x%d\n' "$i" $((i + 1)) $((i + 1)); done; printf 'let x20 = key\nstructure other { AE owns everything when x0 }\n'; } >q/lets.baton
  try "lets that double twenty times" check q
  fresh && { for ((i = 0; i < 102; i++)); do printf 'structure o%d extends o%d { }\n' "$i" $((i + 1)); done; printf 'structure o102 { AE owns everything }\n'; } >q/bases.baton
  try "a structure with more than 100 bases" check q
  fresh && { printf 'record pilot { end: date? }\nevent pilot.on { pilot }\nlifecycle pilot {\n  start s0\n'; for ((i = 0; i < 65; i++)); do printf '  s%d -> s%d on pilot.on\n' "$i" $((i + 1)); done; echo '}'; } >q/stages.baton
  try "a lifecycle of 66 stages" check q
  fresh && { printf 'test "t" {\n  account { segment: smb }\n'; lines '  on 2026-01-05T10:00 intro.held' 10001; echo '}'; } >q/tests.baton
  try "a test of 10,001 steps" test q
  fresh && for ((i = 0; i < 2001; i++)); do : >"q/f$i.baton"; done
  try "2,002 policies" check q
  fresh && mkdir -p "q$(repeat /d 34)"
  try "folders 34 deep" check q

  fresh && { cat p/org.yaml; printf 'x: '; repeat '[' 2000000; } >q/org.yaml
  try "two million brackets in org.yaml" check q
  fresh && { cat p/org.yaml; printf 'x: ['; repeat '1,' 500001; printf '1]\n'; } >q/org.yaml
  try "500,001 values in org.yaml" check q
  fresh && { printf 'BEGIN:VCALENDAR\n'; lines $'BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nEND:VEVENT' 150003; printf 'END:VCALENDAR\n'; } >q/holidays/days.ics
  try "50,001 holidays" check q
  fresh && { printf 'BEGIN:VCALENDAR\n'; lines $'BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY;BYDAY=MO;BYMONTH=2;BYSETPOS=5\nEND:VEVENT' 804; printf 'END:VCALENDAR\n'; } >q/holidays/days.ics
  try "201 holidays that repeat" check q

  { printf '%s,"industry":"' "$event"; repeat 'x' 1100000; printf '"}}\n'; } >long.jsonl
  try "an event of more than 1 MiB" run p long.jsonl -o /dev/null
  { printf '%s,"x":' "$event"; repeat '[' 500000; printf '\n'; } >deep.jsonl
  try "half a million brackets in an event" run p deep.jsonl -o /dev/null
  try "a line without an end" run p /dev/zero -o /dev/null
  try "a file that never ends" run p /dev/urandom -o /dev/null
  try "rows that never end" import --map p/map.yaml /dev/urandom -o /dev/null
  head -c 20000000 /dev/zero | tr '\0' '\n' | gzip -1 >blank.jsonl.gz
  try "20 MB of blank lines, packed" run p blank.jsonl.gz -o /dev/null
  head -c 70000000 /dev/zero | tr '\0' 'x' | gzip -1 >bomb.jsonl.gz
  try "a line of 70 MB, packed" run p bomb.jsonl.gz -o /dev/null
  lines '{"half' 20000 >broken.jsonl
  try "20,000 broken lines" run p broken.jsonl -o /dev/null --rejects /dev/null

  { printf 'id,account,kind,at,arr\n1,"'; repeat 'x' 1100000; printf '",new,2026-01-05,1\n2,acme,new,2026-01-05,1\n'; } >long.csv
  try "a cell of more than 1 MiB" import --map p/map.yaml long.csv -o /dev/null
  { repeat 'column,' 200000; echo; } >wide.csv
  try "200,001 columns" import --map p/map.yaml wide.csv -o /dev/null
  { cat p/map.yaml; repeat '# a comment of a mapping' 50000; } >large.yaml
  try "a mapping of more than 1 MiB" import --map large.yaml long.csv -o /dev/null
  { printf 'source: crm\nevents:\n  - type: a\n    id: "{id}"\n    subject: "{account}"\n    time: "{at}"\n    data:\n'; for ((i = 0; i < 20000; i++)); do printf '      k%d: x\n' "$i"; done; } >keys.yaml
  cp "$corpus/rows/good.csv" good.csv
  try "a mapping of 20,000 keys" import --map keys.yaml good.csv -o /dev/null
}

# Sizes that an organisation might reach, and then some.
group_sizes() {
  local i line members
  people() {  # COUNT, how many report to whom: MANAGER_OF_I
    sed '/^teams:/,$d' p/org.yaml
    for ((i = 0; i < $1; i++)); do printf "  - { id: p$i, manager: $2 }\n" $((($i + 1) % $1)); done
    sed -n '/^teams:/,$p' p/org.yaml
  }
  fresh && people 20000 'p%d' >q/org.yaml
  try "20,000 people report in a circle" check q
  fresh && people 20000 'p%d' | sed 's/id: p19999, manager: p0/id: p19999/' >q/org.yaml
  try "20,000 people report in one line" check q
  fresh && members=$(printf ', p%d' {0..19999}) && while IFS= read -r line; do
    echo "${line/members: [ada/members: [ada$members}"
  done < <(people 20000 vic) >q/org.yaml
  try "a team of 20,000" check q
  fresh && { printf 'escalation e1 {\n  tier '; repeat 'manager of ' 50000; printf 'owner of relationship\n}\n'; } >q/managers.baton
  try "manager of, 50,000 times" check q
  fresh && for ((i = 0; i < 1500; i++)); do printf 'role R%d\nresponsibility r%d\nevent e%d\nlet l%d = arr > %d\n' "$i" "$i" "$i" "$i" "$i"; done >q/names.baton
  try "6,000 names" check q
  fresh && { printf 'structure other {\n  AE owns closing\n'; for ((i = 0; i < 400; i++)); do printf '  AE owns relationship when arr >= %d and arr < %d\n' $((2 * i)) $((2 * i + 1)); done; printf '  AM owns relationship otherwise\n}\n'; } >q/statements.baton
  try "400 statements about one responsibility" check q
  fresh && { printf 'account {'; for ((i = 0; i < 40; i++)); do printf ' f%d: bool = false' "$i"; done; printf ' }\nstructure other {\n  AE owns closing\n  AE owns relationship when'; for ((i = 0; i < 40; i += 2)); do printf ' %s (f%d or f%d)' "$([[ $i == 0 ]] || echo and)" "$i" $((i + 1)); done; printf '\n  AM owns relationship otherwise\n}\n'; } >q/boxes.baton
  try "a condition of 2^20 boxes" check q
  fresh && { for ((i = 0; i < 13; i++)); do echo "event e$i"; done; echo 'structure other {'; echo '  AE owns closing'; for ((i = 0; i < 13; i++)); do echo "  AE owns relationship for $((i + 1)) days after e$i"; done; printf '  AM owns relationship otherwise\n}\n'; } >q/anchors.baton
  try "windows after 13 anchors" check q
  fresh && { echo 'account {'; for ((i = 0; i < 17; i++)); do echo " d$i: date?"; done; printf '}\nstructure other {\n  AE owns closing\n'; for ((i = 0; i < 17; i++)); do echo "  AE owns relationship from 1 day before d$i"; done; printf '  AM owns relationship otherwise\n}\n'; } >q/dates.baton
  try "17 dates" check q
}

# What stands where a file or a folder is expected, and what is typed.
group_places() {
  local tricky=$'a\x1b[31m\xe2\x80\xaeb'
  try "no folder" check nowhere
  try "an empty name" check ''
  try "a file for a folder" check p/org.yaml
  mkdir empty && try "an empty folder" check empty
  mkdir "$tricky" && try "a folder with an odd name" check "$tricky"
  try "a folder that is not there, with an odd name" check "$tricky/x"
  try "a name of 100,000 bytes" check "$(repeat x 100000)"
  try "a folder of devices" check /dev
  fresh && rm q/org.yaml && mkdir q/org.yaml && try "org.yaml is a folder" check q
  fresh && rm q/org.yaml && mkfifo q/org.yaml && try "org.yaml is a pipe" check q
  fresh && ln -sf org.yaml q/org.yaml && try "org.yaml is a link to itself" check q
  fresh && ln -sf /proc/self/mem q/org.yaml && try "org.yaml cannot be read" check q
  fresh && ln -sf /dev/zero q/org.yaml && try "org.yaml is a device" check q
  fresh && mkdir q/x.baton && try "a policy is a folder" check q
  fresh && ln -s nowhere q/x.baton && try "a policy is a broken link" check q
  fresh && ln -s x.baton q/x.baton && try "a policy is a link to itself" check q
  fresh && ln -s /proc/self/mem q/x.baton && try "a policy cannot be read" check q
  fresh && mkfifo q/x.baton && try "a policy is a pipe" check q
  fresh && ln -s .. q/up && try "a folder links to its own parent" check q
  fresh && ln -s /dev/urandom q/holidays/odd.ics && sed -i 's/days.ics/odd.ics/' q/org.yaml && try "holidays are a device" check q
  fresh && printf 'role %s\n' 'A1' >"q/$tricky.baton" && printf 'role 1\n' >>"q/$tricky.baton" && try "a policy with an odd name" check q
  try "events in a folder" run p p
  try "no events" run p nowhere.jsonl
  try "events that cannot be read" run p /proc/self/mem
  try "events from a closed input" run p -
  try "decisions into a folder" run p - -o p
  try "decisions into nowhere" run p - -o nowhere/x
  try "rejects into a folder" run p - --rejects p
  try "until a day that does not exist" run p - --until 2026-02-30
  try "until a time beyond time" run p - --until 9999-12-31
  try "until nothing" run p - --until ''
  try "no threads" run p - --jobs 0
  try "very many threads" run p - --jobs 99999999999999999999
  try "an account that nobody knows" who p "$tricky" --events /dev/null
  try "an account with a long name" who p "$(repeat x 5000)" --events /dev/null
  try "at an odd time" who p acme --events /dev/null --at "$tricky"
  try "a filter that is none" test p --filter '((('
  try "a filter of many" test p --filter "$(repeat '(a{0,1000})' 400)"
  try "a mapping in a folder" import --map p p/org.yaml
  try "a mapping that is not there" import --map "$tricky" p/org.yaml
  try "a mapping that never ends" import --map /dev/zero p/org.yaml
  try "rows that are not there" import --map p/map.yaml nowhere.csv
  try "rows in a folder" import --map p/map.yaml p
  try "fmt of nothing" fmt
  try "fmt of what is not there" fmt nowhere.baton
  try "fmt of a device" fmt /dev/zero
  try "fmt of a folder without policies" fmt empty
  try "fmt of what cannot be read" fmt /proc/self/mem
  try "diff with what is not there" diff p nowhere
  try "diff with an odd revision" diff '--upload-pack=touch x' p
  try "diff with a long revision" diff "$(repeat x 3000)" p
  try "diff of what is not sound" diff empty p
  try "help on a path" help ../../../etc/passwd
  try "help on something long" help "$(repeat x 5000)"
  try "help on something odd" help "$tricky"
  try "a command that is none" "$tricky"
  try "a long command" "$(repeat x 5000)"
  try "an option that is none" check --frmat json
  try "a long option" check "--$(repeat x 5000)"
  try "a new project at an odd place" init /dev/null/x --structure ae_am
  try "a new project without a name" init '' --structure ae_am
  try "a new project of a structure that is none" init new --structure "$tricky"
  try "a picture of nothing" matrix p "$tricky"
}
