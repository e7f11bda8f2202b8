# shellcheck shell=bash
# For run: starting, measuring and ending processes, and the table. Not a program.
# shellcheck disable=SC2034,SC2154 # its variables are shared with run and figures.sh

agent=             # process id of the agent that runs now
agent_port=        # its HTTP port
agent_millis=      # what it took from its start to "attached:"
agent_command=()   # how ./netwatch agent starts it, with environment, without flags of its own
agent_environment=() # more of it, name=value
java=              # what it runs on
java_flags=()
app=               # the folder of its jars
cgroups=           # folder of the cgroups made here
holders=()         # processes in them
cluster=           # folder of the cluster that is played
cluster_classes=   # class path of who plays it
rows=()            # tab-separated: figure, unit, ours, baseline, goal

say() { printf '%s\n' "$*" >&2; }

progress() { say "bench: $* ..."; }

fail() { # $1: exit code; the rest: one sentence
    local code=$1
    shift
    say "netwatch: $*"
    exit "$code"
}

first_of() { # the first of the named commands that exists
    local tool
    for tool in "$@"; do
        [[ -n $tool ]] && command -v "$tool" && return
    done
    return 1
}

# --- processes ------------------------------------------------------------------------------------------------------

# Ends with this script, however that ends: the kernel sees to it.
bound() { exec setpriv --pdeathsig KILL "$@"; }

clean_up() {
    trap - EXIT
    local pid
    for pid in $(jobs -p); do
        kill -KILL "$pid" 2>/dev/null || true
    done
    remove_cgroups
    rm -rf "$work"
}

remove_cgroups() { # those of this run, as soon as the processes in them have ended
    local try
    for try in 1 2 3 4 5; do
        [[ -n $cgroups && -d $cgroups ]] || break
        find "$cgroups" -depth -type d -exec rmdir {} + 2>/dev/null || sleep "0.$try"
    done
    holders=()
}

# Runs a command whose output is "name value" lines, to be asked for with value; a signal to this script ends the wait.
measure() {
    bound "$@" >"$work/measured" &
    wait $! || fail 70 "$(basename "$1") failed; its message is above"
}

value() { # $1: name; $2: where, else what measure ran last
    awk -v name="$1" '$1 == name { print $2 }' "${2-$work/measured}"
}

# A process that says one line when it is ready and ends when its standard input does.
start_held() {
    local line
    coproc held { bound "$@"; }
    held_pid=$!
    read -r -u "${held[0]}" line || fail 70 "$(basename "$1") did not start; its message is above"
}

stop_held() {
    local input=${held[1]} pid=$held_pid
    exec {input}>&-
    wait "$pid" || true
}

# --- the agent ------------------------------------------------------------------------------------------------------

# The agent is started as ./netwatch agent does it, but without that script, whose own time is not the agent's.
learn_agent_command() {
    local environment arguments word
    progress "learning how ./netwatch starts the agent"
    agent_command=("$root/netwatch" agent)
    start_agent
    mapfile -d '' environment <"/proc/$agent/environ"
    mapfile -d '' arguments <"/proc/$agent/cmdline"
    stop_agent
    agent_command=(env -i "${environment[@]}")
    for word in "${arguments[@]}"; do
        agent_command+=("$word")
        [[ $word != */quarkus-run.jar ]] || break
    done
    java=${arguments[0]}
    app=$(dirname "$word")
    java_flags=()
    for word in "${arguments[@]:1}"; do
        [[ $word != -jar ]] || break
        java_flags+=("$word")
    done
}

# Starts the agent at rest, without a view and with flags of the caller's, and waits until it listens. Its messages are in
# $work/agent.log.
start_agent() {
    local line began=${EPOCHREALTIME/./} fifo=$work/agent.fifo
    [[ -p $fifo ]] || mkfifo "$fifo"
    exec 9<>"$fifo"
    : >"$work/agent.log"
    bound "${agent_command[@]:0:2}" "${agent_environment[@]}" "${agent_command[@]:2}" --output none --http-port 0 --state-dir "$work/state" "$@" \
        </dev/null >/dev/null 2>&9 9<&- &
    agent=$!
    agent_port=
    while [[ -z $agent_port ]]; do
        if read -r -t 1 -u 9 line; then
            printf '%s\n' "$line" >>"$work/agent.log"
            [[ $line != *attached:* ]] || agent_millis=$(((${EPOCHREALTIME/./} - began) / 1000))
            [[ ! $line =~ Listening\ on\ http://127\.0\.0\.1:([0-9]+) ]] || agent_port=${BASH_REMATCH[1]}
        elif ! kill -0 "$agent" 2>/dev/null; then
            cat "$work/agent.log" >&2
            fail 70 "the agent did not start; its words are above"
        fi
    done
    grep -q 'attached: tracepoint' "$work/agent.log" || fail 69 "the agent has no kernel events here: $(tail -n 2 "$work/agent.log")"
}

stop_agent() {
    kill "$agent"
    wait "$agent" || true
    exec 9<&-
}

# Sets seen (connects that were answered) and lost (events, whatever the reason), as the agent counted since its start.
# Asking makes it count anew within a second; asked at rest, it tells what it counted up to ten seconds ago.
read_counts() {
    local file=$work/metrics
    get_metrics >"$file"
    sleep 2.5
    get_metrics >"$file"
    seen=$(awk '/^netwatch_events_total\{.*kind="connect_v4"/ { print int($2) }' "$file")
    lost=$(awk '/^netwatch_events_lost_total/ { sum += $2 } END { print int(sum) }' "$file")
    [[ $lost -eq 0 ]] || say "bench: lost since the agent's start: $(sed -nE \
        's/^netwatch_events_lost_total\{.*reason="([^"]+)".* (.*[1-9].*)$/\1 \2/p' "$file" | paste -sd, -)"
}

get_metrics() { curl -sf -H "Authorization: Bearer $(<"$work/state/token")" "http://127.0.0.1:$agent_port/q/metrics"; }

memory() { # $1: Rss or Anonymous; prints MiB
    awk -v name="$1:" '$1 == name { printf "%.1f\n", $2 / 1024 }' "/proc/$agent/smaps_rollup"
}

# --- numbers --------------------------------------------------------------------------------------------------------

calculate() { awk "BEGIN { printf \"%.${2-2}f\n\", $1 }"; }

median() { printf '%s\n' "$@" | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# Adds a line of the table: figure, unit, ours, baseline or -, goal or -. A goal is a comparison of our value, or of its
# ratio to the baseline, as in "<= 4" and "ratio >= 0.95".
row() {
    local IFS=$'\t'
    rows+=("$*")
}

# Turns rows into: figure, unit, ours, baseline, ratio, goal, met (yes, no or -); tab-separated.
judged() {
    printf '%s\n' "${rows[@]}" | awk -F '\t' -v OFS='\t' '
        function holds(value, comparison, limit) {
            if (comparison == "<") return value < limit
            if (comparison == "<=") return value <= limit
            if (comparison == ">=") return value >= limit
            return value == limit
        }
        {
            ratio = $4 == "-" || $4 == 0 ? "-" : sprintf("%.3f", $3 / $4)
            words = split($5, goal, " ")
            met = $5 == "-" ? "-" : holds((words == 3 ? ratio : $3) + 0, goal[words - 1], goal[words] + 0) ? "yes" : "no"
            print $1, $2, $3, $4, ratio, $5, met
        }'
}

print_table() {
    judged | awk -F '\t' '
        function with_unit(value) { return value == "-" ? "-" : value " " $2 }
        BEGIN { printf "\n%-58s %14s %14s %7s  %-15s %s\n", "figure", "ours", "baseline", "ratio", "goal", "" }
        {
            goal = $6 == "-" ? "" : $6
            verdict = $7 == "yes" ? "met" : $7 == "no" ? "not met" : ""
            printf "%-58s %14s %14s %7s  %-15s %s\n", $1, with_unit($3), with_unit($4), $5, goal, verdict
        }'
}

print_json() {
    judged | awk -F '\t' '
        function number(value) { return value == "-" ? "null" : value }
        BEGIN { print "[" }
        {
            goal = $6 == "-" ? "null" : "\"" $6 "\""
            met = $7 == "-" ? "null" : $7 == "yes" ? "true" : "false"
            printf "%s  {\"figure\": \"%s\", \"unit\": \"%s\", \"ours\": %s, \"baseline\": %s, \"ratio\": %s, \"goal\": %s, \"met\": %s}", \
                (NR > 1 ? ",\n" : ""), $1, $2, number($3), number($4), number($5), goal, met
        }
        END { print "\n]" }'
}
